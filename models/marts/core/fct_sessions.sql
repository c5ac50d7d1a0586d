{#
    Grain: one row per session of a visitor, known or not; sessions of deleted contacts are left out
           (privacy).
    Why:   the contact, and the number of the session in the visitor's history, are found on read:
           both may change for a session of years ago without anything about the session itself
           changing.
#}
{{ config(materialized="view") }}
with

sessions as (

    select * from {{ ref('int_sessions') }}

),

visitor_contacts as (

    select * from {{ ref('int_visitor_contacts') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

identified as (

    select
        sessions.*,
        coalesce(named.contact_id, visitor_contacts.contact_id) as contact_id,
        row_number() over (
            partition by sessions.visitor_id
            order by sessions.started_at asc, sessions.first_event_rank asc, sessions.session_id asc
        ) as session_number
    from sessions
    left join visitor_contacts
        on
            sessions.visitor_id = visitor_contacts.visitor_id
            and sessions.started_at >= visitor_contacts.valid_from
            and sessions.started_at < visitor_contacts.valid_to
    left join identities as named
        on sessions.named_contact_id = named.recorded_contact_id

),

final as (

    select
        -- ids
        identified.session_id,
        identified.visitor_id,
        identified.contact_id,

        -- session
        cast(identified.session_number as integer) as session_number,
        identified.split_reason,
        cast(identified.event_count as integer) as event_count,
        cast(identified.page_view_count as integer) as page_view_count,
        cast(
            floor(
                {{ microseconds_between('identified.started_at', 'identified.ended_at') }}
                / 1000000.0
            ) as bigint
        ) as duration_seconds,
        identified.landing_page_url,
        identified.referrer_url,

        -- source
        identified.utm_source,
        identified.utm_medium,
        identified.utm_campaign,
        identified.utm_content,
        identified.utm_term,
        identified.source,
        identified.source_drilldown_1,
        identified.source_drilldown_2,

        -- timestamps
        identified.started_at,
        identified.ended_at
    from identified
    left join identities
        on identified.contact_id = identities.recorded_contact_id
    where not coalesce(identities.is_deleted, false)

)

select * from final
