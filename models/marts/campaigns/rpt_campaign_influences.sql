{#
    Grain: one row per campaign, contact and asset by which the campaign influenced the contact: a
           unique marketing influence (SPEC 6).
    Why:   says which contacts a campaign influenced, by what and when first. A date filter keeps
           contacts by contact_first_influenced_at.
#}
{%- set first_columns = ['influence_type', 'influence_id'] %}
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
pairs as (

    select
        campaign_id,
        contact_id,
        asset_type,
        asset_id,
        {% for column in first_columns -%}
        {{ first_of(
            column, ['occurred_at', 'influence_rank', 'influence_id'], columns=first_columns
        ) }} as {{ column }},
        {% endfor -%}
        count(*) as influence_count,
        min(occurred_at) as first_influenced_at,
        max(occurred_at) as last_influenced_at
    from influences
    group by campaign_id, contact_id, asset_type, asset_id

),

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
    inner join campaign_assets
        on
            pairs.campaign_id = campaign_assets.campaign_id
            and pairs.asset_type = campaign_assets.asset_type
            and pairs.asset_id is not distinct from campaign_assets.asset_id
    inner join campaign_contacts
        on
            pairs.campaign_id = campaign_contacts.campaign_id
            and pairs.contact_id = campaign_contacts.contact_id
    inner join campaigns
        on pairs.campaign_id = campaigns.campaign_id
    left join assets
        on pairs.asset_type = assets.asset_type and pairs.asset_id = assets.asset_id

)

select * from final
