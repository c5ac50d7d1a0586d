{#
    Grain: one row per session and campaign by one of whose keywords it began (SPEC 6).
#}
with

sessions as (

    select * from {{ ref('int_sessions') }}

),

campaign_keywords as (

    select * from {{ ref('stg_campaign_keywords') }}

),

session_keywords as (

    select
        session_id,
        visitor_id,
        started_at,
        case source
            when 'organic_search' then source_drilldown_1
            when 'paid_search' then utm_term
        end as keyword
    from sessions

),

final as (

    select
        -- ids
        session_keywords.session_id,
        campaign_keywords.campaign_id,
        session_keywords.visitor_id,

        -- timestamps
        session_keywords.started_at
    from session_keywords
    inner join campaign_keywords
        on {{ same_text('session_keywords.keyword', 'campaign_keywords.keyword') }}
    group by
        session_keywords.session_id,
        campaign_keywords.campaign_id,
        session_keywords.visitor_id,
        session_keywords.started_at

)

select * from final
