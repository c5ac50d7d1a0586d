{#
    Grain: one row per contact who lives now: merged ones are their survivor, deleted ones are gone.
#}
-- depends_on: {{ ref('quarantine') }}
with

contacts as (

    select * from {{ ref('stg_contacts') }}

),

companies as (

    select * from {{ ref('stg_companies') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

final as (

    select
        -- ids
        contacts.contact_id,
        contacts.company_id,
        contacts.owner_id,

        -- contact
        {{ sha256_hex(
            "'" ~ var('email_hash_salt').replace("'", "''") ~ "' || contacts.email"
        ) }} as email_hash,
        contacts.creation_source,
        contacts.creation_source_detail,
        contacts.lead_source,
        contacts.lifecycle_stage,
        companies.company_name,
        owners.owner_name,

        -- timestamps
        contacts.created_at
    from contacts
    left join companies
        on contacts.company_id = companies.company_id
    left join owners
        on contacts.owner_id = owners.owner_id
    where contacts.contact_id = contacts.survivor_contact_id and not contacts.is_deleted

)

select * from final
