{#
    Fails when a staged contact or deal is missing from rpt_conversion_audit, is there without a
    verdict, or the verdict does not agree with fct_journeys.
    Bug it guards against: an inner join that makes a deal vanish without a reason.
#}
with

expected as (

    select
        'contact_create' as conversion_type,
        contact_id as conversion_id
    from {{ ref('stg_contacts') }}

    union all

    select
        'deal_create' as conversion_type,
        deal_id as conversion_id
    from {{ ref('stg_deals') }}

    union all

    select
        'revenue' as conversion_type,
        deal_id as conversion_id
    from {{ ref('stg_deals') }}

),

audit as (

    select * from {{ ref('rpt_conversion_audit') }}

),

journeys as (

    select
        conversion_type,
        conversion_id
    from {{ ref('fct_journeys') }}
    group by conversion_type, conversion_id

),

final as (

    select
        expected.conversion_type,
        expected.conversion_id,
        audit.is_included,
        audit.reason
    from expected
    left join audit
        on
            expected.conversion_type = audit.conversion_type
            and expected.conversion_id = audit.conversion_id
    left join journeys
        on
            expected.conversion_type = journeys.conversion_type
            and expected.conversion_id = journeys.conversion_id
    where
        audit.conversion_id is null
        or audit.is_included is distinct from (journeys.conversion_id is not null)
        or audit.is_included is distinct from (audit.reason is null)

)

select * from final
