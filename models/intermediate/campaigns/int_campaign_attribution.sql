{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, attribution_model) that
           earned credit and campaign that shares it; one for '(no campaign)' where there is none.
    Why:   credits and revenue split among an interaction's campaigns, to the minor unit, in one
           place; all that is summed by campaign sums this.
#}
{{ config(materialized="view") }}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

interaction_campaigns as (

    select * from {{ ref('bridge_interaction_campaigns') }}

),

home_currency as (

    select minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

shared as (

    select
        attribution.conversion_type,
        attribution.conversion_id,
        attribution.interaction_id,
        attribution.attribution_model,
        attribution.contact_id,
        attribution.converted_at,
        attribution.attributed_revenue,
        coalesce(interaction_campaigns.campaign_id, '(no campaign)') as campaign_id,
        coalesce(interaction_campaigns.campaign_index, 1) as campaign_index,
        coalesce(interaction_campaigns.campaign_count, 1) as campaign_count,
        attribution.credit / coalesce(interaction_campaigns.campaign_count, 1) as credit,
        home_currency.minor_units
    from attribution
    left join interaction_campaigns
        on attribution.interaction_id = interaction_campaigns.interaction_id
    left join home_currency on true

),

-- The k-th of n campaigns earns what k/n of the revenue is more than (k-1)/n of it, each in whole
-- minor units.
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
        {{ revenue_part(
            'attributed_revenue * ' ~ minor_units_per_unit('minor_units'),
            minor_unit('minor_units'),
            running_share('campaign_index', 'campaign_count'),
            running_share('campaign_index - 1', 'campaign_count')
        ) }} as attributed_revenue,
        attributed_revenue as attributed_revenue_unsplit,

        -- timestamps
        converted_at
    from shared

)

select * from final
