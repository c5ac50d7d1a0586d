{#
    Grain: one row per event of the web tracker, bots' included.
    Why:   the raw rows that can be read, of each event the latest version, their URLs taken apart
           once. Few rows are not just what base_web_events says of them, so that only those are
           stored (base_web_event_exceptions), and this is a view: who does not ask for a host
           does not pay for it.
#}
{{ config(materialized="view") }}
{%- set columns %}
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        is_bot,
        page_url,
        page_title,
        content_type,
        page_id,
        form_id,
        cta_id,
        media_id,
        event_name,
        referrer_url,

        -- timestamps
        occurred_at,
        loaded_at,
        loaded_hour
{%- endset %}
with

-- The exceptions are read twice on purpose: read once for both, they would be copied first.
repeated_ids as (

    select event_id as repeated_id
    from {{ ref('base_web_event_exceptions') }}
    where is_version
    group by event_id

),

only_versions as (

    select
        {{- columns }}
    from {{ ref('base_web_events') }} as web_events
    left join repeated_ids
        on web_events.event_id = repeated_ids.repeated_id
    where web_events.is_readable and repeated_ids.repeated_id is null

),

latest_versions as (

    select
        {{- columns }}
    from {{ ref('base_web_event_exceptions') }}
    where is_version and rejection is null

),

accepted as (

    select * from only_versions
    union all
    select * from latest_versions

),

hosted as (

    select
        *,
        {{ url_host('referrer_url') }} as referrer_host,
        case when referrer_url is not null then {{ url_host('page_url') }} end as page_host
    from accepted

),

final as (

    select
        {{- columns }},

        -- what tells the traffic source
        {{ url_query('page_url') }} as page_query,
        referrer_host,
        {{ is_internal_referrer('page_host', 'referrer_host') }} as is_internal_referrer
    from hosted

)

select * from final
