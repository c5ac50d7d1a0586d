{#
    Raw tables of CSV files on DuckDB. A file of which every line can be read is read in place. Of
    a file with a line that cannot (too few or too many cells, bytes that are no UTF-8, a quote out
    of place, more than 2 MB) the run copies the rows that can into one table and the lines that
    cannot into another, in one pass, so that together they are the file (docs/adr/0010).

    files_by_table: {raw table: paths}. Returns {raw table: what find_raw_tables says of it}. Raises
    when a file has a header with an open quote, or a quote that is closed nowhere near.
#}
{% macro csv_tables(files_by_table) %}
    {%- if not files_by_table -%}{{ return({}) }}{%- endif -%}
    {%- set readers = {} -%}
    {%- do forget_csv_rejects() -%}
    {%- for file, header in csv_headers(files_by_table.values() | sum(start=[])).items() -%}
        {#-
            An empty file has neither header nor rows. Where a name has a line break, DuckDB takes
            that for the file's own and may find no row at all, unless it may sniff: such a file
            must be faultless.
        -#}
        {%- if header and '\n' not in header | join -%}
            {%- do readers.update({file: tolerant_csv_reader(file, header)}) -%}
            {%- do run_query('select count(columns(*)) from ' ~ readers[file]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set faulty = [] -%}
    {%- if readers -%}
        {%- for row in run_query('select distinct file from (' ~ csv_rejects() ~ ')').rows -%}
            {%- do faulty.append(row[0]) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for raw_table, files in files_by_table.items() -%}
        {%- set faulty_files = files | select('in', faulty) | list -%}
        {%- if faulty_files -%}
            {%- do found.update({raw_table: faulty_csv_table(
                raw_table, files | reject('in', faulty) | list, faulty_files, readers
            )}) -%}
        {%- else -%}
            {%- set relation = strict_csv_reader(files) -%}
            {%- do found.update({raw_table: {
                'relation': relation, 'columns': described_columns(relation),
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}


{# One raw table of which some files are faulty. #}
{% macro faulty_csv_table(raw_table, good, faulty, readers) %}
    {%- do forget_csv_rejects() -%}
    {%- set copies = [] -%}
    {%- for file in faulty -%}
        {%- do copies.append('select * from ' ~ readers[file]) -%}
    {%- endfor -%}
    {%- set rows = 'temp.' ~ raw_table ~ '_csv_rows' -%}
    {%- set unreadable = 'temp.' ~ raw_table ~ '_csv_unreadable' -%}
    {%- do run_query('create or replace ' ~ rows | replace('temp.', 'temp table ') ~ ' as '
        ~ copies | join(' union all by name ')) -%}
    {%- do raise_unclosed_quotes() -%}
    {%- do run_query('create or replace ' ~ unreadable | replace('temp.', 'temp table ') ~ ' as '
        ~ unreadable_csv_lines()) -%}
    {%- set relation = '(select * from ' ~ csv_copy(raw_table, 'rows') -%}
    {%- set described = '(select * from ' ~ rows -%}
    {%- if good -%}
        {%- set others = ' union all by name select * from ' ~ strict_csv_reader(good) -%}
        {%- set relation, described = relation ~ others, described ~ others -%}
    {%- endif -%}
    {{ return({
        'relation': relation ~ ')',
        'columns': described_columns(described ~ ')'),
        'unreadable': csv_copy(raw_table, 'unreadable'),
        'statements': [
            'create or replace table ' ~ csv_copy(raw_table, 'rows') ~ ' as from ' ~ rows,
            'create or replace table ' ~ csv_copy(raw_table, 'unreadable') ~ ' as from '
                ~ unreadable,
        ],
    }) }}
{% endmacro %}


{# A copy that csv_tables makes; part: rows or unreadable. #}
{% macro csv_copy(raw_table, part) %}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema ~ '_raw',
        identifier=raw_table ~ '_csv_' ~ part
    )) }}
{% endmacro %}


{#
    A list of files, all of which can be read. Nothing is left to guess: a line that begins with #
    is a row, and the first line is the header.
#}
{% macro strict_csv_reader(files) %}
    {{ return('read_csv(' ~ list_of_files(files) ~ ', all_varchar = true, header = true, skip = 0,'
        ~ " comment = '', delim = ',', quote = '\"', escape = '\"', union_by_name = true)") }}
{% endmacro %}


{#
    One file; lines that cannot be read go to a temporary table. Not with parallel = false, which
    does not report a quote that is open at the end of the file.
#}
{% macro tolerant_csv_reader(file, header) %}
    {%- set columns = [] -%}
    {%- for name in header -%}
        {%- do columns.append("'" ~ name.replace("'", "''") ~ "': 'varchar'") -%}
    {%- endfor -%}
    {{ return("read_csv('" ~ glob_of(file) ~ "', columns = {" ~ columns | join(', ') ~ "},"
        ~ " auto_detect = false, header = true, skip = 0, comment = '', delim = ',', quote = '\"',"
        ~ " escape = '\"', ignore_errors = true, store_rejects = true,"
        ~ " rejects_limit = 0, rejects_table = 'csv_rejects', rejects_scan = 'csv_reject_scans')") }}
{% endmacro %}


{# Drops the temporary tables of tolerant_csv_reader. #}
{% macro forget_csv_rejects() %}
    {%- do run_query('drop table if exists temp.csv_rejects') -%}
    {%- do run_query('drop table if exists temp.csv_reject_scans') -%}
{% endmacro %}


{#
    Select of one row per line that could not be read: file, line_number, problem, text (DuckDB
    keeps 10,000 bytes of it, and ? for bytes that are no UTF-8), is_unquoted.
#}
{% macro csv_rejects() %}
    select
        scans.file_path as file,
        errors.line as line_number,
        min(errors.error_message) as problem,
        min(errors.csv_line) as text,
        bool_or(errors.error_type = 'UNQUOTED VALUE') as is_unquoted
    from temp.csv_rejects as errors
    inner join temp.csv_reject_scans as scans
        on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
    group by scans.file_path, errors.line, errors.line_byte_position
{% endmacro %}


{#
    Select of raw_row, a JSON text, for each line that could not be read. A quote that is not closed
    swallows the lines after it: each of them is one.
#}
{% macro unreadable_csv_lines() %}
    select
        cast(to_json({
            'file': file,
            'line': line_number + part_index - 1,
            'problem': problem,
            'text': part
        }) as varchar) as raw_row
    from (
        select
            file,
            line_number,
            problem,
            parts,
            unnest(parts) as part,
            generate_subscripts(parts, 1) as part_index
        from (
            select
                *,
                case
                    when is_unquoted and trim(text, chr(13) || chr(10)) <> ''
                        then regexp_split_to_array(text, '\r\n|\r|\n')
                    else [text]
                end as parts
            from ({{ csv_rejects() }})
        )
    )
    where part <> '' or len(parts) = 1
{% endmacro %}


{# Raises when an unclosed quote swallowed more than DuckDB keeps: those rows would be lost. #}
{% macro raise_unclosed_quotes() %}
    {%- set messages = [] -%}
    {%- for row in run_query(
        'select file, line_number from (' ~ csv_rejects() ~ ')'
        ~ ' where is_unquoted and strlen(text) >= 10000 order by file, line_number'
    ).rows -%}
        {%- do messages.append(row[0] ~ ', line ' ~ row[1]) -%}
    {%- endfor -%}
    {%- if messages -%}
        {%- do exceptions.raise_compiler_error(
            'A cell begins with a quote that is not closed, and what follows it cannot be told from'
            ~ ' the cell:\n  - ' ~ messages | join('\n  - ')
            ~ '\nClose the quote, or write "" for a quote within a cell. Nothing was built.'
        ) -%}
    {%- endif -%}
{% endmacro %}


{#
    {file: names of its columns, made unique as DuckDB does}; none for an empty file. Raises when a
    quote in a header is not closed.
#}
{% macro csv_headers(files) %}
    {%- set selects = [] -%}
    {%- for file in files -%}
        {%- do selects.append(
            '(select ' ~ loop.index0 ~ " as file_index, line from read_csv('" ~ glob_of(file)
            ~ "', columns = {'line': 'varchar'}, auto_detect = false, header = false,"
            ~ " comment = '', delim = '\x01', quote = '', escape = '', strict_mode = false,"
            ~ ' parallel = false, ignore_errors = true) where line is not null limit 100)'
        ) -%}
    {%- endfor -%}
    {%- set lines = {} -%}
    {%- for file_index, line in run_query(selects | join(' union all ')).rows -%}
        {%- do lines.setdefault(files[file_index], []).append(line) -%}
    {%- endfor -%}
    {%- set headers = {} -%}
    {%- for file in files -%}
        {%- do headers.update({file: csv_header(file, lines.get(file, []))}) -%}
    {%- endfor -%}
    {{ return(headers) }}
{% endmacro %}


{# Names of one file's columns by its first lines: as many as it takes to close every quote. #}
{% macro csv_header(file, lines) %}
    {%- set header = namespace(text='') -%}
    {%- for line in lines -%}
        {%- if loop.first or header.text.count('"') % 2 == 1 -%}
            {%- set header.text = header.text ~ ('' if loop.first else '\n') ~ line -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if header.text.count('"') % 2 == 1 -%}
        {%- do exceptions.raise_compiler_error(
            'The first line of ' ~ file ~ ', which has the names of the columns, has a quote'
            ~ ' that is not closed. Close it. Nothing was built.'
        ) -%}
    {%- endif -%}
    {%- set names = {} -%}
    {%- if lines -%}
        {%- for cell in modules.re.findall(',("(?:[^"]|"")*"|[^,]*)', ',' ~ header.text) -%}
            {%- set name = cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell -%}
            {%- set unique = namespace(name=name or 'column' ~ loop.index0) -%}
            {%- for number in range(1, names | length + 1) -%}
                {%- if unique.name | lower in names -%}
                    {%- set unique.name = name ~ '_' ~ number -%}
                {%- endif -%}
            {%- endfor -%}
            {%- do names.update({unique.name | lower: unique.name}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(names.values() | list) }}
{% endmacro %}


{#
    Drops the copies that no view reads any more. in_use: raw tables that have copies in this run.
#}
{% macro drop_unused_csv_copies(raw_tables, in_use) %}
    {{ return(adapter.dispatch('drop_unused_csv_copies', 'tributary')(raw_tables, in_use)) }}
{% endmacro %}

{% macro duckdb__drop_unused_csv_copies(raw_tables, in_use) %}
    {%- set place = csv_copy('', '') -%}
    {%- for row in run_query(
        "select table_name from duckdb_tables() where database_name = '" ~ place.database
        ~ "' and schema_name = '" ~ place.schema ~ "'"
    ).rows -%}
        {%- for part in ['rows', 'unreadable'] -%}
            {%- set raw_table = row[0][:-(part | length + 5)] -%}
            {%- if row[0] == csv_copy(raw_table, part).identifier
                and raw_table in raw_tables and raw_table not in in_use -%}
                {%- do run_query('drop table ' ~ csv_copy(raw_table, part)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{# On Spark a CSV file is read in place, faulty or not. #}
{% macro spark__drop_unused_csv_copies(raw_tables, in_use) %}
{% endmacro %}
