{#
    Grain: one row per interaction with a social post.
#}
with

checked as (

    {{ checked_rows('social_interactions') }}

),

final as (

    select
        -- ids
        social_interaction_id,
        social_post_id,
        contact_id,
        visitor_id,

        -- interaction
        lower(trim(network)) as network,
        interaction_type,
        url,
        {{ url_query('url') }} as link_query,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
