{#
    Grain: one row per deal (merged deals resolved) and contact (merged contacts resolved, deleted
           ones flagged) and association.
    Why:   one place that knows who belongs to a deal and since when; each report asks it as of its
           own conversion.
#}
with

deal_contacts as (

    select * from {{ ref('stg_deal_contacts') }}

),

deals as (

    select * from {{ ref('stg_deals') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

final as (

    select
        -- ids
        deals.survivor_deal_id as deal_id,
        identities.contact_id,

        -- contact
        identities.is_deleted as is_contact_deleted,
        identities.created_at as contact_created_at,

        -- timestamps
        deal_contacts.associated_at,
        deal_contacts.dissociated_at
    from deal_contacts
    inner join deals
        on deal_contacts.deal_id = deals.deal_id
    inner join identities
        on deal_contacts.contact_id = identities.recorded_contact_id

)

select * from final
