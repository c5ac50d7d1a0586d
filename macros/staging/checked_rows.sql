{#
    The rows of a raw table, each with the reason for which it is rejected, or null.

    raw_table: name in the declaration (models/staging/_raw__sources.yml), which gives key, version,
    references and chain_ends; verdict_only: leaves out the columns that decide nothing.
    Returns a select of: the declared columns (e-mail addresses in free text replaced), for tables
    with merges survivor_id (the record that the merge chain ends in), raw_row, row_key, and
    rejection: 'reason:column' or null. The reasons and their order are in docs/adr/0001. Staging
    keeps the rows without one, quarantine the others, so that none is lost.

    A model that calls this for a table with references says so in `-- depends_on`, since dbt reads
    the declaration only after it has found the dependencies.
#}
{% macro checked_rows(raw_table, verdict_only=false) %}
    {%- if not execute -%}
        select 1 from {{ source('raw', raw_table) }}
    {%- else -%}
    {%- set declaration = raw_declarations()[raw_table] -%}
    {%- set key = declaration.meta.key -%}
    {%- set references = declaration.meta.get('references', {}) -%}
    {%- set merged_into = declaration.meta.get('merged_into') -%}
    {%- set columns = declaration.columns | list -%}
    {%- if verdict_only -%}
        {%- set deciding = key + references | list + [merged_into, declaration.meta.get('version')] -%}
        {%- set columns = columns | select('in', deciding) | list -%}
    {%- endif -%}
    with

    keyed as (

        {{ versioned_rows(raw_table, source('raw', raw_table), columns) }}

    ){% if merged_into %},

    chain_ends as (

        {{ resolved_merges('keyed', key[0], merged_into) }}

    ){% endif %}

    select
        {% for column in columns -%}
            keyed.{{ column }},
        {% endfor -%}
        {% if merged_into -%}
            coalesce(chain_ends.survivor_id, keyed.{{ key[0] }}) as survivor_id,
        {% endif -%}
        keyed.raw_row,
        {{ row_key('keyed', key) }} as row_key,
        case
            when keyed.row_rejection is not null then keyed.row_rejection
            {% for column, parent in references.items() -%}
                when parent_{{ loop.index }}.{{ raw_declarations()[parent].meta.key[0] }} is null
                    then 'dangling_reference:{{ column }}'
            {% endfor -%}
            {% if merged_into -%}
                when keyed.{{ merged_into }} is not null and chain_ends.survivor_id is null
                    then 'merge_cycle:{{ merged_into }}'
                when chain_ends.is_dangling then 'dangling_reference:{{ merged_into }}'
            {% endif -%}
        end as rejection
    from keyed
    {% for column, parent in references.items() -%}
        left join {{ ref('stg_' ~ parent) }} as parent_{{ loop.index }}
            on keyed.{{ column }}
                = parent_{{ loop.index }}.{{ raw_declarations()[parent].meta.key[0] }}
    {% endfor -%}
    {% if merged_into -%}
        left join chain_ends on keyed.{{ key[0] }} = chain_ends.record_id
    {% endif -%}
    {%- endif -%}
{% endmacro %}


{#
    The raw rows of a table, each with e-mail addresses in free text replaced, cell_rejection (what
    its own cells reject it for, or null) and is_readable (they do not).
    relation: where they are; others: columns to pass on; columns: those of the declared ones that are
    wanted, by default all. Returns a select of the columns, the others, cell_rejection and
    is_readable.
#}
{% macro cleaned_rows(raw_table, relation, others, columns=none) %}
    {%- if not execute -%}
        select 1 from {{ relation }}
    {%- else -%}
    {%- set declaration = raw_declarations()[raw_table] -%}
    select
        {% for column in declaration.columns.values() if columns is none or column.name in columns -%}
            {% if column.meta.get('free_text') -%}
                {{ redacted_emails(column.name) }} as {{ column.name }},
            {% else -%}
                {{ column.name }},
            {% endif -%}
        {% endfor -%}
        {{ others | join(', ') }},
        {{ cell_rejection(declaration) }} as cell_rejection,
        {{ is_readable_row(declaration) }} as is_readable
    from {{ relation }}
    {%- endif -%}
{% endmacro %}


{#
    The rows of a raw table, each with row_rejection: what its own cells reject it for, or that it is
    not the latest version of its key, or null.
    relation: where they are; columns: the declared ones that are wanted. Returns a select of these
    (e-mail addresses in free text replaced), raw_row and row_rejection.
#}
{% macro versioned_rows(raw_table, relation, columns) %}
    {%- set declaration = raw_declarations()[raw_table] -%}
    {%- set key = declaration.meta.key -%}
    with

    -- Not kept for those who read it: that would hold the whole table. Addresses go before keys are
    -- compared: a free text in a key is part of row_key, too.
    read_rows as {{ read_again() }} (

        {{ cleaned_rows(raw_table, relation, ['raw_row'], columns) }}

    ),

    {{ numbered_versions('read_rows', key, declaration.meta.get('version')) }}

    select
        *,
        case
            when cell_rejection is not null then cell_rejection
            when version_number > 1 then 'duplicate_key:{{ key[0] }}'
        end as row_rejection
    from versions
{% endmacro %}


{# What tells a raw row of a table from others, as one text. #}
{% macro row_key(relation, key) -%}
    {%- for column in key -%}
        coalesce(cast({{ relation }}.{{ column }} as string), '')
        {%- if not loop.last %} || '|' || {% endif -%}
    {%- endfor -%}
{%- endmacro %}


{# Reason and column for which a row's own cells reject it, the first that applies, or null. #}
{% macro cell_rejection(declaration) %}
    case
        {% for condition, rejection in cell_problems(declaration) -%}
        when {{ condition }} then {{ rejection }}
        {% endfor -%}
    end
{%- endmacro %}


{#
    Condition: nothing in a row's own cells rejects it. Engines push it into the scan, unlike the
    question whether there is a reason.
#}
{% macro is_readable_row(declaration) %}
    {% for condition, _ in cell_problems(declaration) -%}
    ({{ condition }}) is not true {%- if not loop.last %} and {% endif %}
    {% endfor -%}
{%- endmacro %}


{# What a row's own cells may reject it for, in order: pairs of a condition and the rejection. #}
{% macro cell_problems(declaration) %}
    {%- set required = raw_columns(declaration, having='required') -%}
    {%- set dated = declaration.columns.values()
        | selectattr('data_type', 'in', ['timestamp', 'date']) | list -%}
    {%- set problems = [["cast_error like 'unreadable_row:%'", 'cast_error']] -%}
    {%- for column in required if declaration.columns[column].data_type == 'string' -%}
        {%- do problems.append([column ~ ' is null', "'missing_key:" ~ column ~ "'"]) -%}
    {%- endfor -%}
    {%- do problems.append(['cast_error is not null', 'cast_error']) -%}
    {%- for column in required if declaration.columns[column].data_type != 'string' -%}
        {%- do problems.append([column ~ ' is null', "'missing_value:" ~ column ~ "'"]) -%}
    {%- endfor -%}
    {%- for column in dated if not column.meta.get('may_be_future') -%}
        {%- do problems.append([
            column.name ~ ' > ' ~ run_timestamp() ~ " + interval '1' day",
            "'future_timestamp:" ~ column.name ~ "'",
        ]) -%}
    {%- endfor -%}
    {%- for column in dated -%}
        {%- do problems.append([
            column.name ~ " < cast('1990-01-01' as " ~ column.data_type ~ ')',
            "'timestamp_before_1990:" ~ column.name ~ "'",
        ]) -%}
    {%- endfor -%}
    {{ return(problems) }}
{%- endmacro %}
