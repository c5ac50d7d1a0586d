{#
    Grain: one row per campaign, contact and asset by which the campaign influenced the contact: a
           unique marketing influence (SPEC 6).
    Why:   says which contacts a campaign influenced, by what and when first. A date filter keeps
           contacts by contact_first_influenced_at.
#}
{{ config(materialized="view") }}
with

pairs as (

    select * from {{ ref('int_unique_influences') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

assets as (

    select * from {{ ref('dim_assets') }}

),

-- Each pair has both counts; left joins let engines leave out a count that nobody asks for.
campaign_assets as (

    select
        campaign_id,
        asset_type,
        asset_id,
        count(*) as contacts_of_asset
    from pairs
    group by campaign_id, asset_type, asset_id

),

campaign_contacts as (

    select
        campaign_id,
        contact_id,
        count(*) as assets_of_contact,
        min(first_influenced_at) as contact_first_influenced_at
    from pairs
    group by campaign_id, contact_id

),

final as (

    select
        -- ids
        pairs.campaign_id,
        campaigns.campaign_name,
        pairs.contact_id,

        -- asset
        pairs.asset_type,
        pairs.asset_id,
        assets.asset_title,

        -- the first influence
        pairs.influence_type,
        pairs.influence_id,

        -- counts
        pairs.influence_count,
        campaign_assets.contacts_of_asset,
        campaign_contacts.assets_of_contact,

        -- timestamps
        pairs.first_influenced_at,
        pairs.last_influenced_at,
        campaign_contacts.contact_first_influenced_at
    from pairs
    left join campaign_assets
        on
            pairs.campaign_id = campaign_assets.campaign_id
            and pairs.asset_type = campaign_assets.asset_type
            and pairs.asset_id is not distinct from campaign_assets.asset_id
    left join campaign_contacts
        on
            pairs.campaign_id = campaign_contacts.campaign_id
            and pairs.contact_id = campaign_contacts.contact_id
    inner join campaigns
        on pairs.campaign_id = campaigns.campaign_id
    left join assets
        on pairs.asset_type = assets.asset_type and pairs.asset_id = assets.asset_id

)

select * from final
