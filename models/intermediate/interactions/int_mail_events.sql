{#
    Grain: one row per open or click of a marketing mail that counts: by a person, not a machine,
           who lives now, at the contact's primary address.
    Why:   what comes from a secondary address earns nothing and influences nobody (SPEC 1).
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

email_events as (

    select * from {{ ref('stg_email_events') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

contacts as (

    select * from {{ ref('stg_contacts') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

-- contact_id breaks ties of contacts of one address: it is the oldest one's.
living_contacts as (

    select
        identities.contact_id,
        contacts.email,
        row_number() over (
            partition by contacts.email
            order by identities.created_at asc, identities.contact_id asc
        ) as address_rank
    from identities
    inner join contacts
        on identities.contact_id = contacts.contact_id
    where identities.contact_id = identities.recorded_contact_id and not identities.is_deleted

),

identified as (

    select
        email_events.*,
        coalesce(named.contact_id, owners.contact_id) as recipient_contact_id
    from email_events
    left join identities as named
        on email_events.contact_id = named.recorded_contact_id
    left join living_contacts as owners
        on email_events.recipient_email = owners.email and owners.address_rank = 1
    where email_events.event_type in ('open', 'click') and not email_events.is_filtered

),

described as (

    select
        identified.email_event_id,
        identified.email_id,
        identified.event_type,
        identified.clicked_url,
        identified.link_query,
        identified.occurred_at,
        identified.recipient_contact_id,
        coalesce(
            assets.title, {{ url_address('identified.clicked_url') }}, identified.email_id
        ) as asset_title
    from identified
    inner join living_contacts
        on
            identified.recipient_contact_id = living_contacts.contact_id
            and identified.recipient_email = living_contacts.email
    left join assets
        on assets.asset_type = 'marketing_email' and identified.email_id = assets.asset_id

),

final as (

    select
        -- ids
        'email:' || described.email_event_id as interaction_id,
        described.recipient_contact_id as contact_id,

        -- interaction
        described.event_type,
        case when described.event_type = 'click' then 'marketing_email_click' end
            as interaction_type,
        described.clicked_url as interaction_url,
        described.email_id,

        -- asset
        'marketing_email' as asset_type,
        described.email_id as asset_id,
        described.asset_title,

        -- source
        'email_marketing' as interaction_source,
        url_parameters.utm_campaign as source_drilldown_1,
        described.asset_title as source_drilldown_2,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,

        -- timestamps
        described.occurred_at
    from described
    left join url_parameters
        on described.link_query = url_parameters.query_string

)

select * from final
