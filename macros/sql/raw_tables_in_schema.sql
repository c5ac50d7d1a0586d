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
