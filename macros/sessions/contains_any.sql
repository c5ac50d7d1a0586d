{# Condition: a lower-case text contains one of some words. Null where the text is. #}
{% macro contains_any(text, words) -%}
    (
    {%- for word in words -%}
        {{ text }} like '%{{ word }}%' {%- if not loop.last %} or {% endif -%}
    {%- endfor -%}
    )
{%- endmacro %}
