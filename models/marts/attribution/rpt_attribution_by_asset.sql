{#
    Grain: one row per (conversion_type, attribution_model, asset_type, asset_id) that earned
           credit.
#}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

interactions as (

    select * from {{ ref('fct_interactions') }}

),

assets as (

    select * from {{ ref('dim_assets') }}

),

aggregated as (

    select
        attribution.conversion_type,
        attribution.attribution_model,
        interactions.asset_type,
        interactions.asset_id,
        {{ report_measures('attribution') }}
    from attribution
    inner join interactions
        on attribution.interaction_id = interactions.interaction_id
    group by
        attribution.conversion_type,
        attribution.attribution_model,
        interactions.asset_type,
        interactions.asset_id

),

final as (

    select
        -- dimensions
        aggregated.conversion_type,
        aggregated.attribution_model,
        aggregated.asset_type,
        aggregated.asset_id,
        assets.asset_title,

        -- facts
        aggregated.credits,
        aggregated.attributed_revenue,
        aggregated.conversions,
        aggregated.contacts,
        aggregated.home_currency
    from aggregated
    left join assets
        on aggregated.asset_type = assets.asset_type and aggregated.asset_id = assets.asset_id

)

select * from final
