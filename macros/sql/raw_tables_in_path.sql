{#
    Raw tables found in a folder or bucket prefix. See find_raw_tables for what it returns. CSV
    cells are all read as text (typed later, cell by cell), with a header, commas and double quotes.
    Raises when the path holds no raw table at all.
#}
{% macro raw_tables_in_path(path, names) %}
    {{ return(adapter.dispatch('raw_tables_in_path', 'tributary')(path.rstrip('/'), names)) }}
{% endmacro %}

{% macro duckdb__raw_tables_in_path(path, names) %}
    {#- One listing: files of the folder itself, and of its sub-folders. -#}
    {%- set files = run_query(
        "select file, regexp_extract(file, '([^/\\\\]+)$', 1) as file_name,"
        ~ " regexp_extract(file, '([^/\\\\]+)[/\\\\][^/\\\\]+$', 1) as folder_name, depth"
        ~ " from (select file, 1 as depth from glob('" ~ glob_of(path) ~ "/*')"
        ~ " union all select file, 2 as depth from glob('" ~ glob_of(path) ~ "/*/*'))"
        ~ ' order by file'
    ) -%}
    {%- set places = {} -%}
    {%- for file, file_name, folder_name, depth in files.rows -%}
        {%- set table, _, ending = file_name.rpartition('.') -%}
        {%- set format = ending | lower -%}
        {%- if format in ['parquet', 'csv'] -%}
            {%- if depth == 1 and table in names -%}
                {%- do places.setdefault(table, {}).update({path ~ '/' ~ file_name: [file]}) -%}
            {%- elif depth == 2 and folder_name in names -%}
                {%- do places.setdefault(folder_name, {}).setdefault(
                    path ~ '/' ~ folder_name ~ '/*.' ~ ending, []
                ).append(file) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do check_found_files(path, places) -%}
    {%- set found = {} -%}
    {%- set csv_files = {} -%}
    {%- for table, files_by_place in places.items() -%}
        {%- set table_files = files_by_place.values() | first -%}
        {%- if (table_files[0] | lower).endswith('.csv') -%}
            {%- do csv_files.update({table: table_files}) -%}
        {%- else -%}
            {#- Bytes of a text that are no UTF-8 become question marks. -#}
            {%- set relation = 'read_parquet(' ~ list_of_files(table_files)
                ~ ", union_by_name = true, utf8_validation = 'replace')" -%}
            {%- do found.update({table: {
                'relation': relation, 'columns': described_columns(relation),
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do found.update(csv_tables(csv_files)) -%}
    {{ return(found) }}
{% endmacro %}


{# A path as the inside of an SQL text that names just this path where patterns are read. #}
{% macro glob_of(path) %}
    {{ return(modules.re.sub('([*?\\[])', '[\\1]', path).replace("'", "''")) }}
{% endmacro %}


{# Some files as DuckDB's readers take them. #}
{% macro list_of_files(files) %}
    {%- set patterns = [] -%}
    {%- for file in files -%}
        {%- do patterns.append("'" ~ glob_of(file) ~ "'") -%}
    {%- endfor -%}
    {{ return('[' ~ patterns | join(', ') ~ ']') }}
{% endmacro %}


{# {lower-case name: [name, type]} of what a from clause reads. #}
{% macro described_columns(relation) %}
    {%- set columns = {} -%}
    {%- for row in run_query('describe select * from ' ~ relation).rows -%}
        {%- do columns.update({row[0] | lower: [row[0], row[1]]}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}


{#
    Raises when a path holds no raw table, or one of them more than once.
    places_by_table: {table: {place, a file or a folder's files of one format: …}}
#}
{% macro check_found_files(path, places_by_table) %}
    {%- if not places_by_table -%}
        {%- do exceptions.raise_compiler_error(
            "No raw table found in raw_path '" ~ path ~ "': it must hold <table>.parquet,"
            ~ ' <table>.csv or folders <table>/ of such files (see README, "Your own data").'
            ~ ' Nothing was built.'
        ) -%}
    {%- endif -%}
    {%- for table, places in places_by_table.items() if places | length > 1 -%}
        {%- do exceptions.raise_compiler_error(
            'Raw table ' ~ table ~ ' is there more than once: ' ~ places.keys() | join(', ')
            ~ '. Keep one of them. Nothing was built.'
        ) -%}
    {%- endfor -%}
{% endmacro %}


{#
    Spark lists files as rows of its binaryFile source, without reading them. What it finds becomes
    a table over the files where they are, <schema>_raw.<table>_file: a persistent view cannot read a
    CSV file itself.
#}
{% macro spark__raw_tables_in_path(path, names) %}
    {#- The cluster's folder is not ours: a path within the project is made a whole one. -#}
    {%- set folder = path if path.startswith('/') or '://' in path or path.startswith('file:')
        else invocation_args_dict.project_dir ~ '/' ~ path -%}
    {%- do run_query(
        'create or replace temporary view tributary_raw_files using binaryFile options (path '
        ~ text_literal(folder) ~ ", recursiveFileLookup 'true')"
    ) -%}
    {%- set root = folder.split('://')[-1].replace('file:', '').strip('/') ~ '/' -%}
    {%- set files_by_table = {} -%}
    {%- for row in run_query('select path from tributary_raw_files order by path').rows -%}
        {%- set file = row[0].split(root, 1)[1] -%}
        {%- set place = file.split('/')[0] -%}
        {%- set format = file.split('.')[-1] | lower -%}
        {%- set table = place if place in names else place.rpartition('.')[0] -%}
        {%- if format in ['parquet', 'csv'] and table in names -%}
            {%- do files_by_table.setdefault(table, {}).update({folder ~ '/' ~ place: format}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do check_found_files(path, files_by_table) -%}
    {%- do adapter.create_schema(
        api.Relation.create(database=target.database, schema=target.schema ~ '_raw')
    ) -%}
    {%- set found = {} -%}
    {%- for table, places in files_by_table.items() -%}
        {%- for place, format in places.items() -%}
            {%- do found.update({table: spark_file_table(table, place, format)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{# A table over files of one format. Returns what find_raw_tables says of a raw table. #}
{% macro spark_file_table(raw_table, path, format) %}
    {%- set table = api.Relation.create(
        database=target.database, schema=target.schema ~ '_raw', identifier=raw_table ~ '_file'
    ) -%}
    {%- do run_query('drop table if exists ' ~ table) -%}
    {%- if format == 'parquet' -%}
        {%- do run_query('create table ' ~ table ~ ' using parquet options (path '
            ~ text_literal(path) ~ ", mergeSchema 'true')") -%}
        {{ return({'relation': table | string, 'columns': described_spark_columns(table)}) }}
    {%- endif -%}
    {#- Nothing is left to guess; a line that begins with # is a row. -#}
    {%- set options = 'using csv options (path ' ~ text_literal(path) ~ ", header 'true', quote '\"',"
        ~ " escape '\"', multiLine 'true', inferSchema 'false', enforceSchema 'false',"
        ~ " columnPruning 'false', mode 'PERMISSIVE', columnNameOfCorruptRecord '"
        ~ unreadable_column() ~ "')" -%}
    {%- do run_query('create or replace temporary view tributary_csv_header ' ~ options) -%}
    {%- set columns = described_spark_columns('tributary_csv_header') -%}
    {%- set names = [] -%}
    {%- for name, _ in columns.values() -%}
        {%- do names.append(adapter.quote(name)) -%}
    {%- endfor -%}
    {%- do run_query('create table ' ~ table ~ ' (' ~ names | join(' string, ') ~ ' string, '
        ~ unreadable_column() ~ ' string) ' ~ options) -%}
    {#- Spark refuses to read that column alone; this condition, always true, reads another. -#}
    {%- set rows = ' from ' ~ table ~ ' where coalesce(length(' ~ names[0] ~ '), 0) >= 0 and '
        ~ unreadable_column() -%}
    {{ return({
        'relation': '(select ' ~ names | join(', ') ~ rows ~ ' is null)',
        'columns': columns,
        'unreadable': "(select to_json(named_struct('file', _metadata.file_path, 'text', "
            ~ unreadable_column() ~ ')) as raw_row' ~ rows ~ ' is not null) as unreadable_lines',
    }) }}
{% endmacro %}


{# Where Spark puts a line of a CSV file that has too few or too many cells. #}
{% macro unreadable_column() %}
    {{ return('unreadable_csv_line') }}
{% endmacro %}
