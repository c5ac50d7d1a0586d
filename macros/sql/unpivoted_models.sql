{#
    Select-list items that turn a row with columns <measure>_<model> into one row per model, with
    the columns attribution_model and <measure>.
    measures: prefixes of the columns.
#}
{% macro unpivoted_models(measures) -%}
    {{ adapter.dispatch('unpivoted_models', 'tributary')(measures) }}
{%- endmacro %}

{% macro duckdb__unpivoted_models(measures) -%}
    unnest([
        {%- for model in attribution_models() %}
        {
            'attribution_model': '{{ model }}'
            {%- for measure in measures -%}
                , '{{ measure }}': {{ measure }}_{{ model }}
            {%- endfor -%}
        } {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ], recursive := true)
{%- endmacro %}

{% macro spark__unpivoted_models(measures) -%}
    inline(array(
        {%- for model in attribution_models() %}
        named_struct(
            'attribution_model', '{{ model }}'
            {%- for measure in measures -%}
                , '{{ measure }}', {{ measure }}_{{ model }}
            {%- endfor -%}
        ) {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ))
{%- endmacro %}
