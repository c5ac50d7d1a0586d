{#
    Grain: one row per campaign and day on which any metric counts something.
    Why:   every metric dated by what it counts (docs/adr/0007), so that a question about any span
           of days is a plain sum; budget, remaining_budget and the ratios are not. A view, since
           what it adds to int_campaign_daily_metrics costs more to store than to compute.
#}
{{ config(materialized="view", contract={"enforced": has_shipped_models_only()}) }}
with

daily_metrics as (

    select * from {{ ref('int_campaign_daily_metrics') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

budgeted as (

    select
        daily_metrics.*,
        campaigns.campaign_name,
        campaigns.budget_in_home_currency as budget,
        case
            when daily_metrics.spend_without_rate_so_far = 0
                then cast(
                    campaigns.budget_in_home_currency - daily_metrics.spend_so_far
                    as decimal(28, 4)
                )
        end as remaining_budget
    from daily_metrics
    inner join campaigns
        on daily_metrics.campaign_id = campaigns.campaign_id

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
