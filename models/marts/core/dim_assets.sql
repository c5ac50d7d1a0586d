{#
    Grain: one row per (asset_type, asset_id): every asset of the raw table, and every other one
           that an interaction was with.
    Why:   one title per asset for reports; the raw table's, else that of its newest interaction.
#}
with

assets as (

    select * from {{ ref('stg_assets') }}

),

interactions as (

    select * from {{ ref('int_interactions') }}

),

ranked as (

    select
        asset_type,
        asset_id,
        asset_title,
        interaction_url,
        row_number() over (
            partition by asset_type, asset_id
            order by occurred_at desc, interaction_rank desc, interaction_id desc
        ) as newness_rank
    from interactions

),

newest_interactions as (

    select *
    from ranked
    where newness_rank = 1 and asset_id is not null

),

final as (

    select
        -- ids
        coalesce(assets.asset_type, newest_interactions.asset_type) as asset_type,
        coalesce(assets.asset_id, newest_interactions.asset_id) as asset_id,

        -- asset
        coalesce(assets.title, newest_interactions.asset_title) as asset_title,
        coalesce(assets.url, {{ url_address('newest_interactions.interaction_url') }}) as url
    from assets
    full outer join newest_interactions
        on
            assets.asset_type = newest_interactions.asset_type
            and assets.asset_id = newest_interactions.asset_id

)

select * from final
