{#
    Grain: one row per campaign.
#}
-- depends_on: {{ ref('quarantine') }}
with

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

final as (

    select
        -- ids
        campaigns.campaign_id,
        campaigns.owner_id,

        -- campaign
        campaigns.campaign_name,
        owners.owner_name,

        -- money, in the campaign's own currency
        campaigns.budget,
        campaigns.currency_code,

        -- dates
        campaigns.start_date,
        campaigns.end_date
    from campaigns
    left join owners
        on campaigns.owner_id = owners.owner_id

)

select * from final
