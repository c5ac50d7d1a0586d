{# Aggregate: texts joined by '; ' in the order of another expression. #}
{% macro text_list(text, order_by) -%}
    {{ adapter.dispatch('text_list', 'tributary')(text, order_by) }}
{%- endmacro %}

{% macro duckdb__text_list(text, order_by) -%}
    string_agg({{ text }}, '; ' order by {{ order_by }})
{%- endmacro %}
