{#
    Grain: one row per campaign and day on which any metric counts something.
    Why:   every metric dated by what it counts (docs/adr/0007), so that a question about any span
           of days is a plain sum; budget, remaining_budget and the ratios are not.
#}
{{ config(contract={"enforced": has_shipped_models_only()}) }}
with

daily_metrics as (

    select * from {{ ref('int_campaign_daily_metrics') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

pivoted as (

    select
        campaign_id,
        {% for metric, kind in campaign_metrics().items() -%}
        cast(
            coalesce(sum(case when metric = '{{ metric }}' then metric_value end), 0)
            as {{ 'bigint' if kind == 'count' else 'decimal(28, 4)' }}
        ) as {{ metric }},
        {% endfor -%}
        metric_date
    from daily_metrics
    group by campaign_id, metric_date

),

budgeted as (

    select
        pivoted.*,
        campaigns.campaign_name,
        campaigns.budget_in_home_currency as budget,
        case
            when
                sum(pivoted.spend_without_rate) over (
                    partition by pivoted.campaign_id
                    order by pivoted.metric_date asc
                    rows between unbounded preceding and current row
                ) = 0
                then cast(
                    campaigns.budget_in_home_currency - sum(pivoted.spend) over (
                        partition by pivoted.campaign_id
                        order by pivoted.metric_date asc
                        rows between unbounded preceding and current row
                    ) as decimal(28, 4)
                )
        end as remaining_budget
    from pivoted
    inner join campaigns
        on pivoted.campaign_id = campaigns.campaign_id

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
