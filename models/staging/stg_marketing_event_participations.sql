{#
    Grain: one row per state that a contact reached in a marketing event.
#}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('marketing_event_participations') }}

),

final as (

    select
        -- ids
        participation_id,
        marketing_event_id,
        contact_id,

        -- participation
        state,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
