{#
    Grain: one row per campaign, contact and asset by which the campaign influenced the contact: a
           unique marketing influence (SPEC 6).
    Why:   says which contacts a campaign influenced, by what and when first. A date filter keeps
           contacts by contact_first_influenced_at.
#}
with

influences as (

    select * from {{ ref('int_campaign_influences') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

assets as (

    select * from {{ ref('dim_assets') }}

),

-- influence_id breaks ties of influences of one kind at one instant.
numbered as (

    select
        *,
        row_number() over (
            partition by campaign_id, contact_id, asset_type, asset_id
            order by occurred_at asc, influence_rank asc, influence_id asc
        ) as influence_number,
        count(*) over (
            partition by campaign_id, contact_id, asset_type, asset_id
        ) as influence_count,
        max(occurred_at) over (
            partition by campaign_id, contact_id, asset_type, asset_id
        ) as last_influenced_at
    from influences

),

counted as (

    select
        *,
        count(*) over (partition by campaign_id, asset_type, asset_id) as contacts_of_asset,
        count(*) over (partition by campaign_id, contact_id) as assets_of_contact,
        min(occurred_at) over (
            partition by campaign_id, contact_id
        ) as contact_first_influenced_at
    from numbered
    where influence_number = 1

),

final as (

    select
        -- ids
        counted.campaign_id,
        campaigns.campaign_name,
        counted.contact_id,

        -- asset
        counted.asset_type,
        counted.asset_id,
        assets.asset_title,

        -- the first influence
        counted.influence_type,
        counted.influence_id,

        -- counts
        counted.influence_count,
        counted.contacts_of_asset,
        counted.assets_of_contact,

        -- timestamps
        counted.occurred_at as first_influenced_at,
        counted.last_influenced_at,
        counted.contact_first_influenced_at
    from counted
    inner join campaigns
        on counted.campaign_id = campaigns.campaign_id
    left join assets
        on counted.asset_type = assets.asset_type and counted.asset_id = assets.asset_id

)

select * from final
