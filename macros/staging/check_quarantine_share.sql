{#
    Fails the build when more than var max_quarantine_share of a raw table's rows were rejected,
    naming each such table, its share and its commonest reason. Runs after quarantine is built,
    which sessions and marts wait for.
#}
{% macro check_quarantine_share(quarantine) %}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set result = run_query(quarantine_share_query(quarantine)) -%}
    {%- set messages = [] -%}
    {%- for row in result.rows if row['quarantined_share'] > var('max_quarantine_share') -%}
        {%- do messages.append(
            row['raw_table'] ~ ': ' ~ row['quarantined_rows'] ~ ' of ' ~ row['raw_rows']
            ~ ' rows (' ~ '%.1f' % (row['quarantined_share'] * 100) ~ ' %), most often '
            ~ row['commonest_reason']
        ) -%}
    {%- endfor -%}
    {%- if messages -%}
        {%- do exceptions.raise_compiler_error(
            'More than max_quarantine_share (' ~ var('max_quarantine_share')
            ~ ') of a raw table was quarantined:\n  - ' ~ messages | join('\n  - ')
            ~ '\nLook at ' ~ quarantine ~ ', mend the raw data, or raise the var.'
        ) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{#
    Select of raw_table, raw_rows, quarantined_rows, quarantined_share and commonest_reason, per raw
    table with rejected rows.
#}
{% macro quarantine_share_query(quarantine) %}
    with

    reasons as (

        select
            raw_table,
            reason,
            count(*) as reason_rows
        from {{ quarantine }}
        group by raw_table, reason

    ),

    ranked as (

        select
            raw_table,
            reason,
            sum(reason_rows) over (partition by raw_table) as quarantined_rows,
            row_number() over (partition by raw_table order by reason_rows desc, reason asc)
                as reason_rank
        from reasons

    ),

    found as (

        {% for raw_table in staged_raw_tables() -%}
        select
            '{{ raw_table }}' as raw_table,
            count(*) as raw_rows
        from {{ source('raw', raw_table) }}
        {% if not loop.last %}union all{% endif %}
        {% endfor %}
    )

    select
        ranked.raw_table,
        found.raw_rows,
        ranked.quarantined_rows,
        cast(ranked.quarantined_rows as double) / found.raw_rows as quarantined_share,
        ranked.reason as commonest_reason
    from ranked
    inner join found on ranked.raw_table = found.raw_table
    where ranked.reason_rank = 1
    order by ranked.raw_table
{% endmacro %}
