{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, attribution_model) that
           earned credit.
    Why:   the long form of fct_journeys for BI tools; a view, so that nothing is stored twice.
#}
{{ config(materialized="view") }}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

unpivoted as (

    select
        conversion_type,
        conversion_id,
        interaction_id,
        {{ unpivoted_models(['credit', 'revenue']) }}
    from journeys

),

final as (

    select
        -- ids
        conversion_type,
        conversion_id,
        interaction_id,
        attribution_model,

        -- facts
        credit,
        revenue as attributed_revenue,
        '{{ var('home_currency') }}' as home_currency
    from unpivoted
    where credit > 0

)

select * from final
