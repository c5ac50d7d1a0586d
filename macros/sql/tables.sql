{#
    Tables that a run writes besides its models. Spark replaces no plain table in place, deletes no
    rows from one, and has no transactions.
#}

{# Makes a table from a select, in the place of the one that is there. #}
{% macro store_table(relation, select) %}
    {{ return(adapter.dispatch('store_table', 'tributary')(relation, select)) }}
{% endmacro %}

{% macro duckdb__store_table(relation, select) %}
    {%- do run_query('create or replace table ' ~ relation ~ ' as ' ~ select) -%}
{% endmacro %}

{% macro spark__store_table(relation, select) %}
    {%- do run_query('drop table if exists ' ~ relation) -%}
    {%- do run_query('create table ' ~ relation ~ ' as ' ~ select) -%}
{% endmacro %}


{# Statement that makes the table of hours read, unless it is there (macros/incremental/raw_hours.sql). #}
{% macro read_hours_table() %}
    {{ return(adapter.dispatch('read_hours_table', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__read_hours_table() %}
    create table if not exists {{ state_relation('read_hours') }}
        (reader string, loaded_hour timestamp, fingerprint string)
{% endmacro %}

{% macro spark__read_hours_table() %}
    create table if not exists {{ state_relation('read_hours') }}
        (loaded_hour timestamp, fingerprint string, reader string)
    using parquet
    partitioned by (reader)
{% endmacro %}


{# Statements by which a model remembers a raw table's hours, as this run found them, for those it has read. #}
{% macro keep_raw_hours(raw_table) %}
    {{ return(adapter.dispatch('keep_raw_hours', 'tributary')(raw_table)) }}
{% endmacro %}

{% macro duckdb__keep_raw_hours(raw_table) %}
    delete from {{ state_relation('read_hours') }} where reader = '{{ hours_reader(raw_table) }}';
    insert into {{ state_relation('read_hours') }}
        select
            '{{ hours_reader(raw_table) }}' as reader,
            loaded_hour,
            fingerprint
        from {{ found_hours_relation(raw_table) }}
{% endmacro %}

{% macro spark__keep_raw_hours(raw_table) %}
    insert overwrite table {{ state_relation('read_hours') }}
        partition (reader = '{{ hours_reader(raw_table) }}')
        select
            loaded_hour,
            fingerprint
        from {{ found_hours_relation(raw_table) }}
{% endmacro %}


{#
    Runs an insert, and puts the rows of a select in the place of those of a table: both or, when the
    run is killed, neither; on Spark the insert may come again.
#}
{% macro insert_and_keep(insert, relation, select) %}
    {{ return(adapter.dispatch('insert_and_keep', 'tributary')(insert, relation, select)) }}
{% endmacro %}

{% macro duckdb__insert_and_keep(insert, relation, select) %}
    {%- do run_query([
        'begin',
        insert,
        'delete from ' ~ relation,
        'insert into ' ~ relation ~ ' ' ~ select,
        'commit',
    ] | join(';\n')) -%}
{% endmacro %}

{% macro spark__insert_and_keep(insert, relation, select) %}
    {%- do run_query(insert) -%}
    {%- do run_query('insert overwrite table ' ~ relation ~ ' ' ~ select) -%}
{% endmacro %}


{# Forgets the changes, remembers what the tables were built with, and that all of them are built. #}
{% macro settle_run() %}
    {{ return(adapter.dispatch('settle_run', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__settle_run() %}
    {%- do run_query([
        'begin',
        'delete from ' ~ changes_relation(),
        'delete from ' ~ state_relation('built_with'),
        'insert into ' ~ state_relation('built_with') ~ ' select * from '
        ~ state_relation('building_with'),
        'delete from ' ~ state_relation('rebuild'),
        'commit',
    ] | join(';\n')) -%}
{% endmacro %}

{#
    In such an order that a run killed in between leaves only work to be done again: changes that
    are processed already, or a build of everything.
#}
{% macro spark__settle_run() %}
    {%- do run_query('insert overwrite table ' ~ state_relation('built_with') ~ ' select * from '
        ~ state_relation('building_with')) -%}
    {%- do run_query('truncate table ' ~ changes_relation()) -%}
    {%- do run_query('truncate table ' ~ state_relation('rebuild')) -%}
{% endmacro %}


{#
    dbt-spark's own macro: rows as literals. Its own passes them as bindings, which the session method puts
    into the statement without escaping quotes.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set cells = [] -%}
        {%- for column in agate_table.column_names -%}
            {%- set type = types.get(column, adapter.convert_type(agate_table, loop.index0)) -%}
            {%- set cell = row[column] -%}
            {%- do cells.append(
                'cast(' ~ ('null' if cell is none else text_literal(cell)) ~ ' as ' ~ type ~ ')'
            ) -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set statement = 'insert into ' ~ this ~ ' values ' ~ rows | join(',\n') -%}
    {%- if rows -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {%- endif -%}
    {{ return(statement) }}
{% endmacro %}
