{# Aggregate: texts joined by '; ' in the order of another expression. #}
{% macro text_list(text, order_by) -%}
    {{ adapter.dispatch('text_list', 'tributary')(text, order_by) }}
{%- endmacro %}

{% macro duckdb__text_list(text, order_by) -%}
    string_agg({{ text }}, '; ' order by {{ order_by }})
{%- endmacro %}

{% macro spark__text_list(text, order_by) -%}
    listagg({{ text }}, '; ') within group (order by {{ order_by }})
{%- endmacro %}


{# Texts as an English list, nulls left out: a, b and c. No text holds a comma. #}
{% macro english_list(texts) -%}
    {{ adapter.dispatch('english_list', 'tributary')(texts) }}
{%- endmacro %}

{% macro duckdb__english_list(texts) -%}
    regexp_replace(concat_ws(', ', {{ texts | join(', ') }}), ', ([^,]*)$', ' and \1')
{%- endmacro %}

{% macro spark__english_list(texts) -%}
    regexp_replace(concat_ws(', ', {{ texts | join(', ') }}), ', ([^,]*)$', ' and $1')
{%- endmacro %}
