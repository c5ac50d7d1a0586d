{#
    The declaration of the raw tables (models/staging/_raw__sources.yml):
    {table: {name, database, schema, description, meta, columns: {name: {name, data_type,
    description, meta}}}}.
    Empty while dbt parses, when the graph is not there yet.
#}
{% macro raw_declarations() %}
    {%- set declarations = {} -%}
    {%- if execute and graph.sources is defined -%}
        {%- for node in graph.sources.values()
            if node.source_name == 'raw' and node.package_name == 'tributary' -%}
            {%- set columns = {} -%}
            {%- for name, column in node.columns.items() -%}
                {%- do columns.update({name: {
                    'name': name, 'data_type': column.data_type,
                    'description': column.description, 'meta': column.meta,
                }}) -%}
            {%- endfor -%}
            {%- do declarations.update({node.name: {
                'name': node.name, 'database': node.database, 'schema': node.schema,
                'description': node.description, 'meta': node.meta, 'columns': columns,
            }}) -%}
        {%- endfor -%}
    {%- elif execute -%}
        {#- dbt hides the graph from unit tests: they read what create_raw_views left for them. -#}
        {%- set result = run_query('select declarations from ' ~ declarations_relation()) -%}
        {%- do declarations.update(fromjson(result.rows[0][0])) -%}
    {%- endif -%}
    {{ return(declarations) }}
{% endmacro %}


{# The one-row table in which a run leaves the declaration for its unit tests. #}
{% macro declarations_relation() %}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema ~ '_raw', identifier='raw_declarations'
    )) }}
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
    [name, type]}}}, and where a file has lines that cannot be read, 'unreadable': relation with one
    raw_row per such line, 'statements': what makes it and what the relation reads. One way of
    finding tables per var of CONTRACT; with neither var set, the demo in seeds/demo.
#}
{% macro find_raw_tables(names) %}
    {%- if var('raw_schema') -%}
        {{ return(raw_tables_in_schema(var('raw_database'), var('raw_schema'), names)) }}
    {%- else -%}
        {{ return(raw_tables_in_path(var('raw_path') or 'seeds/demo', names)) }}
    {%- endif -%}
{% endmacro %}
