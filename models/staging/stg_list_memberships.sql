{#
    Grain: one row per addition of a contact to a list.
#}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('list_memberships') }}

),

final as (

    select
        -- ids
        contact_id,
        list_id,

        -- list
        coalesce(is_static, false) as is_static,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
