{#
    Grain: one row per click on an ad.
#}
with

checked as (

    {{ checked_rows('ad_interactions') }}

),

final as (

    select
        -- ids
        ad_interaction_id,
        contact_id,
        visitor_id,
        ad_id,
        ad_campaign_id,

        -- ad
        lower(trim(network)) as network,
        ad_name,
        keyword,
        landing_url,
        {{ url_query('landing_url') }} as link_query,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
