{#
    Raw tables found in a schema, of the target's database unless one is given. See find_raw_tables
    for what it returns. Raises when the schema holds no raw table at all.
#}
{% macro raw_tables_in_schema(database, schema, names) %}
    {{ return(adapter.dispatch('raw_tables_in_schema', 'tributary')(database, schema, names)) }}
{% endmacro %}

{% macro duckdb__raw_tables_in_schema(database, schema, names) %}
    {%- set found = {} -%}
    {%- set catalog = database or target.database -%}
    {%- for table, column, data_type in run_query(
        "select table_name, column_name, data_type from duckdb_columns()"
        ~ " where lower(database_name) = lower('" ~ catalog.replace("'", "''") ~ "')"
        ~ " and lower(schema_name) = lower('" ~ schema.replace("'", "''") ~ "')"
        ~ " order by table_name, column_index"
    ).rows -%}
        {%- if table | lower in names -%}
            {%- set relation = [catalog, schema, table]
                | map('replace', '"', '""') | join('"."') -%}
            {%- do found.setdefault(
                table | lower, {'relation': '"' ~ relation ~ '"', 'columns': {}}
            ).columns.update({column | lower: [column, data_type]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {%- do exceptions.raise_compiler_error(
            "No raw table found in raw_schema '" ~ schema ~ "' of database '" ~ catalog
            ~ "'. Check both names, and that the profile attaches the database. Nothing was built."
        ) -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}

{% macro spark__raw_tables_in_schema(database, schema, names) %}
    {#- Spark has databases in catalogs: raw_database names the catalog. -#}
    {%- set place = adapter.quote(schema) -%}
    {%- if database -%}
        {%- set place = adapter.quote(database) ~ '.' ~ place -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for row in run_query('show tables in ' ~ place).rows -%}
        {%- set table = row['tableName'] -%}
        {%- if table | lower in names -%}
            {%- set relation = place ~ '.' ~ adapter.quote(table) -%}
            {%- do found.update({table | lower: {
                'relation': relation, 'columns': described_spark_columns(relation),
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {%- do exceptions.raise_compiler_error(
            'No raw table found in raw_schema ' ~ place
            ~ '. Check its name, and raw_database if it is in another catalog. Nothing was built.'
        ) -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}


{# {lower-case name: [name, type]} of what a from clause reads, on Spark. #}
{% macro described_spark_columns(relation) %}
    {%- set columns = {} -%}
    {%- for row in run_query('describe query select * from ' ~ relation).rows -%}
        {%- do columns.update({row[0] | lower: [row[0], row[1]]}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
