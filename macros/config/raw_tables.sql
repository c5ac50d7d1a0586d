{#
    The declaration of the raw tables (models/staging/_raw__sources.yml) as {table: source node}.
    Empty while dbt parses, when the graph is not there yet.
#}
{% macro raw_declarations() %}
    {%- set declarations = {} -%}
    {%- if execute -%}
        {%- for node in graph.sources.values() if node.source_name == 'raw' and node.package_name == 'tributary' -%}
            {%- do declarations.update({node.name: node}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(declarations) }}
{% endmacro %}


{#
    Names of the declared columns of a source node, in order; with `having`, only those whose meta
    has that flag.
#}
{% macro raw_columns(declaration, having=none) %}
    {%- set names = [] -%}
    {%- for column in declaration.columns.values() if having is none or column.meta.get(having) -%}
        {%- do names.append(column.name) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}


{#
    What was handed over: {table: {'relation': text for a from clause, 'columns': {lower-case name:
    [name, type]}}}. One way of finding tables per var of CONTRACT; with neither var set, the demo
    in seeds/demo.
#}
{% macro find_raw_tables(names) %}
    {%- if var('raw_schema') -%}
        {{ return(raw_tables_in_schema(var('raw_database'), var('raw_schema'), names)) }}
    {%- else -%}
        {{ return(raw_tables_in_path(var('raw_path') or 'seeds/demo', names)) }}
    {%- endif -%}
{% endmacro %}
