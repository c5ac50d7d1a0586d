{#
    dbt's own step after each build of a relation, with var mart_readers added to who may select
    from a mart. It is not a +grants in dbt_project.yml because vars of that file cannot be used in it.
#}
{% macro apply_grants(relation, grant_config, should_revoke) %}
    {%- set grants = dict(grant_config or {}) -%}
    {%- if var('mart_readers') and model.package_name == 'tributary' and model.fqn[1] == 'marts' -%}
        {%- do grants.update({
            'select': (grants.get('select', []) + var('mart_readers')) | unique | list
        }) -%}
    {%- endif -%}
    {{ return(adapter.dispatch('apply_grants', 'dbt')(relation, grants, should_revoke)) }}
{% endmacro %}
