{#
    Grain: one row per campaign and asset associated with it.
#}
-- depends_on: {{ ref('stg_campaigns') }}
with

checked as (

    {{ checked_rows('campaign_assets') }}

),

final as (

    select
        -- ids
        campaign_id,
        asset_type,
        asset_id,

        -- timestamps
        associated_at
    from checked
    where rejection is null

)

select * from final
