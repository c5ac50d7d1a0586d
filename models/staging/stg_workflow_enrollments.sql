{#
    Grain: one row per enrolment of a contact in a workflow.
#}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('workflow_enrollments') }}

),

final as (

    select
        -- ids
        contact_id,
        workflow_id,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
