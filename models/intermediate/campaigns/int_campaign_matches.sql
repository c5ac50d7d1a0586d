{#
    Grain: one row per interaction, campaign and way in which it belongs to it (SPEC 6): utm, asset
           (a row per matching asset) or keyword.
    Why:   the bridge asks for the strongest way; some metrics ask for one in particular. An
           increment asks it of the contacts' changed spans of time, unless what campaigns have
           changed.
#}
{{ config(
    scope="{{ all_or_changed(
        ['stg_campaign_utms', 'stg_campaign_assets', 'stg_campaign_keywords'],
        is_changed(['contact'], 'contact_id', 'occurred_at')
    ) }}",
    changes={"interaction": {"id": "interaction_id"}}
) }}
with

interactions as (

    select *
    from {{ ref('int_interactions') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

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

-- The URL carries one of the campaign's utm_campaign values, present or former.
utm_matches as (

    select
        interactions.interaction_id,
        campaign_utms.campaign_id,
        'utm' as match_type,
        cast(null as string) as matched_asset_type,
        interactions.contact_id,
        interactions.occurred_at
    from interactions
    inner join campaign_utms
        on {{ same_text('interactions.utm_campaign', 'campaign_utms.utm_campaign') }}
    group by
        interactions.interaction_id,
        campaign_utms.campaign_id,
        interactions.contact_id,
        interactions.occurred_at

),

interaction_assets as (

    {% for asset_type, asset_id in {
        'asset_type': 'asset_id', "'form'": 'form_id', "'ad_campaign'": 'ad_campaign_id'
    }.items() -%}
    select
        interaction_id,
        {{ asset_type }} as asset_type,
        {{ asset_id }} as asset_id,
        contact_id,
        occurred_at
    from interactions
    where {{ asset_id }} is not null
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

-- The asset is associated with the campaign, and was already when the interaction happened.
asset_matches as (

    select
        interaction_assets.interaction_id,
        campaign_assets.campaign_id,
        'asset' as match_type,
        campaign_assets.asset_type as matched_asset_type,
        interaction_assets.contact_id,
        interaction_assets.occurred_at
    from interaction_assets
    inner join campaign_assets
        on
            interaction_assets.asset_type = campaign_assets.asset_type
            and interaction_assets.asset_id = campaign_assets.asset_id
    where {{ is_associated('interaction_assets.occurred_at', 'campaign_assets.associated_at') }}

),

-- The session began by one of the campaign's referring keywords.
keyword_matches as (

    select
        interactions.interaction_id,
        keyword_sessions.campaign_id,
        'keyword' as match_type,
        cast(null as string) as matched_asset_type,
        interactions.contact_id,
        interactions.occurred_at
    from interactions
    inner join keyword_sessions
        on interactions.session_id = keyword_sessions.session_id

),

final as (

    select * from utm_matches
    union all
    select * from asset_matches
    union all
    select * from keyword_matches

)

select * from final
