{#
    Grain: one row per distinct query string, of a page or of a link in a mail, ad or post, that
           holds a tracked parameter with a value.
    Why:   few query strings differ, so each is decoded once and joined back by its text. Decoding
           is that of application/x-www-form-urlencoded; of duplicate names the first counts, even
           when empty (SPEC 3).
#}
{{ config(incremental_strategy="append") }}
-- depends_on: {{ ref('quarantine') }}
with

web_events as (

    -- Of rejected events and old versions, too: to leave them out takes longer than their URLs do.
    select * from {{ web_events_to_make(source_of_all='base_web_events') }}

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

-- Few URLs differ.
page_urls as (

    select page_url
    from web_events
    where page_url like '%?%'
    group by page_url

),

all_query_strings as (

    select {{ url_query('page_url') }} as query_string
    from page_urls

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

new_query_strings as (

    select *
    from query_strings
    {% if is_incremental() -%}
    where query_string not in (select known.query_string from {{ this }} as known)
    {% endif %}
),

pairs as (

    select
        query_string,
        {{ split_to_rows('query_string', '&') }}
    from new_query_strings

),

named as (

    select
        query_string,
        part,
        part_index,
        lower({{ form_decoded("split_part(part, '=', 1)") }}) as parameter
    from pairs

),

-- The first part of each name, found by its index, which stands in twelve digits before it.
tracked as (

    select
        {% for parameter in tracked_parameters() -%}
        substr(
            min(
                case
                    when parameter = '{{ parameter }}'
                        then lpad(cast(part_index as string), 12, '0') || part
                end
            ),
            13
        ) as {{ parameter }}_part,
        {% endfor -%}
        query_string
    from named
    where parameter in ({{ sql_list(tracked_parameters()) }})
    group by query_string

),

valued as (

    select
        {% for parameter in tracked_parameters() -%}
        nullif(
            case
                when {{ parameter }}_part like '%=%'
                    then {{ form_decoded(
                        'substr(' ~ parameter ~ "_part, position('=' in " ~ parameter ~ '_part) + 1)'
                    ) }}
            end,
            ''
        ) as {{ parameter }},
        {% endfor -%}
        query_string
    from tracked

),

final as (

    select
        -- ids
        query_string,

        -- parameters
        {% for parameter in tracked_parameters() -%}
        {{ parameter }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from valued
    where coalesce({{ tracked_parameters() | join(', ') }}) is not null

)

select * from final
