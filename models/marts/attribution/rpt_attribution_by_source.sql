{#
    Grain: one row per (conversion_type, attribution_model, interaction_source) that earned credit.
#}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

interactions as (

    select * from {{ ref('int_interactions') }}

),

joined as (

    select
        journeys.*,
        interactions.interaction_source
    from journeys
    inner join interactions
        on journeys.interaction_id = interactions.interaction_id

),

aggregated as (

    {{ attribution_report('joined', ['interaction_source']) }}

),

final as (

    select
        -- dimensions
        conversion_type,
        attribution_model,
        interaction_source,

        -- facts
        credits,
        attributed_revenue,
        conversions,
        contacts,
        home_currency
    from aggregated

)

select * from final
