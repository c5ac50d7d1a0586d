{#
    Grain: one row per enrolment of a contact who lives now in a sales sequence.
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

enrollments as (

    select * from {{ ref('stg_sequence_enrollments') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

final as (

    select
        -- ids
        'sequence:' || {{ joined_id([
            'enrollments.contact_id',
            'enrollments.sequence_id',
            microseconds_text('enrollments.occurred_at'),
        ]) }} as interaction_id,
        identities.contact_id,

        -- interaction
        'sequence_action' as interaction_type,

        -- asset
        'sequence' as asset_type,
        enrollments.sequence_id as asset_id,
        coalesce(assets.title, enrollments.sequence_id) as asset_title,

        -- source
        'direct_traffic' as interaction_source,

        -- timestamps
        enrollments.occurred_at
    from enrollments
    inner join identities
        on enrollments.contact_id = identities.recorded_contact_id
    left join assets
        on assets.asset_type = 'sequence' and enrollments.sequence_id = assets.asset_id
    where not identities.is_deleted

)

select * from final
