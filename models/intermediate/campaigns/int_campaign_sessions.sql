{#
    Grain: one row per session, of known visitors or not, and campaign that it counts for (SPEC 6,
           metric sessions): the utm_campaign on any URL, a view of an associated page, or a
           referring keyword.
    Why:   an increment looks anew at the sessions that it makes anew, unless what campaigns have
           changed.
#}
{{ config(
    scope="{{ all_or_changed(
        ['stg_campaign_utms', 'stg_campaign_assets', 'stg_campaign_keywords'],
        is_in_slice('visitor_id', 'matched_at')
    ) }}"
) }}
{%- set makes_all = is_incremental() and in_scope() == 'true' -%}
with

web_events as (

    select * from {{ web_events_to_make(makes_all=makes_all) }}

),

session_stretches as (

    {{ slices_of(ref('int_session_stretches'), 'first_occurred_at', makes_all=makes_all) }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

keyword_sessions as (

    select
        session_id,
        campaign_id,
        visitor_id,
        started_at as matched_at
    from (
        {{ slices_of(ref('int_keyword_sessions'), 'started_at', makes_all=makes_all) }}
    ) as sliced

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

utm_events as (

    select
        web_events.event_id,
        web_events.visitor_id,
        web_events.occurred_at,
        campaign_query_strings.campaign_id
    from web_events
    inner join campaign_query_strings
        on web_events.page_query = campaign_query_strings.query_string
    where not web_events.is_bot

),

page_views as (

    select
        event_id,
        visitor_id,
        occurred_at,
        {{ page_asset_type('content_type') }} as page_asset_type,
        coalesce(page_id, {{ url_address('page_url') }}) as page_asset_id
    from web_events
    where event_type = 'page_view' and not is_bot

),

page_events as (

    select
        page_views.event_id,
        page_views.visitor_id,
        page_views.occurred_at,
        campaign_assets.campaign_id
    from page_views
    inner join campaign_assets
        on
            page_views.page_asset_type = campaign_assets.asset_type
            and page_views.page_asset_id = campaign_assets.asset_id
    where {{ is_associated('page_views.occurred_at', 'campaign_assets.associated_at') }}

),

campaign_events as (

    select * from utm_events
    union all
    select * from page_events

),

matches as (

    select
        session_stretches.session_id,
        campaign_events.campaign_id,
        campaign_events.visitor_id,
        campaign_events.occurred_at as matched_at
    from campaign_events
    inner join session_stretches
        on
            campaign_events.visitor_id = session_stretches.visitor_id
            and {{ stretch('campaign_events.event_id', 'campaign_events.occurred_at') }}
            = session_stretches.stretch

    union all

    select * from keyword_sessions

),

final as (

    select
        -- ids
        session_id,
        campaign_id,
        visitor_id,

        -- timestamps
        min(matched_at) as matched_at
    from matches
    group by session_id, campaign_id, visitor_id

)

select * from final
