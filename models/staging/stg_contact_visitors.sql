{#
    Grain: one row per identification of a visitor as a contact.
#}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('contact_visitors') }}

),

final as (

    select
        -- ids
        visitor_id,
        contact_id,

        -- timestamps
        identified_at
    from checked
    where rejection is null

)

select * from final
