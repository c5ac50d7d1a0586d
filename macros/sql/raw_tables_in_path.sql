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
    {%- if not places -%}
        {%- do exceptions.raise_compiler_error(
            "No raw table found in raw_path '" ~ path ~ "': it must hold <table>.parquet,"
            ~ ' <table>.csv or folders <table>/ of such files (see README, "Your own data").'
            ~ ' Nothing was built.'
        ) -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- set csv_files = {} -%}
    {%- for table, files_by_place in places.items() -%}
        {%- if files_by_place | length > 1 -%}
            {%- do exceptions.raise_compiler_error(
                'Raw table ' ~ table ~ ' is there more than once: '
                ~ files_by_place.keys() | join(', ') ~ '. Keep one of them. Nothing was built.'
            ) -%}
        {%- endif -%}
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
