{# Condition: two texts are the same for campaigns: trimmed, in any case (SPEC 6). #}
{% macro same_text(left, right) -%}
    lower({{ trimmed(left) }}) = lower({{ trimmed(right) }})
{%- endmacro %}
