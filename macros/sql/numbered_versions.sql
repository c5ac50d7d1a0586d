{#
    CTE `versions`: the rows of a CTE, each with version_number, which is 1 for the row that stays of
    those with the same key: the one with the greatest version, then the greatest raw_row. Rows that
    cannot be read are no versions of anything, and have 1.
    rows: CTE with the key's columns, raw_row and is_readable; key: columns, of which all but the first
    may be null in a row that can be read; version: column, or none.
#}
{% macro numbered_versions(rows, key, version) -%}
    {{ adapter.dispatch('numbered_versions', 'tributary')(rows, key, version) }}
{%- endmacro %}

{#- Few keys repeat, so only their rows are sorted. -#}
{% macro duckdb__numbered_versions(rows, key, version) -%}
    repeated_keys as (

        select {{ key | join(', ') }}
        from {{ rows }}
        where is_readable
        group by {{ key | join(', ') }}
        having count(*) > 1

    ),

    repeated_rows as (

        select {{ rows }}.*
        from {{ rows }}
        inner join repeated_keys on {{ null_safe_equal(rows, 'repeated_keys', key) }}
        where {{ rows }}.is_readable

    ),

    versions as (

        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by {% if version -%} {{ version }} desc nulls last, {% endif -%} raw_row desc
            ) as version_number
        from repeated_rows

        union all

        select
            {{ rows }}.*,
            1 as version_number
        from {{ rows }}
        left join repeated_keys on {{ null_safe_equal(rows, 'repeated_keys', key) }}
        where not {{ rows }}.is_readable or repeated_keys.{{ key[0] }} is null

    )
{%- endmacro %}

{#-
    To plan a statement takes Spark longer than to sort its rows, and it plans a CTE each time that one is read. raw_row is
    JSON, made of repeated rows only.
-#}
{% macro spark__numbered_versions(rows, key, version) -%}
    counted as (

        select
            *,
            count(*) over (partition by {{ key | join(', ') }}, is_readable) as version_count
        from {{ rows }}

    ),

    versions as (

        select
            *,
            case
                when is_readable then row_number() over (
                    partition by {{ key | join(', ') }}, is_readable
                    order by
                        {% if version -%} {{ version }} desc nulls last, {% endif -%}
                        case when is_readable and version_count > 1 then raw_row end desc
                )
                else 1
            end as version_number
        from counted

    )
{%- endmacro %}


{# Join condition on columns of which some may be null. #}
{% macro null_safe_equal(left, right, columns) -%}
    {%- for column in columns -%}
        {{ left }}.{{ column }} is not distinct from {{ right }}.{{ column }}
        {%- if not loop.last %} and {% endif -%}
    {%- endfor -%}
{%- endmacro %}
