{#
    Aggregates: a column of the first (last) of a group's rows by some expressions, ascending, none
    of which is null. Cheaper than numbering all rows to keep one.
    columns: all that the query takes of that row, so that it is sought once; they may be null.
    On Spark: min_by and max_by.
#}
{% macro first_of(column, order_by, columns=none) -%}
    {{ adapter.dispatch('first_of', 'tributary')(column, order_by, columns or [column]) }}
{%- endmacro %}

{% macro duckdb__first_of(column, order_by, columns) -%}
    arg_min(row({{ columns | join(', ') }}), row({{ order_by | join(', ') }}))[
        {{- columns.index(column) + 1 -}}
    ]
{%- endmacro %}


{% macro last_of(column, order_by, columns=none) -%}
    {{ adapter.dispatch('last_of', 'tributary')(column, order_by, columns or [column]) }}
{%- endmacro %}

{% macro duckdb__last_of(column, order_by, columns) -%}
    arg_max(row({{ columns | join(', ') }}), row({{ order_by | join(', ') }}))[
        {{- columns.index(column) + 1 -}}
    ]
{%- endmacro %}
