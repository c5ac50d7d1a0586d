{#
    What is said of the web tracker's events once, for all of them (base_web_events, stg_web_events) and
    for the rows that an increment reads: engines do not put cleaning off until rows are picked, so
    that these have to be picked before they are cleaned.
#}

{# What the tracker says of an event, as select-list items. is_bot: expression of that column. #}
{% macro web_event_columns(is_bot='is_bot') -%}
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        {{ is_bot }},
        page_url,
        page_title,
        content_type,
        page_id,
        form_id,
        cta_id,
        media_id,
        event_name,
        referrer_url,
{%- endmacro %}


{# Select of cleaned rows, columns as in base_web_events. rows: relation of raw rows. #}
{% macro cleaned_web_events(rows) %}
    with

    cleaned as (

        {{ cleaned_rows('web_events', rows, ['raw_record', 'raw_line']) }}

    ),

    final as (

        select
            {{ web_event_columns(is_bot='coalesce(is_bot, false) as is_bot') }}

            -- whether its own cells let the row be read, and why not; the row as it came
            is_readable,
            cell_rejection,
            raw_record,
            raw_line,

            -- timestamps
            occurred_at,
            loaded_at,
            {{ loaded_hour('loaded_at') }} as loaded_hour
        from cleaned

    )

    select * from final
{% endmacro %}


{#
    Select of the latest version of each event, columns as in stg_web_events. Few rows are not
    just what base_web_events says of them: those are told from base_web_event_exceptions.
    rows: relation of cleaned rows.
#}
{% macro latest_web_events(rows) %}
    {%- set columns %}
            {{ web_event_columns() }}

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
        from {{ rows }} as web_events
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
{% endmacro %}
