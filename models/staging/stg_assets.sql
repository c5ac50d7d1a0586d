{#
    Grain: one row per asset.
#}
with

checked as (

    {{ checked_rows('assets') }}

),

final as (

    select
        -- ids
        asset_type,
        asset_id,

        -- asset
        title,
        url,
        cta_has_form,
        is_legacy_cta
    from checked
    where rejection is null

)

select * from final
