{#
    Grain: one row per campaign and day of a won deal with an interaction of the campaign in its journey.
    Why:   attributed revenue, many columns wide, of the few days that have any. Added to the other
           metrics when it is read (rpt_campaign_performance_daily).
#}
with

campaign_journeys as (

    select * from {{ ref('int_campaign_journeys') }}

),

final as (

    select
        -- money
        {% for metric, amount in revenue_metrics().items() -%}
        cast(coalesce(sum({{ amount }}), 0) as decimal(28, 4)) as {{ metric }},
        {% endfor %}
        -- ids
        campaign_id,

        -- dates
        cast(converted_at as date) as metric_date
    from campaign_journeys
    where conversion_type = 'revenue' and campaign_id <> '(no campaign)'
    group by campaign_id, cast(converted_at as date)

)

select * from final
