{#
    Grain: one row per (attribution_model, quarter_start_date, interaction_source) that earned
           revenue.
    Why:   an example of a model of one's own; disabled until the next line is taken out.
#}
{{ config(enabled=false) }}
with

attribution as (

    select * from {{ ref('rpt_attribution') }}

),

dated as (

    select
        attribution_model,
        cast(date_trunc('quarter', conversion_date) as date) as quarter_start_date,
        interaction_source,
        conversion_id,
        attributed_revenue,
        home_currency
    from attribution
    where conversion_type = 'revenue'

),

final as (

    select
        -- dimensions
        attribution_model,
        quarter_start_date,
        interaction_source,

        -- facts
        cast(sum(attributed_revenue) as decimal(28, 4)) as attributed_revenue,
        count(distinct conversion_id) as deals,
        home_currency
    from dated
    group by attribution_model, quarter_start_date, interaction_source, home_currency

)

select * from final
