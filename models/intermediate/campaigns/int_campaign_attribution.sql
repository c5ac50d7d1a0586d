{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, attribution_model) that
           earned credit and campaign that shares it; one for '(no campaign)' where there is none.
    Why:   the long form of int_campaign_journeys, by which the figures of a campaign are traced.
#}
{{ config(materialized="view") }}
with

campaign_journeys as (

    select * from {{ ref('int_campaign_journeys') }}

),

unpivoted as (

    select
        conversion_type,
        conversion_id,
        interaction_id,
        contact_id,
        campaign_id,
        converted_at,
        {{ unpivoted_models(['credit', 'revenue', 'revenue_unsplit']) }}
    from campaign_journeys

),

final as (

    select
        -- ids
        conversion_type,
        conversion_id,
        interaction_id,
        attribution_model,
        contact_id,
        campaign_id,

        -- facts
        credit,
        revenue as attributed_revenue,
        revenue_unsplit as attributed_revenue_unsplit,

        -- timestamps
        converted_at
    from unpivoted
    -- As in fct_attribution.
    where credit > 0 or revenue_unsplit <> 0

)

select * from final
