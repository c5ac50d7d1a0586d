{# Whether a run may make anew just what changed (macros/incremental/); else each makes everything. #}
{% macro builds_increments() %}
    {{ return(adapter.dispatch('builds_increments', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__builds_increments() %}
    {{ return(true) }}
{% endmacro %}

{#- A plain Parquet table takes neither delete nor merge, and Spark has no transactions (docs/adr/0012). -#}
{% macro spark__builds_increments() %}
    {{ return(false) }}
{% endmacro %}


{#
    dbt's materialization of that name, which leaves a model alone when nothing that it is made of
    changed. Who may read it may have changed all the same.
#}
{% materialization incremental, adapter='duckdb' %}
    {%- if nothing_changed() -%}
        {%- set relation = this.incorporate(type='table') -%}
        {%- call statement('main') -%} select 1 {%- endcall -%}
        {%- do apply_grants(relation, config.get('grants'), should_revoke=true) -%}
        {{ return({'relations': [relation]}) }}
    {%- endif -%}
    {{ return(dbt.materialization_incremental_duckdb()) }}
{% endmaterialization %}


{# dbt-spark's own macro, which does not know our strategy, and asks even when everything is made anew. #}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {%- if raw_strategy == 'replace' -%}
        {{ return(raw_strategy) }}
    {%- endif -%}
    {{ return(dbt.dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format)) }}
{% endmacro %}
