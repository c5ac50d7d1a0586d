{#
    Grain: one row per enrolment of a contact in a sales sequence.
#}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('sequence_enrollments') }}

),

final as (

    select
        -- ids
        contact_id,
        sequence_id,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
