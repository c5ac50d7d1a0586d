{#
    Grain: one row per call, meeting, one-to-one mail, conversation or sequence step.
#}
with

checked as (

    {{ checked_rows('sales_activities') }}

),

final as (

    select
        -- ids
        activity_id,
        owner_id,

        -- activity
        activity_type,
        title,
        outcome,
        is_connected,

        -- timestamps
        occurred_at,
        replied_at
    from checked
    where rejection is null

)

select * from final
