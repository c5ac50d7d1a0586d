{#
    Which raw rows are new or changed, for tables of events that say when each row was loaded: rows
    are counted by the hour in which they were loaded, and an hour whose rows are not those of the
    last run is read again, whenever it was (docs/adr/0009). No watermark: late commits, a clock set
    back and rows removed are seen all the same.
#}

{# The hour of a row; rows that do not say when they were loaded share one. #}
{% macro loaded_hour(loaded_at) -%}
    coalesce(cast(date_trunc('hour', {{ loaded_at }}) as timestamp), {{ beginning_of_time() }})
{%- endmacro %}


{# The table of hours of a raw table, as this run found them. #}
{% macro found_hours_relation(raw_table) %}
    {{ return(state_relation('found_hours_' ~ raw_table)) }}
{% endmacro %}


{# The raw tables that are read by the hour, and the models that remember what they have read. #}
{% macro hourly_raw_tables() %}
    {{ return({'web_events': ['base_web_event_exceptions', 'int_changed_web_events']}) }}
{% endmacro %}


{#
    Select of a raw table's rows by hour, stored on run start, before models that read it are
    compiled: loaded_hour and fingerprint. That holds also how many rows lie in the future, since they
    are rejected only until their time has come, and the content of rows without loaded_at.
#}
{% macro find_raw_hours(raw_table) %}
    select
        {{ loaded_hour('loaded_at') }} as loaded_hour,
        count(*) || ' ' || coalesce(
            sum(
                case
                    when cast_error is null then {{ microseconds_between(
                        "cast('1970-01-01' as timestamp)", 'occurred_at'
                    ) }}
                end
            ), 0
        ) || ' ' || count(
            case when occurred_at > {{ run_timestamp() }} + interval '1' day then 1 end
        ) || ' ' || coalesce(
            sum(case when loaded_at is null then {{ fingerprint('raw_record') }} end), 0
        ) as fingerprint
    from {{ source('raw', raw_table) }}
    group by {{ loaded_hour('loaded_at') }}
{% endmacro %}


{#
    Select of the hours that are not as the model that asks last read them, gone ones too:
    loaded_hour. Each model that reads raw rows by the hour remembers for itself what it has read.
    read_before: only hours of which it has read something.
#}
{% macro changed_hours(raw_table, read_before=false) %}
    select coalesce(found_hours.loaded_hour, read_hours.loaded_hour) as loaded_hour
    from {{ found_hours_relation(raw_table) }} as found_hours
    full outer join {{ read_hours_relation(raw_table) }} as read_hours
        on found_hours.loaded_hour = read_hours.loaded_hour
    where
        found_hours.fingerprint is distinct from read_hours.fingerprint
        {%- if read_before %}
        and read_hours.loaded_hour is not null
        {%- endif %}
{%- endmacro %}


{#
    Condition on loaded_at of a raw table that holds for all rows of the changed hours, and for as
    few others as constants can say, so that files and row groups without such rows are not read.
#}
{% macro within_changed_hours(raw_table) %}
    {%- set bounds = run_query(
        'select cast(min(loaded_hour) as string), cast(max(loaded_hour) as string) from ('
        ~ changed_hours(raw_table) ~ ') as changed_hours where loaded_hour <> ' ~ beginning_of_time()
    ).rows[0] if execute else [none, none] -%}
    (
        loaded_at is null
        {%- if bounds[0] is not none %}
        or loaded_at between cast('{{ bounds[0] }}' as timestamp)
        and cast('{{ bounds[1] }}' as timestamp) + interval '1' hour
        {%- endif %}
    )
{%- endmacro %}


{# After the model: the hours found are those that it has read. #}
{% macro remember_raw_hours(raw_table) %}
    {%- if execute -%}
        {%- do store_table(
            read_hours_relation(raw_table), 'select * from ' ~ found_hours_relation(raw_table)
        ) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{# The table of the hours of a raw table that a model has read; by default the one that asks. #}
{% macro read_hours_relation(raw_table, reader=none) %}
    {{ return(state_relation(
        'hours_of_' ~ raw_table ~ '_read_by_' ~ (this.identifier if reader is none else reader)
    )) }}
{% endmacro %}


{#
    Before the exceptions of an increment are judged: of the events that have, or had, a row in an hour
    that changed, finds all rows, wherever they are, and the hours to read to judge them.
#}
{% macro find_changed_versions() %}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {%- set versions %}
    with

    changed_hours as (

        {{ changed_hours('web_events') }}

    ),

    changed_ids as (

        select web_events.event_id
        from {{ ref('base_web_events') }} as web_events
        inner join changed_hours
            on web_events.loaded_hour = changed_hours.loaded_hour
        where {{ within_changed_hours('web_events') }}

        union all

        select stored.event_id
        from {{ this }} as stored
        inner join changed_hours
            on stored.loaded_hour = changed_hours.loaded_hour

    )

    select
        event_id,
        loaded_hour
    from {{ ref('base_web_events') }}
    where event_id in (select changed_ids.event_id from changed_ids)
    {%- endset -%}
    {%- set hours %}
        {{ changed_hours('web_events') }}
        union all
        select loaded_hour
        from {{ changed_versions() }}
        where event_id in (
            select event_id from {{ changed_versions() }} group by event_id having count(*) > 1
        )
    {%- endset -%}
    {%- do run_together(stored_table(changed_versions(), versions, is_scratch=true)) -%}
    {%- do find_hours(hours) -%}
    {{ return('') }}
{% endmacro %}


{#
    The view of a raw table's rows of the hours that a hook before the model has found (find_hours).
    They are picked before their cells are cleaned, which engines do not put off.
#}
{% macro raw_rows_of_hours(raw_table) %}
    {#- Not the source itself, which is a query where dbt runs with --empty. -#}
    {%- set table = source('raw', raw_table) -%}
    {{ return(api.Relation.create(
        database=table.database, schema=table.schema, identifier=raw_table ~ '_of_hours'
    )) }}
{% endmacro %}


{# The table of these rows, for the model that judges them alone: event_id, loaded_hour. #}
{% macro changed_versions() %}
    {{ return(scratch_table('changed_versions')) }}
{% endmacro %}
