{#
    Grain: one row per sales activity and deal it is associated with (merged deals resolved).
#}
{{ config(
    changes={"deal_conversion": {"id": "deal_id"}}
) }}
-- depends_on: {{ ref('quarantine') }}
with

activity_deals as (

    select * from {{ ref('stg_sales_activity_deals') }}

),

deals as (

    select * from {{ ref('stg_deals') }}

),

final as (

    select
        activity_deals.activity_id as sales_activity_id,
        deals.survivor_deal_id as deal_id
    from activity_deals
    inner join deals
        on activity_deals.deal_id = deals.deal_id
    group by activity_deals.activity_id, deals.survivor_deal_id

)

select * from final
