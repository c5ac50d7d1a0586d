{#
    Grain: one row per sales activity and contact it belongs to.
#}
-- depends_on: {{ ref('stg_sales_activities') }}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('sales_activity_contacts') }}

),

final as (

    select
        -- ids
        activity_id,
        contact_id
    from checked
    where rejection is null

)

select * from final
