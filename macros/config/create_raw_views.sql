{#
    Before a run: checks what was handed over against the declaration, then makes one view per
    declared raw table in which every declared column exists in its declared type. Everything after
    reads these views, so that models, tests and docs do not depend on how the data came in, in
    which format, or on which optional parts are missing.

    Raises, before anything is written, an error that names every required table and column that is
    missing. Says once which optional tables are absent and so count as empty.
#}
{% macro create_raw_views() %}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set declarations = raw_declarations() -%}
    {%- set found = find_raw_tables(declarations.keys() | list) -%}
    {%- set missing = [] -%}
    {%- set absent = [] -%}
    {%- for name, declaration in declarations.items() -%}
        {%- if name in found -%}
            {%- for column in raw_columns(declaration, having='required')
                if column not in found[name].columns -%}
                {%- do missing.append('column ' ~ column ~ ' of raw table ' ~ name ~ ': '
                    ~ declaration.columns[column].description) -%}
            {%- endfor -%}
        {%- elif declaration.meta.get('required') -%}
            {%- do missing.append('raw table ' ~ name ~ ': ' ~ declaration.description) -%}
        {%- else -%}
            {%- do absent.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if missing -%}
        {%- do exceptions.raise_compiler_error(
            'The raw data in ' ~ raw_location() ~ ' lacks what Tributary requires:\n  - '
            ~ missing | join('\n  - ')
            ~ '\nAdd it there, or point raw_path or raw_schema to where it is. Of a CSV file, check'
            ~ ' that it is UTF-8, has commas between its cells, and the names in its first line.'
            ~ ' Nothing was built.'
        ) -%}
    {%- endif -%}
    {%- if absent -%}
        {%- do log(
            'Raw data from ' ~ raw_location() ~ '. Absent tables count as empty: '
            ~ absent | join(', '),
            info=true
        ) -%}
    {%- endif -%}
    {%- for declaration in declarations.values() -%}
        {%- if loop.first -%}
            {%- do adapter.create_schema(
                api.Relation.create(database=declaration.database, schema=declaration.schema)
            ) -%}
        {%- endif -%}
        {%- for statement in found.get(declaration.name, {}).get('statements', []) -%}
            {%- do run_query(statement) -%}
        {%- endfor -%}
        {#- Not source(), which is a query where dbt runs with --empty. -#}
        {%- set view = api.Relation.create(
            database=declaration.database, schema=declaration.schema, identifier=declaration.name
        ) -%}
        {%- do run_query(
            'create or replace view ' ~ view ~ ' as '
            ~ typed_raw_table(declaration, found.get(declaration.name))
        ) -%}
        {%- if declaration.name in hourly_raw_tables() -%}
            {#- None before a model finds some; an engine may want a table for its view to read. -#}
            {%- do adapter.create_schema(changes_relation().without_identifier()) -%}
            {%- do find_hours('select ' ~ beginning_of_time() ~ ' as loaded_hour where false') -%}
            {%- do run_query(
                'create or replace view ' ~ raw_rows_of_hours(declaration.name) ~ ' as '
                ~ typed_raw_table(declaration, found.get(declaration.name), of_hours=true)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set copied = [] -%}
    {%- for name, table in found.items() if table.get('unreadable') -%}
        {%- do copied.append(name) -%}
    {%- endfor -%}
    {%- do drop_unused_csv_copies(declarations.keys() | list, copied) -%}
    {%- do store_table(
        declarations_relation(), 'select ' ~ text_literal(tojson(declarations)) ~ ' as declarations'
    ) -%}
    {{ return('') }}
{% endmacro %}


{# Where the raw data comes from, in words for messages. #}
{% macro raw_location() %}
    {%- if var('raw_schema') -%}
        {%- set database = var('raw_database') ~ '.' if var('raw_database') else '' -%}
        {{ return('schema ' ~ database ~ var('raw_schema')) }}
    {%- else -%}
        {{ return(var('raw_path') or 'the bundled demo (seeds/demo)') }}
    {%- endif -%}
{% endmacro %}


{#
    The select of one raw table's view.
    declaration: source node; table: what find_raw_tables knows of it, or none when it is absent;
    of_hours: whether only rows of the hours that a model has found are asked for (raw_hours.sql).
#}
{% macro typed_raw_table(declaration, table, of_hours=false) %}
    {%- set cells = [] -%}
    {%- set errors = [] -%}
    {%- set row = namespace(loaded_at='cast(null as timestamp)') -%}
    {#- A column of the alias's name would stand for itself, not for the row. -#}
    {%- set alias = namespace(name='raw_table') -%}
    {%- for column in (table.columns if table else []) -%}
        {%- if alias.name in table.columns -%}
            {%- set alias.name = alias.name ~ '_' -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for column in declaration.columns.values() -%}
        {%- if table and column.name in table.columns -%}
            {%- set name, native_type = table.columns[column.name] -%}
            {%- set cell = typed_cell(
                alias.name ~ '.' ~ adapter.quote(name), native_type, column.data_type,
                column.meta.get('required', false)
            ) -%}
            {%- if column.name == 'loaded_at' -%}
                {%- set row.loaded_at = cell.as_it_is or cell.value -%}
            {%- endif -%}
            {#- What is unreadable is told by cast_error, but in a key, which is shown. -#}
            {%- set is_key = column.name in declaration.meta.key -%}
            {%- do cells.append(
                (cell.value if is_key else cell.as_it_is or cell.value) ~ ' as ' ~ column.name
            ) -%}
            {%- if cell.is_unreadable -%}
                {%- do errors.append('when ' ~ cell.is_unreadable
                    ~ " then '" ~ unreadable_reason(column.data_type) ~ ':' ~ column.name ~ "'") -%}
            {%- endif -%}
        {%- else -%}
            {%- do cells.append('cast(null as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    select
        {{ cells | join(',\n        ') }},
        {% if errors -%}
            case {{ errors | join('\n            ') }} end
        {%- else -%}
            cast(null as string)
        {%- endif %} as cast_error,
        {% if table -%}
            {{ row_as_json(row_record(alias.name)) }}
        {%- else -%}
            cast(null as string)
        {%- endif %} as raw_row,
        {% if table -%}
            {{ row_record(alias.name) }}
        {%- else -%}
            {{ no_record() }}
        {%- endif %} as raw_record,
        cast(null as string) as raw_line
    {% if table -%} from {{ table.relation }} as {{ alias.name }} {%- else -%} where false {%- endif %}
    {%- if table and of_hours %} where {{ is_found_hour(row.loaded_at) }} {%- endif %}
    {%- if table and table.get('unreadable') %}

    union all

    select
        {% for column in declaration.columns.values() -%}
            cast(null as {{ column.data_type }}) as {{ column.name }},
        {% endfor -%}
        'unreadable_row:{{ declaration.meta.key[0] }}' as cast_error,
        raw_row,
        null as raw_record,
        raw_row as raw_line
    from {{ table.unreadable }}
    {%- if of_hours %} where {{ is_found_hour('cast(null as timestamp)') }} {%- endif %}
    {%- endif %}
{% endmacro %}


{# Why a cell of this declared type was rejected (docs/adr/0001). #}
{% macro unreadable_reason(data_type) %}
    {%- if data_type in ['timestamp', 'date'] -%} {{ return('unreadable_timestamp') }}
    {%- elif data_type == 'boolean' -%} {{ return('unreadable_boolean') }}
    {%- else -%} {{ return('unreadable_number') }}
    {%- endif -%}
{% endmacro %}
