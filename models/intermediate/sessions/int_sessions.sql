{#
    Grain: one row per session of a visitor.
    Why:   a session belongs to a visitor and never changes when that visitor becomes known;
           contacts are joined on later. Its source is that of its first event (SPEC 3).
#}
{{ config(
    scope="{{ is_in_slice('visitor_id', 'started_at') }}"
) }}
with

session_stretches as (

    {{ slices_of(ref('int_session_stretches'), 'first_occurred_at') }}

),

session_landings as (

    {{ slices_of(ref('int_session_landings'), 'started_at') }}

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
        -- The first stretch alone says why the session began, and has its first event.
        min(split_reason) as split_reason,
        min(case when split_reason is not null then first_event_rank end) as first_event_rank,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(page_view_count) as bigint) as page_view_count,
        max(last_occurred_at) as ended_at
    from session_stretches
    group by session_id

),

described as (

    select
        session_landings.session_id,
        session_landings.visitor_id,
        session_landings.contact_id as named_contact_id,
        spans.first_event_rank,
        spans.split_reason,
        session_landings.started_at,
        spans.ended_at,
        spans.event_count,
        spans.page_view_count,
        session_landings.page_url as landing_page_url,
        session_landings.referrer_url,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,
        traffic_sources.rule_number,
        traffic_sources.source,
        traffic_sources.source_drilldown_1,
        traffic_sources.source_drilldown_2,
        {{ url_query('session_landings.referrer_url') }} as referrer_query
    from session_landings
    inner join spans
        on session_landings.session_id = spans.session_id
    inner join traffic_sources
        on
            session_landings.page_query is not distinct from traffic_sources.page_query
            and session_landings.referrer_host is not distinct from traffic_sources.referrer_host
            and session_landings.is_internal_referrer = traffic_sources.is_internal_referrer
    left join url_parameters
        on session_landings.page_query = url_parameters.query_string

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
