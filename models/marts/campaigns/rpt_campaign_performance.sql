{#
    Grain: one row per campaign, also of those of which there is nothing to count.
    Why:   every metric of SPEC 6 over all time, as the sum over rpt_campaign_performance_daily; any
           of its figures is traced by the queries in docs/runbook.md.
#}
{{ config(contract={"enforced": has_shipped_models_only()}) }}
{#- By relation of metrics a day: those that it has. -#}
{%- set kinds = campaign_metrics() -%}
{%- set revenue = revenue_metrics() | list -%}
{%- set relations = {'metrics': kinds | reject('in', revenue) | list, 'revenue': revenue} %}
with

daily_metrics as (

    select * from {{ ref('int_campaign_daily_metrics') }}

),

daily_revenue as (

    select * from {{ ref('int_campaign_daily_revenue') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

{% for relation, metrics in relations.items() -%}
summed_{{ relation }} as (

    select
        {% for metric in metrics -%}
        sum({{ metric }}) as {{ metric }},
        {% endfor -%}
        campaign_id
    from daily_{{ relation }}
    group by campaign_id

),

{% endfor -%}
filled as (

    select
        campaigns.campaign_id,
        campaigns.campaign_name,
        campaigns.budget_in_home_currency as budget,
        {% for relation, metrics in relations.items() -%}
        {% for metric in metrics -%}
        cast(
            coalesce(summed_{{ relation }}.{{ metric }}, 0)
            as {{ 'bigint' if kinds[metric] == 'count' else 'decimal(28, 4)' }}
        ) as {{ metric }},
        {% endfor -%}
        {% endfor -%}
        case
            when coalesce(summed_metrics.spend_without_rate, 0) = 0
                then cast(
                    campaigns.budget_in_home_currency - coalesce(summed_metrics.spend, 0)
                    as decimal(28, 4)
                )
        end as remaining_budget,
        campaigns.start_date,
        campaigns.end_date
    from campaigns
    left join summed_metrics
        on campaigns.campaign_id = summed_metrics.campaign_id
    left join summed_revenue
        on campaigns.campaign_id = summed_revenue.campaign_id

),

final as (

    select
        -- ids
        filled.campaign_id,
        filled.campaign_name,

        -- dates
        filled.start_date,
        filled.end_date,

        -- counts
        {{ campaign_report_columns('filled') }}
    from filled

)

select * from final
