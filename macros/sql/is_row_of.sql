{# Condition: some columns, none of them null, are together in a row of a relation that has them, too. #}
{% macro is_row_of(columns, relation) -%}
    {{ adapter.dispatch('is_row_of', 'tributary')(columns | join(', '), relation) }}
{%- endmacro %}

{% macro duckdb__is_row_of(columns, relation) -%}
    ({{ columns }}) in (select ({{ columns }}) from {{ relation }})
{%- endmacro %}

{% macro spark__is_row_of(columns, relation) -%}
    ({{ columns }}) in (select {{ columns }} from {{ relation }})
{%- endmacro %}
