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

newest as (

    select
        asset_type,
        asset_id,
        {{ last_of(
            'interaction_id', ['occurred_at', 'interaction_rank', 'interaction_id']
        ) }} as newest_interaction_id
    from interactions
    where asset_id is not null
    group by asset_type, asset_id

),

newest_interactions as (

    select
        newest.asset_type,
        newest.asset_id,
        interactions.asset_title,
        interactions.interaction_url
    from newest
    inner join interactions
        on newest.newest_interaction_id = interactions.interaction_id

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
