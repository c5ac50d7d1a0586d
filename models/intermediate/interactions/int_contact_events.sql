{#
    Grain: one row per web event, of a type that CONTRACT names, of a contact who lives now.
    Why:   identity is joined on here, late, so that a visitor who becomes known restates
           interactions and not sessions. All but views of CTAs, which only influence, are
           interactions. The asset's title is looked up where interactions are read, so that a new
           one changes no events.
#}
{{ config(
    scope="{{ is_in_slice('visitor_id', 'occurred_at') }}",
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

session_stretches as (

    {{ slices_of(ref('int_session_stretches'), 'first_occurred_at') }}

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
-- that time. A visitor whose events name contacts has one.
identified as (

    select
        web_events.*,
        {{ interaction_rank('web_events.event_type') }} as event_rank,
        {{ stretch('web_events.event_id', 'web_events.occurred_at') }} as stretch,
        coalesce(named.contact_id, visitor_contacts.contact_id) as identified_contact_id
    from web_events
    inner join visitor_contacts
        on
            web_events.visitor_id = visitor_contacts.visitor_id
            and web_events.occurred_at >= visitor_contacts.valid_from
            and web_events.occurred_at < visitor_contacts.valid_to
    left join identities as named
        on web_events.contact_id = named.recorded_contact_id
    where
        not web_events.is_bot
        and web_events.event_type in (
            'page_view', 'form_submission', 'cta_view', 'cta_click', 'media_play', 'custom_event'
        )

),

described as (

    select
        identified.event_id,
        session_stretches.session_id,
        identified.visitor_id,
        living_contacts.contact_id,
        identified.event_type,
        identified.event_rank,
        identified.occurred_at,
        identified.page_url,
        identified.page_query,
        identified.page_title,
        identified.form_id,
        identified.cta_id,
        {{ url_address('identified.page_url') }} as page_address,
        case
            when identified.event_type in ('page_view', 'form_submission')
                then {{ page_asset_type('identified.content_type') }}
            when identified.event_type in ('cta_view', 'cta_click') then 'cta'
            when identified.event_type = 'media_play' then 'media_bridge'
            when identified.event_type = 'custom_event' then 'custom_event'
        end as asset_type,
        case
            when identified.event_type in ('page_view', 'form_submission') then identified.page_id
            when identified.event_type in ('cta_view', 'cta_click') then identified.cta_id
            when identified.event_type = 'media_play' then identified.media_id
            when identified.event_type = 'custom_event' then identified.event_name
        end as recorded_asset_id
    from identified
    inner join living_contacts
        on identified.identified_contact_id = living_contacts.contact_id
    inner join session_stretches
        on
            identified.visitor_id = session_stretches.visitor_id
            and identified.stretch = session_stretches.stretch

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
