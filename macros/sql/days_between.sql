{# Select-list item that turns a row into one row per day from first to last, both of them dates and inclusive. #}
{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between', 'tributary')(first, last)) }}
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    explode(sequence({{ first }}, {{ last }}, interval 1 day))
{%- endmacro %}
