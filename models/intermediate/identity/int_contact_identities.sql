{#
    Grain: one row per contact id that the CRM ever gave, merged ones included.
    Why:   every other model knows only contacts that live now; this is where an old id finds them.
#}
-- depends_on: {{ ref('quarantine') }}
with

contacts as (

    select * from {{ ref('stg_contacts') }}

),

final as (

    select
        -- ids
        contacts.contact_id as recorded_contact_id,
        contacts.survivor_contact_id as contact_id,

        -- contact
        survivors.is_deleted,

        -- timestamps
        survivors.created_at
    from contacts
    inner join contacts as survivors
        on contacts.survivor_contact_id = survivors.contact_id

)

select * from final
