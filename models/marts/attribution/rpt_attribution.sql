{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, attribution_model) that
           earned credit.
    Why:   fct_attribution with every dimension of SPEC 7 beside it: one relation for a BI tool, any
           breakdown, no joins. Campaigns and positions, of which an interaction may have several,
           are lists in one text, so that sums stay right.
#}
{{ config(materialized="view") }}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

interactions as (

    select * from {{ ref('fct_interactions') }}

),

contacts as (

    select * from {{ ref('dim_contacts') }}

),

deals as (

    select * from {{ ref('dim_deals') }}

),

assets as (

    select * from {{ ref('dim_assets') }}

),

interaction_campaigns as (

    select * from {{ ref('bridge_interaction_campaigns') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

campaign_lists as (

    select
        interaction_campaigns.interaction_id,
        {{ text_list(
            'interaction_campaigns.campaign_id', 'interaction_campaigns.campaign_index'
        ) }} as campaign_ids,
        {{ text_list(
            'coalesce(campaigns.campaign_name, interaction_campaigns.campaign_id)',
            'interaction_campaigns.campaign_index'
        ) }} as campaign_names
    from interaction_campaigns
    inner join campaigns
        on interaction_campaigns.campaign_id = campaigns.campaign_id
    group by interaction_campaigns.interaction_id

),

final as (

    select
        -- ids
        attribution.conversion_type,
        attribution.conversion_id,
        attribution.interaction_id,
        attribution.attribution_model,
        attribution.contact_id,
        interactions.visitor_id,
        interactions.session_id,

        -- facts
        attribution.credit,
        attribution.attributed_revenue,
        attribution.home_currency,

        -- interaction
        interactions.interaction_type,
        attribution.occurred_at,
        cast(attribution.occurred_at as date) as interaction_date,
        interactions.interaction_url,
        interactions.form_id,
        forms.asset_title as form_title,
        interactions.cta_id,
        interactions.social_post_id,
        interactions.email_id,
        interactions.ad_network,
        interactions.ad_campaign_id,
        interactions.ad_keyword,

        -- position
        attribution.interaction_index,
        attribution.interaction_count,
        attribution.is_first,
        attribution.is_lead_create,
        attribution.is_deal_create,
        attribution.is_closed_won,
        attribution.is_last,
        attribution.is_last_ad,
        attribution.is_middle,

        -- asset
        interactions.asset_type,
        interactions.asset_id,
        assets.asset_title,

        -- source
        interactions.interaction_source,
        interactions.source_drilldown_1,
        interactions.source_drilldown_2,
        interactions.utm_source,
        interactions.utm_medium,
        interactions.utm_campaign,
        interactions.utm_content,
        interactions.utm_term,

        -- campaign
        coalesce(campaign_lists.campaign_ids, '(no campaign)') as campaign_ids,
        coalesce(campaign_lists.campaign_names, '(no campaign)') as campaign_names,

        -- contact
        interactions.lead_source,
        interactions.company_id,
        contacts.company_name,
        contacts.lifecycle_stage,
        contacts.created_at as contact_created_at,

        -- deal
        deals.deal_id,
        deals.deal_name,
        deals.deal_type,
        deals.pipeline_id,
        deals.pipeline_name,
        deals.owner_id as deal_owner_id,
        deals.owner_name as deal_owner_name,
        deals.company_id as deal_company_id,
        deals.company_name as deal_company_name,
        deals.created_at as deal_created_at,
        deals.closed_at as deal_closed_at,

        -- timestamps
        attribution.converted_at,
        cast(attribution.converted_at as date) as conversion_date
    from attribution
    inner join interactions
        on attribution.interaction_id = interactions.interaction_id
    inner join contacts
        on attribution.contact_id = contacts.contact_id
    left join deals
        on
            attribution.conversion_type <> 'contact_create'
            and attribution.conversion_id = deals.deal_id
    left join assets
        on interactions.asset_type = assets.asset_type and interactions.asset_id = assets.asset_id
    left join assets as forms
        on forms.asset_type = 'form' and interactions.form_id = forms.asset_id
    left join campaign_lists
        on attribution.interaction_id = campaign_lists.interaction_id

)

select * from final
