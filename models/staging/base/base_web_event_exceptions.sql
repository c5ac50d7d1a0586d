{#
    Grain: one row per raw row of the web tracker's events that is rejected, or whose event id
           another row has too.
    Why:   rejected rows and versions of one event are few, and all that has to be remembered of the
           raw rows: stg_web_events takes every other row as it is. An increment judges anew the
           rows of the hours of loading that changed, and all versions of the events in them.
#}
{{ config(
    materialized="incremental",
    incremental_strategy="replace",
    scope="loaded_hour in ({{ changed_hours('web_events') }})
        or event_id in (
            select event_id from {{ this }}
            where loaded_hour in ({{ changed_hours('web_events') }}) and event_id is not null
        )
        or event_id in (select event_id from {arrived} where event_id is not null)",
    changes={"visitor": {"id": "visitor_id", "from": "occurred_at", "where": "is_version"}},
    post_hook="{{ remember_raw_hours('web_events') }}"
) }}
{%- set event_columns = [
    'event_id', 'visitor_id', 'contact_id', 'event_type', 'is_bot', 'page_url', 'page_query',
    'page_title', 'content_type', 'page_id', 'form_id', 'cta_id', 'media_id', 'event_name',
    'referrer_url', 'referrer_host', 'is_internal_referrer',
] -%}
{%- set columns = event_columns + ['cell_rejection', 'occurred_at', 'loaded_at', 'loaded_hour'] -%}
{#- Not in a CTE: an engine that keeps what is read thrice would keep all rows. -#}
{%- set web_events = ref('base_web_events') -%}
with

{% if is_incremental() -%}
changed_hours as (

    {{ changed_hours('web_events') }}

),

changed_ids as (

    select web_events.event_id
    from {{ web_events }} as web_events
    inner join changed_hours
        on web_events.loaded_hour = changed_hours.loaded_hour
    where {{ within_changed_hours('web_events') }} and web_events.is_readable

    union distinct

    select stored.event_id
    from {{ this }} as stored
    inner join changed_hours
        on stored.loaded_hour = changed_hours.loaded_hour
    where stored.event_id is not null

),

{% endif -%}
-- Few ids repeat, so only their rows are sorted.
repeated_ids as (

    select event_id
    from {{ web_events }}
    where
        is_readable
        and {{ 'event_id in (select changed_ids.event_id from changed_ids)'
            if is_incremental() else 'true' }}
    group by event_id
    having count(*) > 1

),

versions as (

    select
        {% for column in columns -%}
        web_events.{{ column }},
        {% endfor -%}
        coalesce(web_events.raw_line, {{ row_as_json('web_events.raw_record') }}) as raw_row
    from {{ web_events }} as web_events
    inner join repeated_ids
        on web_events.event_id = repeated_ids.event_id
    where web_events.is_readable

),

ranked as (

    select
        *,
        row_number() over (
            partition by event_id
            order by loaded_at desc nulls last, raw_row desc
        ) as version_number
    from versions

),

unreadable as (

    select
        {% for column in columns -%}
        web_events.{{ column }},
        {% endfor -%}
        coalesce(web_events.raw_line, {{ row_as_json('web_events.raw_record') }}) as raw_row,
        1 as version_number
    from {{ web_events }} as web_events
    {% if is_incremental() -%}
    inner join changed_hours
        on web_events.loaded_hour = changed_hours.loaded_hour
    {% endif -%}
    where
        not web_events.is_readable
        and {{ within_changed_hours('web_events') if is_incremental() else 'true' }}

),

judged as (

    select * from ranked
    union all
    select * from unreadable

),

final as (

    select
        {% for column in event_columns -%}
        {{ column }},
        {% endfor %}
        -- verdict: reason:column, or null when accepted; the raw row of rejected ones
        cell_rejection is null as is_version,
        case
            when cell_rejection is not null then cell_rejection
            when version_number > 1 then 'duplicate_key:event_id'
        end as rejection,
        case when cell_rejection is not null or version_number > 1 then raw_row end as raw_row,

        -- timestamps
        occurred_at,
        loaded_at,
        loaded_hour
    from judged

)

select * from final
