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
    changed, and writes one that is made whole as a new table: to delete and insert all rows takes
    longer. Who may read it may have changed all the same.
#}
{% materialization incremental, adapter='duckdb' %}
    {%- set present = load_cached_relation(this) -%}
    {%- if present is none or should_full_refresh()
        or config.get('incremental_strategy') != 'replace' -%}
        {{ return(dbt.materialization_incremental_duckdb()) }}
    {%- endif -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- if nothing_changed() -%}
        {%- call statement('main') -%} select 1 {%- endcall -%}
    {%- elif in_scope() == 'true' -%}
        {%- do make_whole(relation) -%}
    {%- else -%}
        {{ return(dbt.materialization_incremental_duckdb()) }}
    {%- endif -%}
    {%- do apply_grants(relation, config.get('grants'), should_revoke=true) -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}


{#
    Makes a model anew beside its table, which it then replaces, with what changed written down, in
    one transaction. When it is as it was, nothing is written; that is asked only where a model
    after it would then be left as it is.
    relation: the model's table.
#}
{% macro make_whole(relation) %}
    {%- set arrived = make_intermediate_relation(relation) -%}
    {%- do drop_relation_if_exists(load_cached_relation(arrived)) -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {%- call statement('main') -%} {{ create_table_as(false, arrived, compiled_code) }} {%- endcall -%}
    {%- set columns = get_quoted_csv(
        adapter.get_columns_in_relation(relation) | map(attribute='name')
    ) -%}
    {%- if is_watched(model.unique_id) and is_same(relation, arrived, columns) -%}
        {%- do adapter.drop_relation(arrived) -%}
    {%- else -%}
        {%- if config.get('changes') -%}
            {%- do run_query(write_changes(relation, relation, arrived, columns)) -%}
        {%- else -%}
            {%- do run_query(write_relation_change(relation, 'true')) -%}
        {%- endif -%}
        {%- do adapter.drop_relation(relation) -%}
        {%- do adapter.rename_relation(arrived, relation) -%}
    {%- endif -%}
    {%- do persist_docs(relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
{% endmacro %}


{# dbt-spark's own macro, which does not know our strategy, and asks even when everything is made anew. #}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {%- if raw_strategy == 'replace' -%}
        {{ return(raw_strategy) }}
    {%- endif -%}
    {{ return(dbt.dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format)) }}
{% endmacro %}
