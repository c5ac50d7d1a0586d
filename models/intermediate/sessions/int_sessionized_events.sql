{#
    Grain: one row per web event of a visitor, bots left out.
    Why:   tells the sessions: a gap of session_timeout_minutes or more starts one, and so does,
           where session_breaks_on_new_source says so, a landing from another source or campaign.
           Carries what decides that, what tells campaigns, and of a session's first event where it
           landed; everything else of an event is joined on later, for the few events that need it.
#}
{{ config(
    scope="{{ is_changed(['slice'], 'visitor_id', 'occurred_at') }}"
) }}
-- depends_on: {{ ref('quarantine') }}
{% set first_reason =
    "coalesce(kept_starts.split_reason, 'first')" if is_incremental() else "'first'" -%}
{% set timeout = (var('session_timeout_minutes') * 60 * 1000000) | int -%}
with

web_events as (

    select * from {{ web_events_to_make() }}

),

{% if var('session_breaks_on_new_source') -%}
traffic_sources as (

    select * from {{ ref('int_traffic_sources') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

{% endif -%}
events as (

    select
        web_events.event_id,
        web_events.visitor_id,
        web_events.contact_id,
        web_events.event_type,
        web_events.occurred_at,
        web_events.loaded_hour,
        web_events.page_url,
        web_events.referrer_url,
        web_events.page_query,
        case
            when web_events.event_type = 'page_view'
                then {{ page_asset_type('web_events.content_type') }}
        end as page_asset_type,
        case
            when web_events.event_type = 'page_view'
                then coalesce(web_events.page_id, {{ url_address('web_events.page_url') }})
        end as page_asset_id,
        {% if var('session_breaks_on_new_source') -%}
        traffic_sources.is_landing,
        traffic_sources.source
        || '|'
        || coalesce(lower(url_parameters.utm_campaign), '') as source_and_campaign,
        {% endif -%}
        {{ interaction_rank('web_events.event_type') }} as event_rank
    from web_events
    {% if var('session_breaks_on_new_source') -%}
    inner join traffic_sources
        on
            web_events.page_query is not distinct from traffic_sources.page_query
            and web_events.referrer_host is not distinct from traffic_sources.referrer_host
            and web_events.is_internal_referrer = traffic_sources.is_internal_referrer
    left join url_parameters
        on web_events.page_query = url_parameters.query_string
    {% endif -%}
    where not web_events.is_bot

),

{% if is_incremental() -%}
-- A slice begins with a session that stays one, for the reason that it had.
kept_starts as (

    select
        stored.visitor_id,
        stored.event_id,
        stored.split_reason
    from {{ this }} as stored
    inner join ({{ changed(['slice']) }}) as slices
        on stored.visitor_id = slices.entity_id and stored.occurred_at = slices.changed_from
    where stored.split_reason is not null

),

{% endif -%}
lagged as (

    select
        *,
        lag(occurred_at) over (
            partition by visitor_id
            order by occurred_at asc, event_rank asc, event_id asc
        ) as previous_occurred_at
    from events

),

timed as (

    select
        lagged.*,
        case
            when lagged.previous_occurred_at is null then {{ first_reason }}
            when
                {{ microseconds_between('lagged.previous_occurred_at', 'lagged.occurred_at') }}
                >= {{ timeout }}
                then 'inactivity'
        end as timed_split_reason
    from lagged
    {% if is_incremental() -%}
    left join kept_starts
        on lagged.visitor_id = kept_starts.visitor_id and lagged.event_id = kept_starts.event_id
    {% endif %}

),

{% if var('session_breaks_on_new_source') -%}
-- The source that is open at an event: that of the last landing, or of the event that the timeout
-- made the first.
opened as (

    select
        *,
        {{ last_known(
            'case when timed_split_reason is not null or is_landing then source_and_campaign end'
        ) }} over (
            partition by visitor_id
            order by occurred_at asc, event_rank asc, event_id asc
            rows between unbounded preceding and 1 preceding
        ) as open_source_and_campaign
    from timed

),

split as (

    select
        *,
        case
            when timed_split_reason is not null then timed_split_reason
            when is_landing and source_and_campaign <> open_source_and_campaign then 'new_source'
        end as split_reason
    from opened

),

{% else -%}
split as (

    select
        *,
        timed_split_reason as split_reason
    from timed

),

{% endif -%}
-- Where a session landed is asked of its first event only.
landed as (

    select
        *,
        case when split_reason is not null then page_url end as landing_page_url,
        case when split_reason is not null then referrer_url end as landing_referrer_url,
        case when split_reason is not null then {{ url_host('referrer_url') }} end as referrer_host,
        case
            when split_reason is not null and referrer_url is not null
                then {{ url_host('page_url') }}
        end as page_host
    from split

),

final as (

    select
        -- ids
        event_id,
        visitor_id,
        contact_id,
        -- A session is named after its first event.
        {{ last_known('case when split_reason is not null then event_id end') }} over (
            partition by visitor_id
            order by occurred_at asc, event_rank asc, event_id asc
            rows between unbounded preceding and current row
        ) as session_id,

        -- event
        event_type,
        event_rank,
        split_reason,

        -- page: what tells its campaigns
        page_query,
        page_asset_type,
        page_asset_id,

        -- where the session landed, and from where; null for events that start none
        landing_page_url,
        landing_referrer_url as referrer_url,
        referrer_host,
        case
            when split_reason is not null
                then {{ is_internal_referrer('page_host', 'referrer_host') }}
        end as is_internal_referrer,

        -- timestamps
        occurred_at,
        loaded_hour
    from landed

)

select * from final
