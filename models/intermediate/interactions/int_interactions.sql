{#
    Grain: one row per interaction of a contact who lives now: one thing that the contact did (SPEC
           1).
    Why:   all kinds of interactions in one shape; what earns credit, and when, is decided per
           journey.
#}
with

web_interactions as (

    select * from {{ ref('int_web_interactions') }}

),

contacts_created as (

    select * from {{ ref('int_contact_created') }}

),

final as (

    select
        -- ids
        interaction_id,
        contact_id,
        visitor_id,
        session_id,

        -- interaction
        interaction_type,
        interaction_rank,
        interaction_url,
        form_id,
        cta_id,
        cast(null as string) as social_post_id,
        cast(null as string) as email_id,
        cast(null as string) as ad_network,
        cast(null as string) as ad_keyword,

        -- asset
        asset_type,
        asset_id,
        asset_title,

        -- source
        interaction_source,
        source_drilldown_1,
        source_drilldown_2,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,

        -- timestamps
        occurred_at
    from web_interactions

    union all

    select
        interaction_id,
        contact_id,
        cast(null as string) as visitor_id,
        cast(null as string) as session_id,
        'contact_created' as interaction_type,
        {{ interaction_rank("'contact_created'") }} as interaction_rank,
        cast(null as string) as interaction_url,
        cast(null as string) as form_id,
        cast(null as string) as cta_id,
        cast(null as string) as social_post_id,
        cast(null as string) as email_id,
        cast(null as string) as ad_network,
        cast(null as string) as ad_keyword,
        asset_type,
        asset_id,
        asset_id as asset_title,
        'offline' as interaction_source,
        source_drilldown_1,
        source_drilldown_2,
        cast(null as string) as utm_source,
        cast(null as string) as utm_medium,
        cast(null as string) as utm_campaign,
        cast(null as string) as utm_content,
        cast(null as string) as utm_term,
        occurred_at
    from contacts_created

)

select * from final
