{#
    Aggregates: a value, which may be null, of the first (last) of a group's rows by some
    expressions, ascending, none of which is null. Cheaper than numbering all rows to keep one.
    On Spark: min_by and max_by.
#}
{% macro first_of(value, order_by) -%}
    {{ adapter.dispatch('first_of', 'tributary')(value, order_by) }}
{%- endmacro %}

{% macro duckdb__first_of(value, order_by) -%}
    arg_min_null({{ value }}, row({{ order_by | join(', ') }}))
{%- endmacro %}


{% macro last_of(value, order_by) -%}
    {{ adapter.dispatch('last_of', 'tributary')(value, order_by) }}
{%- endmacro %}

{% macro duckdb__last_of(value, order_by) -%}
    arg_max_null({{ value }}, row({{ order_by | join(', ') }}))
{%- endmacro %}
