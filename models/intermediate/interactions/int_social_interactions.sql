{#
    Grain: one row per interaction with a social post by a contact who lives now.
    Why:   any kind influences; only a click earns credit (SPEC 1, 6).
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

social_interactions as (

    select * from {{ ref('stg_social_interactions') }}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

identified as (

    {{ with_contact('social_interactions') }}

),

final as (

    select
        -- ids
        'social:' || identified.social_interaction_id as interaction_id,
        identified.resolved_contact_id as contact_id,
        identified.visitor_id,

        -- interaction
        identified.interaction_type as event_type,
        case when identified.interaction_type = 'click' then 'social_post_click' end
            as interaction_type,
        identified.url as interaction_url,
        identified.social_post_id,

        -- asset
        'social_post' as asset_type,
        identified.social_post_id as asset_id,
        coalesce(
            assets.title, {{ url_address('identified.url') }}, identified.social_post_id
        ) as asset_title,

        -- source
        'organic_social' as interaction_source,
        identified.network as source_drilldown_1,
        url_parameters.utm_campaign as source_drilldown_2,
        url_parameters.utm_source,
        url_parameters.utm_medium,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,

        -- timestamps
        identified.occurred_at
    from identified
    left join url_parameters
        on identified.link_query = url_parameters.query_string
    left join assets
        on assets.asset_type = 'social_post' and identified.social_post_id = assets.asset_id

)

select * from final
