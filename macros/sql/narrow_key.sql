{#
    What tells the rows of a select apart, in the form by which an engine sorts, groups and joins them
    fastest. columns: their key. Good within one statement only.
#}
{% macro narrow_key(columns) -%}
    {{ adapter.dispatch('narrow_key', 'tributary')(columns) }}
{%- endmacro %}

{% macro duckdb__narrow_key(columns) -%}
    row_number() over (order by {{ columns | join(' asc, ') }} asc)
{%- endmacro %}

{#- To number rows there, one task would have to sort all of them. -#}
{% macro spark__narrow_key(columns) -%}
    struct({{ columns | join(', ') }})
{%- endmacro %}
