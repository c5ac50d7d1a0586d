{#
    Grain: one row per distinct query string, of a page or of a link in a mail, ad or post, that
           holds a tracked parameter with a value.
    Why:   few query strings differ, so each is decoded once and joined back by its text. Decoding
           is that of application/x-www-form-urlencoded; of duplicate names the first counts, even
           when empty (SPEC 3).
#}
-- depends_on: {{ ref('quarantine') }}
with

web_events as (

    select * from {{ ref('stg_web_events') }}

),

email_events as (

    select * from {{ ref('stg_email_events') }}

),

ad_interactions as (

    select * from {{ ref('stg_ad_interactions') }}

),

social_interactions as (

    select * from {{ ref('stg_social_interactions') }}

),

all_query_strings as (

    select page_query as query_string from web_events
    union all
    select link_query as query_string from email_events
    union all
    select link_query as query_string from ad_interactions
    union all
    select link_query as query_string from social_interactions

),

query_strings as (

    select query_string
    from all_query_strings
    where query_string is not null
    group by query_string

),

pairs as (

    select
        query_string,
        {{ split_to_rows('query_string', '&') }}
    from query_strings

),

named as (

    select
        query_string,
        part,
        part_index,
        lower({{ form_decoded(regexp_group('part', '^([^=]*)')) }}) as parameter
    from pairs

),

tracked as (

    select
        *,
        row_number() over (
            partition by query_string, parameter
            order by part_index asc
        ) as occurrence
    from named
    where parameter in ({{ sql_list(tracked_parameters()) }})

),

decoded as (

    select
        query_string,
        parameter,
        nullif({{ form_decoded(regexp_group('part', '(?s)^[^=]*=(.*)$')) }}, '') as parameter_value
    from tracked
    where occurrence = 1

),

final as (

    select
        -- ids
        query_string,

        -- parameters
        {% for parameter in tracked_parameters() -%}
        max(case when parameter = '{{ parameter }}' then parameter_value end) as {{ parameter }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from decoded
    where parameter_value is not null
    group by query_string

)

select * from final
