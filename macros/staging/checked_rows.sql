{#
    The rows of a raw table, each with the reason for which it is rejected, or null.

    raw_table: name in the declaration (models/staging/_raw__sources.yml), which gives key, version,
    references and chain_ends.
    Returns a select of: the declared columns (e-mail addresses in free text replaced), for tables
    with merges survivor_id (the record that the merge chain ends in), raw_row, row_key, and
    rejection: 'reason:column' or null. The reasons and their order are in docs/adr/0001. Staging
    keeps the rows without one, quarantine the others, so that none is lost.

    A model that calls this for a table with references says so in `-- depends_on`, since dbt reads
    the declaration only after it has found the dependencies.
#}
{% macro checked_rows(raw_table) %}
    {%- if not execute -%}
        select 1 from {{ source('raw', raw_table) }}
    {%- else -%}
    {%- set declaration = raw_declarations()[raw_table] -%}
    {%- set key = declaration.meta.key -%}
    {%- set references = declaration.meta.get('references', {}) -%}
    {%- set merged_into = declaration.meta.get('merged_into') -%}
    with

    keyed as (

        {{ versioned_rows(raw_table, source('raw', raw_table), 'raw_row') }}

    ){% if merged_into %},

    chain_ends as (

        {{ resolved_merges('keyed', key[0], merged_into) }}

    ){% endif %}

    select
        {% for column in declaration.columns -%}
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
    The rows of a raw table, each with row_rejection: what its own cells reject it for, or that it is
    not the latest version of its key, or null.
    relation: where they are; raw_row: the raw row as JSON, or an expression that makes it, which is
    slow: it then is made only of rows that a key repeats or that are rejected, and null elsewhere.
    Returns a select of the declared columns (e-mail addresses in free text replaced), what else the
    relation has, and raw_row and row_rejection.
#}
{% macro versioned_rows(raw_table, relation, raw_row) %}
    {%- set declaration = raw_declarations()[raw_table] -%}
    {%- set key = declaration.meta.key -%}
    {%- set is_made = raw_row != 'raw_row' -%}
    {#-
        No CTE: an engine that keeps the result of one that is read thrice would hold the whole table.
        Addresses go before keys are compared: a free text in a key is part of row_key, too.
    -#}
    {%- set read_rows -%}
        (
            select
                {% for column in declaration.columns.values() -%}
                    {% if column.meta.get('free_text') -%}
                        {{ redacted_emails(column.name) }} as {{ column.name }},
                    {% else -%}
                        {{ column.name }},
                    {% endif -%}
                {% endfor -%}
                {{ 'raw_record, raw_line, loaded_hour' if is_made else 'raw_row' }},
                {{ cell_rejection(declaration) }} as cell_rejection
            from {{ relation }}
        ) as read_rows
    {%- endset -%}
    with

    -- Few keys repeat, so only their rows are sorted.
    repeated_keys as (

        select {{ key | join(', ') }}
        from {{ read_rows }}
        where cell_rejection is null
        group by {{ key | join(', ') }}
        having count(*) > 1

    ),

    repeated_rows as (

        select
            read_rows.* {%- if is_made %},
            {{ raw_row }} as raw_row
            {%- endif %}
        from {{ read_rows }}
        inner join repeated_keys on {{ null_safe_equal('read_rows', 'repeated_keys', key) }}
        where read_rows.cell_rejection is null

    ),

    versions as (

        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by
                    {% if declaration.meta.get('version') -%}
                        {{ declaration.meta.version }} desc nulls last,
                    {% endif -%}
                    raw_row desc
            ) as version_number
        from repeated_rows

        union all

        select
            read_rows.*,
            {% if is_made -%}
                case when read_rows.cell_rejection is not null then {{ raw_row }} end as raw_row,
            {% endif -%}
            1 as version_number
        from {{ read_rows }}
        left join repeated_keys on {{ null_safe_equal('read_rows', 'repeated_keys', key) }}
        where read_rows.cell_rejection is not null or repeated_keys.{{ key[0] }} is null

    )

    select
        *,
        case
            when cell_rejection is not null then cell_rejection
            when version_number > 1 then 'duplicate_key:{{ key[0] }}'
        end as row_rejection
    from versions
{% endmacro %}


{#
    The rows of a relation that is shaped like a raw table of events without references (and has
    raw_record and loaded_hour), each with rejection, or null: what checked_rows gives, for tables
    so large that only some of their rows are read.
    Returns a select of the declared columns, raw_row (null for rows that are accepted), loaded_hour
    and rejection.
#}
{% macro judged_rows(raw_table, relation) %}
    {%- if not execute -%}
        select 1 from {{ relation }}
    {%- else -%}
    with

    keyed as (

        {{ versioned_rows(
            raw_table, relation, 'coalesce(raw_line, ' ~ row_as_json('raw_record') ~ ')'
        ) }}

    )

    select
        {% for column in raw_declarations()[raw_table].columns -%}
            {{ column }},
        {% endfor -%}
        case when row_rejection is not null then raw_row end as raw_row,
        loaded_hour,
        row_rejection as rejection
    from keyed
    {%- endif -%}
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
    {%- set required = raw_columns(declaration, having='required') -%}
    {%- set dated = declaration.columns.values()
        | selectattr('data_type', 'in', ['timestamp', 'date']) | list -%}
    case
        when cast_error like 'unreadable_row:%' then cast_error
        {% for column in required if declaration.columns[column].data_type == 'string' -%}
            when {{ column }} is null then 'missing_key:{{ column }}'
        {% endfor -%}
        when cast_error is not null then cast_error
        {% for column in required if declaration.columns[column].data_type != 'string' -%}
            when {{ column }} is null then 'missing_value:{{ column }}'
        {% endfor -%}
        {% for column in dated if not column.meta.get('may_be_future') -%}
            when {{ column.name }} > {{ run_timestamp() }} + interval '1' day
                then 'future_timestamp:{{ column.name }}'
        {% endfor -%}
        {% for column in dated -%}
            when {{ column.name }} < cast('1990-01-01' as {{ column.data_type }})
                then 'timestamp_before_1990:{{ column.name }}'
        {% endfor -%}
    end
{%- endmacro %}


{# Join condition on columns of which some may be null. #}
{% macro null_safe_equal(left, right, columns) -%}
    {%- for column in columns -%}
        {{ left }}.{{ column }} is not distinct from {{ right }}.{{ column }}
        {%- if not loop.last %} and {% endif -%}
    {%- endfor -%}
{%- endmacro %}
