{#
    Grain: one row per interaction and campaign that it belongs to (SPEC 6).
    Why:   an interaction may belong to several campaigns; campaign_share splits it evenly, so that
           sums over campaigns never count it twice. An interaction that belongs to none has no row.
#}
with

interactions as (

    select * from {{ ref('int_interactions') }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

campaign_utms as (

    select * from {{ ref('stg_campaign_utms') }}

),

campaign_assets as (

    select * from {{ ref('stg_campaign_assets') }}

),

campaign_keywords as (

    select * from {{ ref('stg_campaign_keywords') }}

),

-- The URL carries one of the campaign's utm_campaign values, present or former.
utm_matches as (

    select
        interactions.interaction_id,
        campaign_utms.campaign_id,
        1 as match_rank
    from interactions
    inner join campaign_utms
        on lower(trim(interactions.utm_campaign)) = lower(trim(campaign_utms.utm_campaign))

),

interaction_assets as (

    select
        interaction_id,
        asset_type,
        asset_id,
        occurred_at
    from interactions

    union all

    select
        interaction_id,
        'form' as asset_type,
        form_id as asset_id,
        occurred_at
    from interactions
    where form_id is not null

),

-- The asset is associated with the campaign, and was already when the interaction happened.
asset_matches as (

    select
        interaction_assets.interaction_id,
        campaign_assets.campaign_id,
        2 as match_rank
    from interaction_assets
    inner join campaign_assets
        on
            interaction_assets.asset_type = campaign_assets.asset_type
            and interaction_assets.asset_id = campaign_assets.asset_id
    {% if not var('campaign_history') -%}
    where
        campaign_assets.associated_at is null
        or interaction_assets.occurred_at >= campaign_assets.associated_at
    {%- endif %}

),

session_keywords as (

    select
        session_id,
        case source
            when 'organic_search' then source_drilldown_1
            when 'paid_search' then utm_term
        end as keyword
    from sessions

),

-- The session began by one of the campaign's referring keywords.
keyword_matches as (

    select
        interactions.interaction_id,
        campaign_keywords.campaign_id,
        3 as match_rank
    from interactions
    inner join session_keywords
        on interactions.session_id = session_keywords.session_id
    inner join campaign_keywords
        on lower(trim(session_keywords.keyword)) = lower(trim(campaign_keywords.keyword))

),

matches as (

    select * from utm_matches
    union all
    select * from asset_matches
    union all
    select * from keyword_matches

),

strongest as (

    select
        interaction_id,
        campaign_id,
        min(match_rank) as match_rank
    from matches
    group by interaction_id, campaign_id

),

final as (

    select
        -- ids
        interaction_id,
        campaign_id,

        -- match
        case match_rank
            when 1 then 'utm'
            when 2 then 'asset'
            else 'keyword'
        end as match_type,
        cast(
            row_number() over (partition by interaction_id order by campaign_id asc) as integer
        ) as campaign_index,
        cast(count(*) over (partition by interaction_id) as integer) as campaign_count,
        1 / cast(count(*) over (partition by interaction_id) as double) as campaign_share
    from strongest

)

select * from final
