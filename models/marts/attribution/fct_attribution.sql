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
        contact_id,
        interaction_index,
        interaction_count,
        is_first,
        is_lead_create,
        is_deal_create,
        is_closed_won,
        is_last,
        is_last_ad,
        is_middle,
        occurred_at,
        converted_at,
        home_currency,
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
        contact_id,

        -- facts
        credit,
        revenue as attributed_revenue,
        home_currency,

        -- position in the journey
        interaction_index,
        interaction_count,
        is_first,
        is_lead_create,
        is_deal_create,
        is_closed_won,
        is_last,
        is_last_ad,
        is_middle,

        -- timestamps
        occurred_at,
        converted_at
    from unpivoted
    -- A share below the 15th decimal may still close a cent.
    where credit > 0 or revenue <> 0

)

select * from final
