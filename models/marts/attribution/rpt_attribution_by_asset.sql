{#
    Grain: one row per (conversion_type, attribution_model, asset_type, asset_id) that earned
           credit.
#}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

interactions as (

    select * from {{ ref('int_interactions') }}

),

assets as (

    select * from {{ ref('dim_assets') }}

),

joined as (

    select
        journeys.*,
        interactions.asset_type,
        interactions.asset_id
    from journeys
    inner join interactions
        on journeys.interaction_id = interactions.interaction_id

),

aggregated as (

    {{ attribution_report('joined', ['asset_type', 'asset_id']) }}

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
