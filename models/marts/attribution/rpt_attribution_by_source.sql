{#
    Grain: one row per (conversion_type, attribution_model, interaction_source) that earned credit.
#}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

interactions as (

    select * from {{ ref('fct_interactions') }}

),

final as (

    select
        -- dimensions
        attribution.conversion_type,
        attribution.attribution_model,
        interactions.interaction_source,

        -- facts
        {{ report_measures('attribution') }}
    from attribution
    inner join interactions
        on attribution.interaction_id = interactions.interaction_id
    group by
        attribution.conversion_type,
        attribution.attribution_model,
        interactions.interaction_source

)

select * from final
