{#
    Tables that a run writes besides its models. Spark replaces no plain table in place.
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
