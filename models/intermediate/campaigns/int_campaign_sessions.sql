{#
    Grain: one row per session, of known visitors or not, and campaign that it counts for (SPEC 6,
           metric sessions): the utm_campaign on any URL, a view of an associated page, or a
           referring keyword.
#}
with

-- The events are read twice on purpose: read once for both, all of them would be copied first.
queried_events as (

    select
        session_id,
        page_query
    from {{ ref('int_sessionized_events') }}
    where page_query is not null

),

page_views as (

    select
        session_id,
        page_asset_type,
        page_asset_id,
        occurred_at
    from {{ ref('int_sessionized_events') }}
    where page_asset_type is not null

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

keyword_sessions as (

    select * from {{ ref('int_keyword_sessions') }}

),

campaign_utms as (

    select * from {{ ref('stg_campaign_utms') }}

),

campaign_assets as (

    select * from {{ ref('stg_campaign_assets') }}

),

campaign_query_strings as (

    select
        url_parameters.query_string,
        campaign_utms.campaign_id
    from url_parameters
    inner join campaign_utms
        on {{ same_text('url_parameters.utm_campaign', 'campaign_utms.utm_campaign') }}
    group by url_parameters.query_string, campaign_utms.campaign_id

),

utm_sessions as (

    select
        queried_events.session_id,
        campaign_query_strings.campaign_id
    from queried_events
    inner join campaign_query_strings
        on queried_events.page_query = campaign_query_strings.query_string

),

page_sessions as (

    select
        page_views.session_id,
        campaign_assets.campaign_id
    from page_views
    inner join campaign_assets
        on
            page_views.page_asset_type = campaign_assets.asset_type
            and page_views.page_asset_id = campaign_assets.asset_id
    where {{ is_associated('page_views.occurred_at', 'campaign_assets.associated_at') }}

),

matches as (

    select * from utm_sessions
    union all
    select * from page_sessions
    union all
    select * from keyword_sessions

),

final as (

    select
        session_id,
        campaign_id
    from matches
    group by session_id, campaign_id

)

select * from final
