{#
    Grain: one row per (conversion_type, attribution_model, campaign_id) that earned credit, and one
           for '(no campaign)'.
    Why:   credits and attributed_revenue split an interaction among its campaigns and add up over
           all rows to the total; attributed_revenue_unsplit gives each of its campaigns all of it,
           and adds up to nothing.
#}
with

campaign_journeys as (

    select * from {{ ref('int_campaign_journeys') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

aggregated as (

    {{ attribution_report(
        'campaign_journeys', ['campaign_id'], amounts=['revenue', 'revenue_unsplit']
    ) }}

),

final as (

    select
        -- dimensions
        aggregated.conversion_type,
        aggregated.attribution_model,
        aggregated.campaign_id,
        case
            when campaigns.campaign_id is null or aggregated.campaign_id = '(no campaign)'
                then aggregated.campaign_id
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
