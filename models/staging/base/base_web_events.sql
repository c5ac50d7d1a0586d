{#
    Grain: one row per raw row of the web tracker's events, rejected ones too, with the reason.
    Why:   the largest table by far is judged, cleaned and taken apart once; stg_web_events are the
           accepted rows, quarantine the others. An increment reads the hours of loading that
           changed, and judges anew, with their other versions, the events that are or were there.
#}
{{ config(
    materialized="incremental",
    incremental_strategy="replace",
    scope="loaded_hour in ({{ changed_hours('web_events') }})
        or event_id in (select event_id from {arrived})",
    changes={
        "visitor": {"id": "visitor_id", "from": "occurred_at", "where": "rejection is null"}
    },
    post_hook="{{ remember_raw_hours('web_events') }}"
) }}
{%- set raw_events -%}
    (
        select
            *,
            {{ loaded_hour('loaded_at') }} as loaded_hour
        from {{ source('raw', 'web_events') }}
    ) as raw_events
{%- endset %}
with

{% if is_incremental() -%}
changed_hours as (

    {{ changed_hours('web_events') }}

),

changed_events as (

    select raw_events.*
    from {{ raw_events }}
    inner join changed_hours
        on raw_events.loaded_hour = changed_hours.loaded_hour
    where {{ within_changed_hours('web_events') }}

),

-- Versions, loaded in other hours, of events that are or were in the changed hours.
other_versions as (

    select
        stored.event_id,
        stored.loaded_at
    from {{ this }} as stored
    left join changed_hours
        on stored.loaded_hour = changed_hours.loaded_hour
    where
        changed_hours.loaded_hour is null
        and stored.event_id in (
            select changed_events.event_id
            from changed_events
            union
            select present.event_id
            from {{ this }} as present
            inner join changed_hours
                on present.loaded_hour = changed_hours.loaded_hour
        )

),

read_events as (

    select * from changed_events

    union all

    select raw_events.*
    from {{ raw_events }}
    inner join (
        select
            event_id,
            loaded_at
        from other_versions
        group by event_id, loaded_at
    ) as other_versions
        on
            raw_events.event_id = other_versions.event_id
            and raw_events.loaded_at = other_versions.loaded_at

    union all

    select raw_events.*
    from {{ raw_events }}
    left join changed_hours
        on raw_events.loaded_hour = changed_hours.loaded_hour
    where
        raw_events.loaded_at is null
        and changed_hours.loaded_hour is null
        and raw_events.event_id in (
            select event_id
            from other_versions
            where loaded_at is null
        )

),

{% endif -%}
checked as (

    {{ judged_rows('web_events', 'read_events' if is_incremental() else raw_events) }}

),

parsed as (

    select
        *,
        {{ url_query('page_url') }} as page_query,
        {{ url_host('referrer_url') }} as referrer_host,
        case when referrer_url is not null then {{ url_host('page_url') }} end as page_host
    from checked

),

final as (

    select
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        coalesce(is_bot, false) as is_bot,
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
        coalesce(
            {{ without_www('referrer_host') }} = {{ without_www('page_host') }}
            or {{ is_site_domain('referrer_host') }},
            false
        ) as is_internal_referrer,

        -- verdict: reason:column, or null when accepted; the raw row of rejected ones
        rejection,
        raw_row,

        -- timestamps
        occurred_at,
        loaded_at,
        loaded_hour
    from parsed

)

select * from final
