{#
    Grain: one row per campaign, also of those of which there is nothing to count.
    Why:   every metric of SPEC 6 over all time, as the sum over rpt_campaign_performance_daily; any
           of its figures is traced by the queries in docs/runbook.md.
#}
{{ config(contract={"enforced": has_shipped_models_only()}) }}
with

daily as (

    select * from {{ ref('int_campaign_daily_metrics') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

summed as (

    select
        campaign_id,
        {% for metric, kind in campaign_metrics().items() -%}
        sum({{ metric }}) as {{ metric }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from daily
    group by campaign_id

),

filled as (

    select
        campaigns.campaign_id,
        campaigns.campaign_name,
        campaigns.budget_in_home_currency as budget,
        {% for metric, kind in campaign_metrics().items() -%}
        cast(
            coalesce(summed.{{ metric }}, 0)
            as {{ 'bigint' if kind == 'count' else 'decimal(28, 4)' }}
        ) as {{ metric }},
        {% endfor -%}
        case
            when coalesce(summed.spend_without_rate, 0) = 0
                then cast(
                    campaigns.budget_in_home_currency - coalesce(summed.spend, 0)
                    as decimal(28, 4)
                )
        end as remaining_budget,
        campaigns.start_date,
        campaigns.end_date
    from campaigns
    left join summed
        on campaigns.campaign_id = summed.campaign_id

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
