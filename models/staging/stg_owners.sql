{#
    Grain: one row per user who owns records.
#}
with

checked as (

    {{ checked_rows('owners') }}

),

final as (

    select
        -- ids
        owner_id,

        -- owner
        owner_name,
        email
    from checked
    where rejection is null

)

select * from final
