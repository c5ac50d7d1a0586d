{#
    Grain: one row per rejected raw row.
    Why:   rows in = rows staged + rows here, for every raw table, so that nothing is ever lost in
           silence. When a table lost more than max_quarantine_share, the build fails here: this
           table stays, to be looked at, and nothing after staging is touched.
#}
{{ config(
    post_hook=hook_after_commit("{{ check_quarantine_share(this) }}")
) }}
with

{% for raw_table in staged_raw_tables() -%}
-- depends_on: {{ ref('stg_' ~ raw_table) }}
{{ raw_table }} as (

    {% if raw_table == 'web_events' -%}
    select
        {{ row_key('web_events', ['event_id']) }} as row_key,
        web_events.rejection,
        web_events.raw_row
    from {{ ref('base_web_event_exceptions') }} as web_events
    {%- else -%}
    {{ checked_rows(raw_table, verdict_only=true) }}
    {%- endif %}

),

{% endfor -%}
rejected as (

    {% for raw_table in staged_raw_tables() -%}
    select
        '{{ raw_table }}' as raw_table,
        row_key,
        rejection,
        raw_row
    from {{ raw_table }}
    where rejection is not null
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

final as (

    select
        -- row
        raw_table,
        row_key,

        -- reason
        {{ regexp_group('rejection', '^([^:]*):') }} as reason,
        {{ regexp_group('rejection', ':(.*)') }} as column_name,
        {{ redacted_emails('raw_row') }} as raw_row,

        -- timestamps
        {{ run_timestamp() }} as detected_at
    from rejected

)

select * from final
