{#
    Grain: one row per contact of the CRM, merged and deleted ones included.
#}
with

checked as (

    {{ checked_rows('contacts') }}

),

final as (

    select
        -- ids
        contact_id,
        survivor_id as survivor_contact_id,
        company_id,
        owner_id,

        -- contact
        lower(email) as email,
        creation_source,
        creation_source_detail,
        lead_source,
        lifecycle_stage,
        coalesce(is_deleted, false) as is_deleted,

        -- timestamps
        created_at,
        updated_at
    from checked
    where rejection is null

)

select * from final
