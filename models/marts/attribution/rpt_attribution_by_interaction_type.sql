{#
    Grain: one row per (conversion_type, attribution_model, interaction_type) that earned credit.
#}
with

attribution as (

    select * from {{ ref('rpt_attribution') }}

),

final as (

    select
        -- dimensions
        conversion_type,
        attribution_model,
        interaction_type,

        -- facts
        {{ report_measures() }}
    from attribution
    group by conversion_type, attribution_model, interaction_type

)

select * from final
