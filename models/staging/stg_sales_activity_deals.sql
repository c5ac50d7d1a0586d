{#
    Grain: one row per sales activity and deal it belongs to.
#}
-- depends_on: {{ ref('stg_sales_activities') }}
-- depends_on: {{ ref('stg_deals') }}
with

checked as (

    {{ checked_rows('sales_activity_deals') }}

),

final as (

    select
        -- ids
        activity_id,
        deal_id
    from checked
    where rejection is null

)

select * from final
