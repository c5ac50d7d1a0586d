{#
    Grain: one row per visitor and stretch of its events (macros/sessions/stretch.sql), bots left
           out.
    Why:   tells the sessions: a gap of session_timeout_minutes or more starts one, and so does,
           where session_breaks_on_new_source says so, a landing from another source or campaign.
           Whoever has an event finds its session by visitor and stretch, so that nothing is stored
           of each event.
#}
{{ config(
    scope="{{ is_in_slice('visitor_id', 'first_occurred_at') }}"
) }}
-- depends_on: {{ ref('quarantine') }}
{% set event_order = ['occurred_at', 'event_rank', 'event_id'] -%}
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
        web_events.event_type,
        web_events.occurred_at,
        web_events.loaded_hour,
        {% if var('session_breaks_on_new_source') -%}
        traffic_sources.is_landing,
        traffic_sources.source
        || '|'
        || coalesce(lower(url_parameters.utm_campaign), '') as source_and_campaign,
        {% endif -%}
        {{ interaction_rank('web_events.event_type') }} as event_rank,
        {{ stretch('web_events.event_id', 'web_events.occurred_at') }} as stretch
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

stretches as (

    select
        visitor_id,
        stretch,
        {{ first_of('event_id', event_order) }} as first_event_id,
        {{ first_of('event_rank', event_order) }} as first_event_rank,
        count(*) as event_count,
        count(case when event_type = 'page_view' then 1 end) as page_view_count,
        {% if var('session_breaks_on_new_source') -%}
        -- Of a stretch that is one event.
        max(case when is_landing then 1 else 0 end) = 1 as is_landing,
        max(source_and_campaign) as source_and_campaign,
        {% endif -%}
        min(occurred_at) as first_occurred_at,
        max(occurred_at) as last_occurred_at,
        min(loaded_hour) as first_loaded_hour,
        max(loaded_hour) as last_loaded_hour
    from events
    group by visitor_id, stretch

),

{% if is_incremental() -%}
-- Before the first slice of a visitor, whole sessions lie, or none.
earlier_visitors as (

    select stored.visitor_id
    from {{ this }} as stored
    inner join ({{ slices() }}) as slices
        on stored.visitor_id = slices.visitor_id
    group by stored.visitor_id
    having min(stored.first_occurred_at) < min(slices.slice_from)

),

{% endif -%}
lagged as (

    select
        *,
        lag(last_occurred_at) over (
            partition by visitor_id
            order by first_occurred_at asc, first_event_rank asc, first_event_id asc
        ) as previous_occurred_at
    from stretches

),

timed as (

    select
        lagged.*,
        case
            {% if is_incremental() -%}
            when
                lagged.previous_occurred_at is null and earlier_visitors.visitor_id is not null
                then 'inactivity'
            {% endif -%}
            when lagged.previous_occurred_at is null then 'first'
            when
                {{ microseconds_between(
                    'lagged.previous_occurred_at', 'lagged.first_occurred_at'
                ) }} >= {{ session_timeout() }}
                then 'inactivity'
        end as timed_split_reason
    from lagged
    {% if is_incremental() -%}
    left join earlier_visitors
        on lagged.visitor_id = earlier_visitors.visitor_id
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
            order by first_occurred_at asc, first_event_rank asc, first_event_id asc
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
final as (

    select
        -- ids
        visitor_id,
        stretch,
        -- A session is named after its first event.
        {{ last_known('case when split_reason is not null then first_event_id end') }} over (
            partition by visitor_id
            order by first_occurred_at asc, first_event_rank asc, first_event_id asc
            rows between unbounded preceding and current row
        ) as session_id,

        -- events
        first_event_rank,
        event_count,
        page_view_count,
        split_reason,

        -- timestamps
        first_occurred_at,
        last_occurred_at,
        first_loaded_hour,
        last_loaded_hour
    from split

)

select * from final
