{# Whether a run may make anew just what changed. #}
{% macro builds_increments() %}
    {{ return(adapter.dispatch('builds_increments', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__builds_increments() %}
    {{ return(true) }}
{% endmacro %}

{#
    Not by default: what is below is written, but spark_tests/test_spark_incremental.py has not
    passed yet (docs/adr/0012).
#}
{% macro spark__builds_increments() %}
    {{ return(env_var('TRIBUTARY_SPARK_INCREMENTS', 'false') == 'true') }}
{% endmacro %}


{#
    How the strategy `replace` (macros/incremental/changes.sql) is done on Spark, where a plain
    Parquet table has neither delete nor merge nor transactions: the rows that stay and those that
    come are written to a table of their own, which then takes the place of the present one. Changes
    are written down first. A run that is killed leaves changes that are processed once more, or,
    between the last two statements, no table, for which the next run builds everything (docs/adr/0012).

    Both macros have the name and the arguments of the dbt-spark macro that they stand for; what they
    do not know they leave to it.
#}

{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {%- if raw_strategy == 'replace' -%}
        {{ return(raw_strategy) }}
    {%- endif -%}
    {{ return(dbt.dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format)) }}
{% endmacro %}


{# Returns the last statement; runs those before it. source: a temporary view of what the model selects. #}
{% macro dbt_spark_get_incremental_sql(
    strategy, source, target, existing, unique_key, incremental_predicates
) %}
    {%- if strategy != 'replace' -%}
        {{ return(dbt.dbt_spark_get_incremental_sql(
            strategy, source, target, existing, unique_key, incremental_predicates
        )) }}
    {%- endif -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='quoted') | join(', ') -%}
    {#- Stored, since it is asked several times, and the view reads the table that is to go. -#}
    {%- set arrived = state_relation('arrived_' ~ target.identifier) -%}
    {%- set replaced = state_relation('replaced_' ~ target.identifier) -%}
    {%- set next = target.incorporate(path={'identifier': target.identifier ~ '__next'}) -%}
    {%- set differing = state_relation('differing_' ~ target.identifier) -%}
    {%- set scope = in_scope().replace('{arrived}', arrived | string) -%}
    {%- do store_table(arrived, 'select ' ~ columns ~ ' from ' ~ source) -%}
    {%- if scope == 'true' and is_same(target, arrived, columns) -%}
        {{ return('drop table ' ~ arrived) }}
    {%- endif -%}
    {%- if config.get('changes') -%}
        {%- do store_table(replaced, 'select ' ~ columns ~ ' from ' ~ target ~ ' where ' ~ scope) -%}
        {%- do store_table(differing, differing_rows(columns, replaced, arrived)) -%}
    {%- endif -%}
    {%- for statement in change_statements(scope, arrived, differing) -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
    {%- do store_table(
        next,
        'select ' ~ columns ~ ' from ' ~ target ~ ' where not coalesce((' ~ scope ~ '), false)'
        ~ ' union all select ' ~ columns ~ ' from ' ~ arrived
    ) -%}
    {%- for relation in [arrived, replaced, differing] -%}
        {%- do run_query('drop table if exists ' ~ relation) -%}
    {%- endfor -%}
    {%- do run_query('drop table ' ~ target) -%}
    {{ return('alter table ' ~ next ~ ' rename to ' ~ target) }}
{% endmacro %}
