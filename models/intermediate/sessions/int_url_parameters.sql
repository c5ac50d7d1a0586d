{#
    Grain: one row per distinct query string of a page URL that holds a tracked parameter with a
           value.
    Why:   few query strings differ, so each is decoded once and joined back by its text. Decoding
           is that of application/x-www-form-urlencoded; of duplicate names the first counts, even
           when empty (SPEC 3).
#}
-- depends_on: {{ ref('quarantine') }}
with

web_events as (

    select * from {{ ref('stg_web_events') }}

),

query_strings as (

    select page_query
    from web_events
    where page_query is not null
    group by page_query

),

pairs as (

    select
        page_query,
        {{ split_to_rows('page_query', '&') }}
    from query_strings

),

named as (

    select
        page_query,
        part,
        part_index,
        lower({{ form_decoded(regexp_group('part', '^([^=]*)')) }}) as parameter
    from pairs

),

tracked as (

    select
        *,
        row_number() over (partition by page_query, parameter order by part_index asc) as occurrence
    from named
    where parameter in ({{ sql_list(tracked_parameters()) }})

),

decoded as (

    select
        page_query,
        parameter,
        nullif({{ form_decoded(regexp_group('part', '(?s)^[^=]*=(.*)$')) }}, '') as parameter_value
    from tracked
    where occurrence = 1

),

final as (

    select
        -- ids
        page_query,

        -- parameters
        {% for parameter in tracked_parameters() -%}
        max(case when parameter = '{{ parameter }}' then parameter_value end) as {{ parameter }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from decoded
    where parameter_value is not null
    group by page_query

)

select * from final
