{#
    Grain: one row per (conversion_type, attribution_model, asset_type, asset_id, asset_title) that
           earned credit.
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
        asset_type,
        asset_id,
        asset_title,

        -- facts
        {{ report_measures() }}
    from attribution
    group by conversion_type, attribution_model, asset_type, asset_id, asset_title

)

select * from final
