{# Between `as` and a CTE that is read several times: that it is computed each time, not kept. #}
{% macro read_again() %}
    {{ return(adapter.dispatch('read_again', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__read_again() %}
    {{ return('not materialized') }}
{% endmacro %}

{#- Spark never keeps a CTE. -#}
{% macro spark__read_again() %}
    {{ return('') }}
{% endmacro %}
