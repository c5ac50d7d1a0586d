{#
    Grain: one row per event of the web tracker, bots' included.
    Why:   the events that base_web_events accepted; URLs are taken apart there, once: what decides
           a traffic source is the query string and the referrer's host.
#}
{{ config(materialized="view") }}
with

judged_events as (

    select * from {{ ref('base_web_events') }}

),

final as (

    select
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        is_bot,
        page_url,
        page_query,
        page_title,
        content_type,
        page_id,
        form_id,
        cta_id,
        media_id,
        event_name,

        -- referrer
        referrer_url,
        referrer_host,
        is_internal_referrer,

        -- timestamps
        occurred_at,
        loaded_at
    from judged_events
    where rejection is null

)

select * from final
