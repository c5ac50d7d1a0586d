{#
    Raw tables found in a folder or bucket prefix. See find_raw_tables for what it returns. CSV
    cells are all read as text (typed later, cell by cell), with a header, commas and double quotes.
    Raises when the path holds no raw table at all.
#}
{% macro raw_tables_in_path(path, names) %}
    {{ return(adapter.dispatch('raw_tables_in_path', 'tributary')(path.rstrip('/'), names)) }}
{% endmacro %}

{% macro duckdb__raw_tables_in_path(path, names) %}
    {%- set folder = path.replace("'", "''") -%}
    {#- One listing: files of the folder itself, and of its sub-folders. -#}
    {%- set files = run_query(
        "select regexp_extract(file, '([^/\\\\]+)$', 1) as file_name,"
        ~ " regexp_extract(file, '([^/\\\\]+)[/\\\\][^/\\\\]+$', 1) as folder_name, depth"
        ~ " from (select file, 1 as depth from glob('" ~ folder ~ "/*')"
        ~ " union all select file, 2 as depth from glob('" ~ folder ~ "/*/*'))"
    ) -%}
    {%- set patterns = {} -%}
    {%- for file_name, folder_name, depth in files.rows -%}
        {%- set table, _, ending = file_name.rpartition('.') -%}
        {%- set format = ending | lower -%}
        {%- if format in ['parquet', 'csv'] -%}
            {%- if depth == 1 and table in names -%}
                {%- do patterns.setdefault(table, []).append(
                    [format, folder ~ '/' ~ file_name.replace("'", "''")]
                ) -%}
            {%- elif depth == 2 and folder_name in names -%}
                {%- set pattern = [format, folder ~ '/' ~ folder_name ~ '/*.' ~ ending] -%}
                {%- if pattern not in patterns.get(folder_name, []) -%}
                    {%- do patterns.setdefault(folder_name, []).append(pattern) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not patterns -%}
        {%- do exceptions.raise_compiler_error(
            "No raw table found in raw_path '" ~ path ~ "': it must hold <table>.parquet,"
            ~ ' <table>.csv or folders <table>/ of such files (see README, "Your own data").'
            ~ ' Nothing was built.'
        ) -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for table, places in patterns.items() -%}
        {%- if places | length > 1 -%}
            {%- do exceptions.raise_compiler_error(
                'Raw table ' ~ table ~ ' is there more than once: '
                ~ places | map('last') | join(', ') ~ '. Keep one of them. Nothing was built.'
            ) -%}
        {%- endif -%}
        {%- set format, pattern = places[0] -%}
        {%- if format == 'parquet' -%}
            {%- set relation = "read_parquet('" ~ pattern ~ "', union_by_name = true)" -%}
        {%- else -%}
            {#-
                Nothing is left to guess: a line that begins with # is a row, and the first line is
                the header.
            -#}
            {%- set relation = "read_csv('" ~ pattern ~ "', all_varchar = true, header = true,"
                ~ " skip = 0, comment = '', delim = ',', quote = '\"', escape = '\"',"
                ~ " union_by_name = true)" -%}
        {%- endif -%}
        {%- set columns = {} -%}
        {%- for row in run_query('describe select * from ' ~ relation).rows -%}
            {%- do columns.update({row[0] | lower: [row[0], row[1]]}) -%}
        {%- endfor -%}
        {%- do found.update({table: {'relation': relation, 'columns': columns}}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
