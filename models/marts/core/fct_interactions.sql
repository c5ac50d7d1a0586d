{#
    Grain: one row per interaction of a contact who lives now.
#}
{{ config(materialized="view") }}
with

interactions as (

    select * from {{ ref('int_interactions') }}

),

contacts as (

    select * from {{ ref('dim_contacts') }}

),

final as (

    select
        -- ids
        interactions.interaction_id,
        interactions.contact_id,
        interactions.visitor_id,
        interactions.session_id,
        interactions.sales_activity_id,
        contacts.company_id,

        -- interaction
        interactions.interaction_type,
        interactions.interaction_url,
        interactions.form_id,
        interactions.cta_id,
        interactions.social_post_id,
        interactions.email_id,
        interactions.ad_network,
        interactions.ad_campaign_id,
        interactions.ad_keyword,

        -- asset
        interactions.asset_type,
        interactions.asset_id,
        interactions.asset_title,

        -- source
        interactions.interaction_source,
        interactions.source_drilldown_1,
        interactions.source_drilldown_2,
        interactions.utm_source,
        interactions.utm_medium,
        interactions.utm_campaign,
        interactions.utm_content,
        interactions.utm_term,
        contacts.lead_source,

        -- timestamps
        interactions.occurred_at
    from interactions
    inner join contacts
        on interactions.contact_id = contacts.contact_id

)

select * from final
