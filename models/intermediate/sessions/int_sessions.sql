{#
    Grain: one row per session of a visitor.
    Why:   a session belongs to a visitor and never changes when that visitor becomes known;
           contacts are joined on later. Its source is that of its first event (SPEC 3).
#}
{{ config(
    scope="{{ is_changed(['slice'], 'visitor_id', 'started_at') }}"
) }}
with

sessionized_events as (

    {{ sessionized_events_to_make() }}

),

traffic_sources as (

    select * from {{ ref('int_traffic_sources') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

spans as (

    select
        session_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count,
        count(case when event_type = 'page_view' then 1 end) as page_view_count
    from sessionized_events
    group by session_id

),

first_events as (

    select *
    from sessionized_events
    where split_reason is not null

),

described as (

    select
        first_events.session_id,
        first_events.visitor_id,
        first_events.contact_id as named_contact_id,
        first_events.event_rank as first_event_rank,
        first_events.split_reason,
        spans.started_at,
        spans.ended_at,
        spans.event_count,
        spans.page_view_count,
        first_events.landing_page_url,
        first_events.referrer_url,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,
        traffic_sources.rule_number,
        traffic_sources.source,
        traffic_sources.source_drilldown_1,
        traffic_sources.source_drilldown_2,
        {{ url_query('first_events.referrer_url') }} as referrer_query
    from first_events
    inner join spans
        on first_events.session_id = spans.session_id
    inner join traffic_sources
        on
            first_events.page_query is not distinct from traffic_sources.page_query
            and first_events.referrer_host is not distinct from traffic_sources.referrer_host
            and first_events.is_internal_referrer = traffic_sources.is_internal_referrer
    left join url_parameters
        on first_events.page_query = url_parameters.query_string

),

final as (

    select
        -- ids
        session_id,
        visitor_id,
        named_contact_id,

        -- session
        first_event_rank,
        split_reason,
        event_count,
        page_view_count,
        landing_page_url,
        referrer_url,

        -- source
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        rule_number,
        source,
        case
            when source = 'organic_search' and referrer_query is not null
                then {{ first_parameter('referrer_query', ['q', 'query', 'p', 'text', 'wd']) }}
            when source <> 'organic_search' then source_drilldown_1
        end as source_drilldown_1,
        case
            when source in ('referrals', 'ai_referrals') then {{ url_address('referrer_url') }}
            else source_drilldown_2
        end as source_drilldown_2,

        -- timestamps
        started_at,
        ended_at
    from described

)

select * from final
