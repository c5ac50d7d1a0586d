{# The instant the run started, UTC: one "now" for all models of a run. Unit tests override it. #}
{% macro run_timestamp() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
{%- endmacro %}
