{#
    Grain: one row per session of a visitor.
    Why:   where a session landed and came from, which its source is told from, is asked of its first
           event only, since URLs take time to take apart.
#}
{{ config(
    scope="{{ is_in_slice('visitor_id', 'started_at') }}"
) }}
with

session_stretches as (

    {{ slices_of(ref('int_session_stretches'), 'first_occurred_at') }}

),

web_events as (

    select * from {{ web_events_to_make() }}

),

first_events as (

    select
        web_events.event_id,
        web_events.visitor_id,
        web_events.contact_id,
        web_events.page_url,
        web_events.referrer_url,
        web_events.page_query,
        web_events.occurred_at,
        {{ url_host('web_events.referrer_url') }} as referrer_host,
        case
            when web_events.referrer_url is not null then {{ url_host('web_events.page_url') }}
        end as page_host
    from web_events
    inner join session_stretches
        on web_events.event_id = session_stretches.session_id
    where session_stretches.split_reason is not null

),

final as (

    select
        -- ids
        event_id as session_id,
        visitor_id,
        contact_id,

        -- where it landed, and from where
        page_url,
        referrer_url,
        page_query,
        referrer_host,
        {{ is_internal_referrer('page_host', 'referrer_host') }} as is_internal_referrer,

        -- timestamps
        occurred_at as started_at
    from first_events

)

select * from final
