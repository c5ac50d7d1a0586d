{#
    Grain: one row per (conversion_type, conversion_id, interaction_id) and campaign that shares it;
           one for '(no campaign)' where there is none.
    Why:   credits and revenue split among an interaction's campaigns, to the minor unit, in one
           place; all that is summed by campaign sums this.
#}
{{ config(materialized="view") }}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

interaction_campaigns as (

    select * from {{ ref('bridge_interaction_campaigns') }}

),

home_currency as (

    select minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

-- Shares are null where an interaction has one campaign at most: there is nothing to round.
shared as (

    select
        journeys.*,
        coalesce(interaction_campaigns.campaign_id, '(no campaign)') as campaign_id,
        coalesce(interaction_campaigns.campaign_count, 1) as campaign_count,
        case
            when interaction_campaigns.campaign_count > 1
                then {{ running_share(
                    'interaction_campaigns.campaign_index', 'interaction_campaigns.campaign_count'
                ) }}
        end as share_so_far,
        case
            when interaction_campaigns.campaign_count > 1
                then {{ running_share(
                    'interaction_campaigns.campaign_index - 1', 'interaction_campaigns.campaign_count'
                ) }}
        end as share_before,
        {{ minor_units_per_unit('home_currency.minor_units') }} as minor_units_per_unit,
        {{ minor_unit('home_currency.minor_units') }} as minor_unit
    from journeys
    left join interaction_campaigns
        on journeys.interaction_id = interaction_campaigns.interaction_id
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
        contact_id,
        campaign_id,

        -- credits and revenue, the campaign's part and all of it
        {% for model in attribution_models() -%}
        credit_{{ model }} / campaign_count as credit_{{ model }},
        case
            when campaign_count = 1 then revenue_{{ model }}
            else {{ revenue_part(
                'revenue_' ~ model ~ ' * minor_units_per_unit',
                'minor_unit',
                'share_so_far',
                'share_before'
            ) }}
        end as revenue_{{ model }},
        revenue_{{ model }} as revenue_unsplit_{{ model }},
        {% endfor %}
        -- timestamps
        converted_at
    from shared

)

select * from final
