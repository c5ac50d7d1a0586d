{#
    Grain: one row per conversion (conversion_type, conversion_id) and contact whose interactions
           may win it, deleted contacts included and flagged.
    Why:   a deal's contacts are those not taken off it by the time of the conversion; one added
           later still counts.
#}
{{ config(
    changes={
        "contact_conversion": {"id": "conversion_id", "where": "conversion_type = 'contact_create'"},
        "deal_conversion": {"id": "conversion_id", "where": "conversion_type <> 'contact_create'"}
    }
) }}
with

identities as (

    select * from {{ ref('int_contact_identities') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

deal_contacts as (

    select * from {{ ref('int_deal_contacts') }}

),

dated_deals as (

    select
        'deal_create' as conversion_type,
        deal_id,
        created_at as converted_at
    from deals

    union all

    select
        'revenue' as conversion_type,
        deal_id,
        closed_at as converted_at
    from deals

),

final as (

    select
        'contact_create' as conversion_type,
        contact_id as conversion_id,
        contact_id,
        is_deleted as is_contact_deleted,
        created_at as contact_created_at
    from identities
    where contact_id = recorded_contact_id

    union all

    select
        dated_deals.conversion_type,
        dated_deals.deal_id as conversion_id,
        deal_contacts.contact_id,
        deal_contacts.is_contact_deleted,
        deal_contacts.contact_created_at
    from dated_deals
    inner join deal_contacts
        on dated_deals.deal_id = deal_contacts.deal_id
    where
        deal_contacts.dissociated_at is null
        or dated_deals.converted_at is null
        or deal_contacts.dissociated_at > dated_deals.converted_at
    group by
        dated_deals.conversion_type,
        dated_deals.deal_id,
        deal_contacts.contact_id,
        deal_contacts.is_contact_deleted,
        deal_contacts.contact_created_at

)

select * from final
