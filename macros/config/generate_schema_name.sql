{#
    dbt's own rule. It is here because dbt asks it for every model's schema while it reads the
    project: a bad var is told before a model computes with it and fails with Python's words. Of
    tests dbt asks, too, which are many and come after the models: for them nothing is checked.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if node.resource_type == 'model' -%}
        {%- do check_vars() -%}
    {%- endif -%}
    {{ return(default__generate_schema_name(custom_schema_name, node)) }}
{%- endmacro %}
