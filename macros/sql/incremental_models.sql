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
