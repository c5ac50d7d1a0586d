{#
    Hours of loading as constants, which engines take down to the reading of files: a model reads the
    raw rows of the hours that a hook before it has found.
#}

{# Finds the hours for the model that follows. hours: select of loaded_hour. #}
{% macro find_hours(hours) %}
    {{ return(adapter.dispatch('find_hours', 'tributary')(hours)) }}
{% endmacro %}

{#- A bit for each hour from the first on: a filter that is looked up while files are read. -#}
{% macro duckdb__find_hours(hours) %}
    {%- set statements %}
    create or replace temporary table hours_to_read as
        select {{ duckdb__hours_since_1970('loaded_hour') }} as hour_number
        from ({{ hours }}) as found
        where loaded_hour >= cast('1970-01-01' as timestamp)
        group by hour_number;
    set variable first_hour_to_read = (select min(hour_number) from hours_to_read);
    set variable hours_to_read = (
        select
            cast(
                string_agg(
                    case when hours_to_read.hour_number is null then '0' else '1' end,
                    '' order by hour_numbers.range
                ) as bit
            )
        from
            range(
                getvariable('first_hour_to_read'),
                (select max(hour_number) + 1 from hours_to_read)
            ) as hour_numbers
        left join hours_to_read
            on hour_numbers.range = hours_to_read.hour_number
    );
    drop table hours_to_read
    {%- endset -%}
    {%- do run_query(statements) -%}
{% endmacro %}

{#- A table, which the view of the raw rows reads: no two models that find hours run at once. -#}
{% macro spark__find_hours(hours) %}
    {%- do store_table(
        state_relation('hours_to_read'),
        'select loaded_hour from (' ~ hours ~ ') as found group by loaded_hour'
    ) -%}
{% endmacro %}


{#
    Condition: a row loaded at this time is of those hours, or says no time, or one before 1970.
#}
{% macro is_found_hour(loaded_at) -%}
    {{ adapter.dispatch('is_found_hour', 'tributary')(loaded_at) }}
{%- endmacro %}

{#- The first condition tells which files and row groups to read, the second is the exact one. -#}
{% macro duckdb__is_found_hour(loaded_at) -%}
    (
        (
            {{ loaded_at }} is null
            or {{ loaded_at }} >= make_timestamp(getvariable('first_hour_to_read') * 3600000000)
            or {{ loaded_at }} < cast('1970-01-01' as timestamp)
        )
        and case
            when {{ loaded_at }} is null or {{ loaded_at }} < cast('1970-01-01' as timestamp)
                then true
            when
                {{ duckdb__hours_since_1970(loaded_at) }} - getvariable('first_hour_to_read')
                between 0 and bit_length(getvariable('hours_to_read')) - 1
                then get_bit(
                    getvariable('hours_to_read'),
                    cast(
                        {{ duckdb__hours_since_1970(loaded_at) }}
                        - getvariable('first_hour_to_read') as integer
                    )
                ) = 1
            else false
        end
    )
{%- endmacro %}

{% macro duckdb__hours_since_1970(timestamp) -%}
    epoch_us({{ timestamp }}) // 3600000000
{%- endmacro %}

{#- The bound is known before files are read. -#}
{% macro spark__is_found_hour(loaded_at) -%}
    {%- set hours = state_relation('hours_to_read') -%}
    (
        {{ loaded_at }} is null
        or {{ loaded_at }} < cast('1970-01-01' as timestamp)
        or (
            {{ loaded_at }} >= (select min(loaded_hour) from {{ hours }})
            and date_trunc('hour', {{ loaded_at }}) in (select loaded_hour from {{ hours }})
        )
    )
{%- endmacro %}
