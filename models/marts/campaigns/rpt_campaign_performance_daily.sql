{#
    Grain: one row per campaign and day on which any metric counts something.
    Why:   every metric dated by what it counts (docs/adr/0007), so that a question about any span
           of days is a plain sum; budget, remaining_budget and the ratios are not. A view, since
           what it adds to int_campaign_daily_metrics costs more to store than to compute.
#}
{{ config(materialized="view", contract={"enforced": has_shipped_models_only()}) }}
{%- set revenue = revenue_metrics() %}
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

-- All spend of the campaign up to and with the day.
spent as (

    select
        *,
        sum(spend) over (
            partition by campaign_id
            order by metric_date asc
            rows between unbounded preceding and current row
        ) as spend_so_far,
        sum(spend_without_rate) over (
            partition by campaign_id
            order by metric_date asc
            rows between unbounded preceding and current row
        ) as spend_without_rate_so_far
    from daily_metrics

),

budgeted as (

    select
        {% for metric in campaign_metrics() -%}
        {% if metric in revenue -%}
        coalesce(daily_revenue.{{ metric }}, 0) as {{ metric }},
        {% else -%}
        spent.{{ metric }},
        {% endif -%}
        {% endfor -%}
        spent.campaign_id,
        spent.metric_date,
        campaigns.campaign_name,
        campaigns.budget_in_home_currency as budget,
        case
            when spent.spend_without_rate_so_far = 0
                then cast(
                    campaigns.budget_in_home_currency - spent.spend_so_far as decimal(28, 4)
                )
        end as remaining_budget
    from spent
    inner join campaigns
        on spent.campaign_id = campaigns.campaign_id
    left join daily_revenue
        on
            spent.campaign_id = daily_revenue.campaign_id
            and spent.metric_date = daily_revenue.metric_date

),

final as (

    select
        -- ids
        budgeted.campaign_id,
        budgeted.campaign_name,
        budgeted.metric_date as date,

        -- counts
        {{ campaign_report_columns('budgeted') }}
    from budgeted

)

select * from final
