{#
    Grain: one row per web event, of a type that CONTRACT names, of a contact who lives now.
    Why:   identity is joined on here, late, so that a visitor who becomes known restates
           interactions and not sessions. All but views of CTAs, which only influence, are
           interactions. The asset's title is looked up where interactions are read, so that a new
           one changes no events.
#}
{{ config(
    scope="{{ is_changed(['slice'], 'visitor_id', 'occurred_at') }}",
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

sessionized_events as (

    {{ sessionized_events_to_make() }}

),

visitor_contacts as (

    select * from {{ ref('int_visitor_contacts') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

living_contacts as (

    select contact_id
    from identities
    where contact_id = recorded_contact_id and not is_deleted

),

web_events as (

    select * from {{ web_events_to_make() }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

-- An event that names a contact is that contact's; every other one is its visitor's contact's at
-- that time.
identified as (

    select
        sessionized_events.event_id,
        sessionized_events.session_id,
        sessionized_events.visitor_id,
        sessionized_events.event_type,
        sessionized_events.event_rank,
        sessionized_events.occurred_at,
        coalesce(named.contact_id, visitor_contacts.contact_id) as contact_id
    from sessionized_events
    inner join visitor_contacts
        on
            sessionized_events.visitor_id = visitor_contacts.visitor_id
            and sessionized_events.occurred_at >= visitor_contacts.valid_from
            and sessionized_events.occurred_at < visitor_contacts.valid_to
    left join identities as named
        on sessionized_events.contact_id = named.recorded_contact_id
    where
        sessionized_events.event_type in (
            'page_view', 'form_submission', 'cta_view', 'cta_click', 'media_play', 'custom_event'
        )

),

described as (

    select
        identified.event_id,
        identified.session_id,
        identified.visitor_id,
        identified.contact_id,
        identified.event_type,
        identified.event_rank,
        identified.occurred_at,
        web_events.page_url,
        web_events.page_query,
        web_events.page_title,
        web_events.form_id,
        web_events.cta_id,
        {{ url_address('web_events.page_url') }} as page_address,
        case
            when identified.event_type in ('page_view', 'form_submission')
                then {{ page_asset_type('web_events.content_type') }}
            when identified.event_type in ('cta_view', 'cta_click') then 'cta'
            when identified.event_type = 'media_play' then 'media_bridge'
            when identified.event_type = 'custom_event' then 'custom_event'
        end as asset_type,
        case
            when identified.event_type in ('page_view', 'form_submission') then web_events.page_id
            when identified.event_type in ('cta_view', 'cta_click') then web_events.cta_id
            when identified.event_type = 'media_play' then web_events.media_id
            when identified.event_type = 'custom_event' then web_events.event_name
        end as recorded_asset_id
    from identified
    inner join living_contacts
        on identified.contact_id = living_contacts.contact_id
    inner join web_events
        on identified.event_id = web_events.event_id

),

final as (

    select
        -- ids
        'web:' || described.event_id as interaction_id,
        described.contact_id,
        described.visitor_id,
        described.session_id,

        -- interaction
        described.event_type,
        case when described.event_type <> 'cta_view' then described.event_type end
            as interaction_type,
        described.event_rank as interaction_rank,
        described.page_url as interaction_url,
        case when described.event_type = 'form_submission' then described.form_id end as form_id,
        case
            when described.event_type in ('cta_view', 'cta_click', 'form_submission')
                then described.cta_id
        end as cta_id,

        -- asset
        described.asset_type,
        coalesce(described.recorded_asset_id, described.page_address) as asset_id,
        coalesce(
            case
                when described.event_type in ('page_view', 'form_submission')
                    then described.page_title
            end,
            described.page_address,
            described.recorded_asset_id
        ) as recorded_title,

        -- source
        sessions.source as interaction_source,
        sessions.source_drilldown_1,
        sessions.source_drilldown_2,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,

        -- timestamps
        described.occurred_at
    from described
    inner join sessions
        on described.session_id = sessions.session_id
    left join url_parameters
        on described.page_query = url_parameters.query_string
)

select * from final
