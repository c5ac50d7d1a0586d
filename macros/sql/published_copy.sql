{#
    Which build the marts are of: [build_id, built_at], or none when they are of no whole build.
    relation: the table that says it. The first step of publishing, so it says where there is none.
#}
{% macro last_whole_build(relation) %}
    {{ return(adapter.dispatch('last_whole_build', 'tributary')(relation)) }}
{% endmacro %}

{% macro default__last_whole_build(relation) %}
    {%- do exceptions.raise_compiler_error(
        'publish_path is for DuckDB, whose file one process locks. On ' ~ target.type
        ~ ' readers read the marts themselves: set it to null.'
    ) -%}
{% endmacro %}

{% macro duckdb__last_whole_build(relation) %}
    {#- Not load_relation, which begins a transaction: a database is detached outside of one. -#}
    {%- set found = relation.identifier in tables_in(relation.without_identifier()) -%}
    {{ return(run_query(
        'select build_id, built_at from ' ~ relation ~ ' where is_whole'
    ).rows | first if found else none) }}
{% endmacro %}


{#
    Writes relations where readers are, and puts them in the place of those before at once.
    path: file (duckdb) or folder (parquet, csv); nodes: the models; publication: the select of the
    one-row relation `publication`.
#}
{% macro publish_relations(path, format, nodes, publication) %}
    {{ return(adapter.dispatch('publish_relations', 'tributary')(
        path, format, nodes, publication
    )) }}
{% endmacro %}

{# Never reached: last_whole_build() has raised. #}
{% macro default__publish_relations(path, format, nodes, publication) %}
{% endmacro %}

{#
    SQL cannot rename, so the plugin scripts/publish.py of dbt-duckdb (profiles.yml) does: it makes
    room for `next`, and puts it in place.
#}
{% macro duckdb__publish_relations(path, format, nodes, publication) %}
    {%- set next = path ~ ('' if format == 'duckdb' else '/') ~ '.next-' ~ invocation_id -%}
    {%- do adapter.store_relation('publish', none, [], path, format, {'prepare': next}) -%}
    {%- if format == 'duckdb' -%}
        {%- do published_database(next, nodes, publication) -%}
    {%- else -%}
        {%- do published_files(next, format, nodes, publication) -%}
    {%- endif -%}
    {%- do adapter.store_relation('publish', none, [], path, format, {'put_in_place': next}) -%}
{% endmacro %}


{#
    A database file. A view over nothing but published relations stays a view, so that nothing is
    stored twice; every other one becomes a table, so that the file needs neither the steps before
    the marts nor raw files.
#}
{% macro published_database(file, nodes, publication) %}
    {%- do run_query(
        "attach '" ~ adapter.escape_sql_string(file) ~ "' as tributary_publication"
    ) -%}
    {%- set published = nodes | map(attribute='unique_id') | list -%}
    {%- set views = [] -%}
    {%- for schema in ([target.schema] + nodes | map(attribute='schema') | list) | unique -%}
        {%- do run_query(
            'create schema if not exists tributary_publication.' ~ adapter.quote(schema)
        ) -%}
    {%- endfor -%}
    {%- do run_query(
        'create table tributary_publication.' ~ adapter.quote(target.schema) ~ '.publication as '
        ~ publication
    ) -%}
    {%- for node in nodes -%}
        {%- if node.config.materialized == 'view'
            and node.depends_on.nodes
            and not node.depends_on.nodes | reject('in', published) | list -%}
            {%- do views.append(node) -%}
        {%- else -%}
            {%- do run_query(
                'create table tributary_publication.' ~ adapter.quote(node.schema) ~ '.'
                ~ adapter.quote(node.alias) ~ ' as from ' ~ node.relation_name
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- DuckDB writes a view's own database into none of its names, so the SQL holds in another. -#}
    {%- for view in in_order_of_reference(views) -%}
        {%- set sql = run_query(
            "select sql from duckdb_views() where database_name = current_database()"
            ~ " and schema_name = '" ~ view.schema ~ "' and view_name = '" ~ view.alias ~ "'"
        ).rows[0][0] -%}
        {%- do run_query(
            'create view tributary_publication.' ~ adapter.quote(view.schema) ~ '.'
            ~ adapter.quote(view.alias) ~ ' as ' ~ sql.partition(' AS ')[2]
        ) -%}
    {%- endfor -%}
    {%- do run_query('detach tributary_publication') -%}
{% endmacro %}


{# Nodes, each after those of them that it reads. #}
{% macro in_order_of_reference(nodes) %}
    {%- set waiting = nodes | map(attribute='unique_id') | list -%}
    {%- set ordered = [] -%}
    {%- for _ in nodes -%}
        {%- for node in nodes if node.unique_id in waiting
            and not node.depends_on.nodes | select('in', waiting) | list -%}
            {%- do waiting.remove(node.unique_id) -%}
            {%- do ordered.append(node) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(ordered) }}
{% endmacro %}


{# A folder with one file per relation. #}
{% macro published_files(folder, format, nodes, publication) %}
    {%- set selects = {'publication': publication} -%}
    {%- for node in nodes -%}
        {%- do selects.update({
            node.alias: as_csv_text(node.relation_name) if format == 'csv'
            else 'from ' ~ node.relation_name
        }) -%}
    {%- endfor -%}
    {%- for name, select in selects.items() -%}
        {%- do run_query(
            'copy (' ~ select ~ ") to '" ~ adapter.escape_sql_string(folder) ~ '/' ~ name ~ '.'
            ~ format ~ "' (" ~ ('format csv, header' if format == 'csv'
            else 'format parquet, compression zstd') ~ ')'
        ) -%}
    {%- endfor -%}
{% endmacro %}


{#
    The select of a relation for CSV. A spreadsheet runs a text cell that begins like a formula; an
    apostrophe before it makes it text (OWASP, "CSV Injection"). Numbers, dates and flags stay what
    they are.
#}
{% macro as_csv_text(relation) %}
    {%- set columns = [] -%}
    {%- for row in run_query('describe ' ~ relation).rows -%}
        {%- set name = adapter.quote(row[0]) -%}
        {%- if modules.re.match(
            '(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DOUBLE|FLOAT|DATE|TIME.*|BOOLEAN)$',
            row[1]
        ) -%}
            {%- do columns.append(name) -%}
        {%- else -%}
            {%- do columns.append(neutral_text('cast(' ~ name ~ ' as varchar)') ~ ' as ' ~ name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('select ' ~ columns | join(', ') ~ ' from ' ~ relation) }}
{% endmacro %}


{#
    A text with an apostrophe before it when a spreadsheet could take it for a formula: it begins
    with = + - @, their full-width forms, a tab or a line's end, be it after spaces, invisible
    characters or quotes.
#}
{% macro neutral_text(text) -%}
    case
        when regexp_matches(
            {{ text }}, '^[\p{Z}\p{Cf}\p{Cc}"''`‘’“”]*[=+\-@＝＋－＠\t\r\n]'
        ) then '''' || {{ text }}
        else {{ text }}
    end
{%- endmacro %}
