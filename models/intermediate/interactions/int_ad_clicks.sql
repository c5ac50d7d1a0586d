{#
    Grain: one row per click on an ad by a contact who lives now.
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

ad_interactions as (

    select * from {{ ref('stg_ad_interactions') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

identified as (

    {{ with_contact('ad_interactions') }}

),

described as (

    select
        *,
        {{ url_address('landing_url') }} as landing_address,
        coalesce(ad_id, {{ url_address('landing_url') }}) as asset_id,
        case
            when network in ('google', 'microsoft') then 'paid_search' else 'paid_social'
        end as interaction_source
    from identified

),

final as (

    select
        -- ids
        'ad:' || described.ad_interaction_id as interaction_id,
        described.resolved_contact_id as contact_id,
        described.visitor_id,

        -- interaction
        'ad_click' as interaction_type,
        described.landing_url as interaction_url,
        described.network as ad_network,
        described.ad_campaign_id,
        described.keyword as ad_keyword,

        -- asset
        'ad' as asset_type,
        described.asset_id,
        coalesce(
            assets.title, described.ad_name, described.landing_address, described.asset_id
        ) as asset_title,

        -- source
        described.interaction_source,
        case
            when described.interaction_source = 'paid_social' then described.network
            else coalesce(url_parameters.utm_campaign, described.ad_campaign_id)
        end as source_drilldown_1,
        case
            when described.interaction_source = 'paid_social'
                then coalesce(url_parameters.utm_campaign, described.ad_campaign_id)
            else coalesce(described.keyword, url_parameters.utm_term)
        end as source_drilldown_2,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,

        -- timestamps
        described.occurred_at
    from described
    left join url_parameters
        on described.link_query = url_parameters.query_string
    left join assets
        on assets.asset_type = 'ad' and described.asset_id = assets.asset_id

)

select * from final
