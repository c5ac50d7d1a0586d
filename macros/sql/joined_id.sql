{#
    One id from several texts, in a way that no two lists of texts share: joined by |, which (like
    %) is escaped within them (docs/adr/0007).
#}
{% macro joined_id(parts) -%}
    {%- for part in parts -%}
        replace(replace({{ part }}, '%', '%25'), '|', '%7C')
        {%- if not loop.last %} || '|' || {% endif -%}
    {%- endfor -%}
{%- endmacro %}
