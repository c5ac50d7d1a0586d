{#
    dbt's materialization of that name, which leaves a model alone when nothing that it is made of
    changed, and writes one that is made whole as a new table: to delete and insert all rows takes
    longer. Who may read it may have changed all the same.
#}
{% materialization incremental, adapter='duckdb' %}
    {%- if is_anew() -%}
        {{ return(dbt.materialization_incremental_duckdb()) }}
    {%- endif -%}
    {%- set stays = nothing_changed() -%}
    {%- if not stays and in_scope() != 'true' -%}
        {{ return(dbt.materialization_incremental_duckdb()) }}
    {%- endif -%}
    {{ return(make_increment(stays)) }}
{% endmaterialization %}


{#- A table of plain files takes neither delete nor merge: all are written beside (docs/adr/0012). -#}
{% materialization incremental, adapter='spark' %}
    {%- if is_anew() -%}
        {{ return(dbt.materialization_incremental_spark()) }}
    {%- endif -%}
    {%- if config.get('location_root') -%}
        {%- do exceptions.raise_compiler_error(
            'With location_root there is one folder for ' ~ this ~ ', and an increment is written'
            ~ ' beside what is there: leave it out, or build with --full-refresh each time.'
        ) -%}
    {%- endif -%}
    {{ return(make_increment(nothing_changed())) }}
{% endmaterialization %}


{# Whether the model that runs is no increment of ours. #}
{% macro is_anew() %}
    {{ return(
        load_cached_relation(this) is none or should_full_refresh()
        or config.get('incremental_strategy') != 'replace'
    ) }}
{% endmacro %}


{# The rest of a materialization: leaves the model's table, or makes it anew beside it. #}
{% macro make_increment(stays) %}
    {%- set relation = this.incorporate(type='table') -%}
    {%- if stays -%}
        {%- call statement('main') -%} select 1 {%- endcall -%}
    {%- else -%}
        {%- do make_beside(relation) -%}
    {%- endif -%}
    {%- do apply_grants(relation, config.get('grants'), should_revoke=true) -%}
    {{ return({'relations': [relation]}) }}
{% endmacro %}


{#
    Makes a model anew beside its table, which it then replaces, with what changed written down before;
    in one transaction where the engine has any. Rows outside the model's scope are taken over. A table
    that takes a merge stays, and what was made goes into it in one statement. When a
    model that is made whole is as it was, nothing is written; that is asked only where a model after it
    would then be left as it is.
    relation: the model's table.
#}
{% macro make_beside(relation) %}
    {%- set arrived = make_intermediate_relation(relation) -%}
    {%- set kept = make_backup_relation(relation, 'table') -%}
    {%- for left in [arrived, kept] -%}
        {%- do drop_relation_if_exists(load_cached_relation(left)) -%}
    {%- endfor -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {%- call statement('main') -%} {{ create_table_as(false, arrived, compiled_code) }} {%- endcall -%}
    {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- set columns = get_quoted_csv(names) -%}
    {%- set scope = in_scope().replace('{arrived}', arrived | string) -%}
    {%- if scope == 'true' and is_watched(model.unique_id) and is_same(relation, arrived, columns) -%}
        {%- do adapter.drop_relation(arrived) -%}
    {%- else -%}
        {%- for statement in written_changes(relation, columns, scope, arrived) -%}
            {%- do run_query(statement) -%}
        {%- endfor -%}
        {%- if takes_merge(load_cached_relation(relation)) -%}
            {%- do run_query(
                'insert overwrite table ' ~ relation ~ ' select ' ~ columns ~ ' from ' ~ arrived
                if scope == 'true' else merged_rows(relation, names, scope, arrived)
            ) -%}
            {%- do adapter.drop_relation(arrived) -%}
        {%- else -%}
            {%- if scope != 'true' -%}
                {%- do run_query(create_table_as(
                    false,
                    kept,
                    'select ' ~ columns ~ ' from ' ~ relation ~ ' where not coalesce(' ~ scope
                    ~ ', false) union all select ' ~ columns ~ ' from ' ~ arrived
                )) -%}
                {%- do adapter.drop_relation(arrived) -%}
            {%- endif -%}
            {%- do adapter.drop_relation(relation) -%}
            {%- do adapter.rename_relation(arrived if scope == 'true' else kept, relation) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do persist_docs(relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
{% endmacro %}


{# Whether a table is of a format whose tables take `merge`, and change all at once: Delta or Iceberg. #}
{% macro takes_merge(relation) %}
    {{ return(relation.is_delta or relation.is_iceberg) }}
{% endmacro %}


{#
    Statement: the rows of a scope go, and those that arrived come, in one commit. Rows that go are told
    by all of their columns, since what says which they are may ask other tables, which Delta takes in
    no condition of a merge.
    target: relation of the model; names: of its columns; scope: condition on the rows that go;
    arrived: relation of the rows that come.
#}
{% macro merged_rows(target, names, scope, arrived) %}
    {%- set columns = [] -%}
    {%- set same = ['not changed.arrives'] -%}
    {%- set values = [] -%}
    {%- for name in names -%}
        {%- set column = adapter.quote(name) -%}
        {%- do columns.append(column) -%}
        {%- do same.append('present.' ~ column ~ ' is not distinct from changed.' ~ column) -%}
        {%- do values.append('changed.' ~ column) -%}
    {%- endfor -%}
    {%- set columns = columns | join(', ') -%}
    {%- set statement %}
    merge into {{ target }} as present
    using (
        select {{ columns }}, false as arrives from {{ target }} where {{ scope }}
        union all
        select {{ columns }}, true as arrives from {{ arrived }}
    ) as changed
    on {{ same | join(' and ') }}
    when matched then delete
    when not matched and changed.arrives then insert ({{ columns }}) values ({{ values | join(', ') }})
    {%- endset -%}
    {{ return(statement) }}
{% endmacro %}


{#
    Config of a hook that runs when a table is there for everybody to see. dbt-spark runs no hook that
    asks not to be in the transaction. sql: as of any hook.
#}
{% macro hook_after_commit(sql) %}
    {{ return(adapter.dispatch('hook_after_commit', 'tributary')(sql)) }}
{% endmacro %}

{% macro duckdb__hook_after_commit(sql) %}
    {{ return({'sql': sql, 'transaction': false}) }}
{% endmacro %}

{% macro spark__hook_after_commit(sql) %}
    {{ return({'sql': sql, 'transaction': true}) }}
{% endmacro %}


{# dbt-spark's own macro, which does not know our strategy, and asks even when everything is made anew. #}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {%- if raw_strategy == 'replace' -%}
        {{ return(raw_strategy) }}
    {%- endif -%}
    {{ return(dbt.dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format)) }}
{% endmacro %}
