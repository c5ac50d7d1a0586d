{#
    Tables that a run writes besides its models. Spark replaces no plain table in place, has none that
    are temporary, and no transactions: what is written together is written there in the order in which
    it is said, and that order must be one in which a run may be killed (docs/adr/0012).
#}

{# Makes a table from a select, in the place of the one that is there. #}
{% macro store_table(relation, select) %}
    {%- do run_together(stored_table(relation, select)) -%}
{% endmacro %}

{#
    Statements that do so, as a list.
    is_scratch: whether it is a scratch table, which the next run does not need.
#}
{% macro stored_table(relation, select, is_scratch=false) %}
    {{ return(adapter.dispatch('stored_table', 'tributary')(relation, select, is_scratch)) }}
{% endmacro %}

{% macro duckdb__stored_table(relation, select, is_scratch) %}
    {{ return([
        'create or replace ' ~ ('temporary ' if is_scratch else '') ~ 'table ' ~ relation
        ~ ' as ' ~ select
    ]) }}
{% endmacro %}

{% macro spark__stored_table(relation, select, is_scratch) %}
    {{ return(['drop table if exists ' ~ relation, 'create table ' ~ relation ~ ' as ' ~ select]) }}
{% endmacro %}


{# Names of the tables of a schema, given as a relation. Begins no transaction, as dbt's own way does. #}
{% macro tables_in(schema) %}
    {{ return(adapter.dispatch('tables_in', 'tributary')(schema)) }}
{% endmacro %}

{% macro duckdb__tables_in(schema) %}
    {{ return(run_query(
        "select table_name from duckdb_tables() where database_name = '" ~ schema.database
        ~ "' and schema_name = '" ~ schema.schema ~ "'"
    ).columns[0].values()) }}
{% endmacro %}

{% macro spark__tables_in(schema) %}
    {{ return(run_query('show tables in ' ~ schema).columns['tableName'].values()) }}
{% endmacro %}


{# The scratch table of this name. #}
{% macro scratch_table(name) %}
    {{ return(adapter.dispatch('scratch_table', 'tributary')(name)) }}
{% endmacro %}

{% macro duckdb__scratch_table(name) %}
    {{ return(name) }}
{% endmacro %}

{% macro spark__scratch_table(name) %}
    {{ return(state_relation(name)) }}
{% endmacro %}


{# Runs statements in their order; in one transaction where the engine has any. #}
{% macro run_together(statements) %}
    {{ return(adapter.dispatch('run_together', 'tributary')(statements)) }}
{% endmacro %}

{% macro duckdb__run_together(statements) %}
    {%- if statements | length == 1 -%}
        {%- do run_query(statements[0]) -%}
    {%- else -%}
        {%- do run_query((['begin'] + statements + ['commit']) | join(';\n')) -%}
    {%- endif -%}
{% endmacro %}

{% macro spark__run_together(statements) %}
    {%- for statement in statements -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
{% endmacro %}


{#
    The table of changes (macros/incremental/changes.sql). Several models write to it at once, and of
    Spark's writers to one folder the first to end takes the others' files away: there each writes a
    partition of its own.
#}

{# Statements that make it empty, as a list. #}
{% macro emptied_changes() %}
    {{ return(adapter.dispatch('emptied_changes', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__emptied_changes() %}
    {{ return([
        'create or replace table ' ~ changes_relation()
        ~ ' (entity string, entity_id string, changed_from timestamp)'
    ]) }}
{% endmacro %}

{% macro spark__emptied_changes() %}
    {{ return([
        'drop table if exists ' ~ changes_relation(),
        'create table ' ~ changes_relation()
        ~ ' (entity string, entity_id string, changed_from timestamp, writer string)'
        ~ ' partitioned by (writer)',
    ]) }}
{% endmacro %}

{#
    Statements that add to it, as a list. changes: select of entity, entity_id and changed_from; writer: who
    adds, and adds nothing else in this run.
#}
{% macro added_changes(changes, writer) %}
    {{ return(adapter.dispatch('added_changes', 'tributary')(changes, writer)) }}
{% endmacro %}

{% macro duckdb__added_changes(changes, writer) %}
    {{ return([
        'insert into ' ~ changes_relation() ~ ' (entity, entity_id, changed_from) ' ~ changes
    ]) }}
{% endmacro %}

{% macro spark__added_changes(changes, writer) %}
    {{ return([
        'set spark.sql.sources.partitionOverwriteMode = dynamic',
        'insert overwrite table ' ~ changes_relation() ~ ' partition (writer) select added.*, '
        ~ text_literal(writer ~ ' ' ~ invocation_id) ~ ' as writer from (' ~ changes ~ ') as added',
    ]) }}
{% endmacro %}


{#
    dbt-spark's own macro: rows as literals. Its own passes them as bindings, which the session method puts
    into the statement without escaping quotes.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set cells = [] -%}
        {%- for column in agate_table.column_names -%}
            {%- set type = types.get(column, adapter.convert_type(agate_table, loop.index0)) -%}
            {%- set cell = row[column] -%}
            {%- do cells.append(
                'cast(' ~ ('null' if cell is none else text_literal(cell)) ~ ' as ' ~ type ~ ')'
            ) -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ cells | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set statement = 'insert into ' ~ this ~ ' values ' ~ rows | join(',\n') -%}
    {%- if rows -%}
        {%- do adapter.add_query(statement, abridge_sql_log=True) -%}
    {%- endif -%}
    {{ return(statement) }}
{% endmacro %}
