{#
    Grain: one row per (conversion_type, conversion_id) and campaign that has an interaction in its
           journey.
    Why:   contacts_attributed, deals_attributed and deal_amount count a conversion once a campaign,
           whatever a model gives its interactions (SPEC 6).
#}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

interaction_campaigns as (

    select * from {{ ref('bridge_interaction_campaigns') }}

),

final as (

    select
        -- ids
        journeys.conversion_type,
        journeys.conversion_id,
        interaction_campaigns.campaign_id,

        -- money
        journeys.amount,

        -- timestamps
        journeys.converted_at
    from journeys
    inner join interaction_campaigns
        on journeys.interaction_id = interaction_campaigns.interaction_id
    group by
        journeys.conversion_type,
        journeys.conversion_id,
        interaction_campaigns.campaign_id,
        journeys.amount,
        journeys.converted_at

)

select * from final
