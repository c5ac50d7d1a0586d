{#
    Grain: one row per (conversion_type, attribution_model, campaign_id) that earned credit, and one
           for '(no campaign)'.
    Why:   credits and attributed_revenue split an interaction among its campaigns and add up over
           all rows to the total; attributed_revenue_unsplit gives each of its campaigns all of it,
           and adds up to nothing.
#}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

interaction_campaigns as (

    select * from {{ ref('bridge_interaction_campaigns') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

home_currency as (

    select minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

shared as (

    select
        attribution.conversion_type,
        attribution.attribution_model,
        attribution.conversion_id,
        attribution.contact_id,
        cast(attribution.converted_at as date) as conversion_date,
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
split as (

    select
        *,
        {{ revenue_part(
            'attributed_revenue * ' ~ minor_units_per_unit('minor_units'),
            minor_unit('minor_units'),
            running_share('campaign_index', 'campaign_count'),
            running_share('campaign_index - 1', 'campaign_count')
        ) }} as revenue_share
    from shared

),

aggregated as (

    select
        split.conversion_type,
        split.attribution_model,
        split.campaign_id,
        {{ report_measures('split', revenue='revenue_share') }},
        cast(sum(split.attributed_revenue) as decimal(20, 4)) as attributed_revenue_unsplit,
        min(split.conversion_date) as first_conversion_date,
        max(split.conversion_date) as last_conversion_date
    from split
    group by split.conversion_type, split.attribution_model, split.campaign_id

),

final as (

    select
        -- dimensions
        aggregated.conversion_type,
        aggregated.attribution_model,
        aggregated.campaign_id,
        case
            when campaigns.campaign_id is null then aggregated.campaign_id
            else campaigns.campaign_name
        end as campaign_name,

        -- facts
        aggregated.credits,
        aggregated.attributed_revenue,
        aggregated.attributed_revenue_unsplit,
        aggregated.conversions,
        aggregated.contacts,
        aggregated.home_currency,

        -- dates
        aggregated.first_conversion_date,
        aggregated.last_conversion_date
    from aggregated
    left join campaigns
        on aggregated.campaign_id = campaigns.campaign_id

)

select * from final
