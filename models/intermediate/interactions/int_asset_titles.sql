{#
    Grain: one row per asset of the raw table.
    Why:   views look titles up in it; it waits for the quarantine to be judged, as all that readers
           see must.
#}
-- depends_on: {{ ref('quarantine') }}
with

assets as (

    select * from {{ ref('stg_assets') }}

),

final as (

    select
        -- ids
        asset_type,
        asset_id,

        -- asset
        title
    from assets

)

select * from final
