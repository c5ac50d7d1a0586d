{#
    Aggregates: a column of the first (last) of a group's rows by some expressions, ascending, none
    of which is null. Cheaper than numbering all rows to keep one.
    columns: all that the query takes of that row, so that it is sought once; they may be null.
#}
{% macro first_of(column, order_by, columns=none) -%}
    {{ adapter.dispatch('first_of', 'tributary')(column, order_by, columns or [column]) }}
{%- endmacro %}

{% macro duckdb__first_of(column, order_by, columns) -%}
    {{ cell_of_row('min', column, order_by, columns) }}
{%- endmacro %}

{% macro last_of(column, order_by, columns=none) -%}
    {{ adapter.dispatch('last_of', 'tributary')(column, order_by, columns or [column]) }}
{%- endmacro %}

{% macro duckdb__last_of(column, order_by, columns) -%}
    {{ cell_of_row('max', column, order_by, columns) }}
{%- endmacro %}

{#- A column that they are ordered by stands in the least row of those expressions itself; others are sought by it. -#}
{% macro cell_of_row(extreme, column, order_by, columns) -%}
    {%- set key = 'row(' ~ order_by | join(', ') ~ ')' -%}
    {%- if column in order_by -%}
    {{ extreme }}({{ key }})[{{ order_by.index(column) + 1 }}]
    {%- else -%}
    arg_{{ extreme }}(row({{ columns | join(', ') }}), {{ key }})[{{ columns.index(column) + 1 }}]
    {%- endif -%}
{%- endmacro %}

{% macro spark__first_of(column, order_by, columns) -%}
    min_by({{ column }}, struct({{ order_by | join(', ') }}))
{%- endmacro %}

{% macro spark__last_of(column, order_by, columns) -%}
    max_by({{ column }}, struct({{ order_by | join(', ') }}))
{%- endmacro %}


{# Window function: the last value of an expression up to a row that is not null. #}
{% macro last_known(expression) -%}
    {{ adapter.dispatch('last_known', 'tributary')(expression) }}
{%- endmacro %}

{% macro duckdb__last_known(expression) -%}
    last_value({{ expression }} ignore nulls)
{%- endmacro %}

{% macro spark__last_known(expression) -%}
    last_value({{ expression }}, true)
{%- endmacro %}
