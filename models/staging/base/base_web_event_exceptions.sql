{#
    Grain: one row per raw row of the web tracker's events that is rejected, or whose event id
           another row has too.
    Why:   rejected rows and versions of one event are few, and all that has to be remembered of the
           raw rows: stg_web_events takes every other row as it is. An increment judges anew the
           rows of the hours of loading that changed, and all versions of the events in them.
#}
{{ config(
    scope="loaded_hour in ({{ changed_hours('web_events') }})
        or (is_version and (
            event_id in (
                select event_id from {{ this }}
                where is_version and loaded_hour in ({{ changed_hours('web_events') }})
            )
            or event_id in (select event_id from {arrived} where is_version)
        ))",
    changes={
        "visitor": {
            "id": "visitor_id", "from": "occurred_at", "where": "is_version", "each": true
        },
        "version_hour": {"id": "cast(loaded_hour as string)", "where": "is_version"}
    },
    pre_hook="{{ find_changed_versions() }}",
    post_hook="{{ remember_raw_hours('web_events') }}"
) }}
{#- Not in a CTE: an engine that keeps what is read twice would keep all rows. -#}
{%- set web_events = ref('base_web_events') -%}
with

{% if is_incremental() -%}
changed_hours as (

    {{ changed_hours('web_events') }}

),

{% endif -%}
-- Few ids repeat, so that all else is asked of their rows only.
repeated_ids as (

    select event_id
    from {{ changed_versions() if is_incremental() else web_events }}
    group by event_id
    having count(*) > 1

),

{% if is_incremental() -%}
web_events_of_hours as (

    {{ cleaned_web_events(raw_rows_of_hours('web_events')) }}

),

{% endif -%}
found as (

    select web_events.*
    from {{ 'web_events_of_hours' if is_incremental() else web_events }} as web_events
    left join repeated_ids
        on web_events.event_id = repeated_ids.event_id
    {% if is_incremental() -%}
    left join changed_hours
        on web_events.loaded_hour = changed_hours.loaded_hour
    {% endif -%}
    where
        case
            when web_events.is_readable then repeated_ids.event_id is not null
            else {{ 'changed_hours.loaded_hour is not null' if is_incremental() else 'true' }}
        end

),

-- JSON is slow, so it is made of these rows only.
written as (

    select
        *,
        coalesce(raw_line, {{ row_as_json('raw_record') }}) as raw_row
    from found

),

ranked as (

    select
        *,
        count(*) over (partition by event_id, is_readable) as version_count,
        row_number() over (
            partition by event_id, is_readable
            order by loaded_at desc nulls last, raw_row desc
        ) as version_number
    from written

),

judged as (

    select
        *,
        case
            when not is_readable then cell_rejection
            when version_number > 1 then 'duplicate_key:event_id'
        end as rejection
    from ranked
    where version_count > 1 or not is_readable

),

final as (

    select
        {{ web_event_columns() }}

        -- verdict: reason:column, or null when accepted; the raw row of rejected ones
        is_readable as is_version,
        rejection,
        case when rejection is not null then raw_row end as raw_row,

        -- timestamps
        occurred_at,
        loaded_at,
        loaded_hour
    from judged

)

select * from final
