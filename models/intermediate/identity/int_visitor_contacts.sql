{#
    Grain: one row per visitor and span of time in which what it does is one contact's; a visitor's
           spans touch and cover all time. Deleted contacts keep their spans, so that nobody else
           inherits what they did.
    Why:   a shared browser belongs to the contact identified last at or before an event, else to
           the first one after (SPEC 2).
#}
{{ config(
    changes={"owner": {"id": "visitor_id"}}
) }}
-- depends_on: {{ ref('quarantine') }}
with

contact_visitors as (

    select * from {{ ref('stg_contact_visitors') }}

),

web_events as (

    select * from {{ ref('stg_web_events') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

recorded as (

    select
        visitor_id,
        contact_id,
        identified_at
    from contact_visitors

    union all

    -- An event that names a contact identifies its visitor.
    select
        visitor_id,
        contact_id,
        occurred_at as identified_at
    from web_events
    where contact_id is not null and not is_bot

),

identifications as (

    select
        recorded.visitor_id,
        identities.contact_id,
        identities.is_deleted as is_contact_deleted,
        recorded.identified_at
    from recorded
    inner join identities
        on recorded.contact_id = identities.recorded_contact_id
    group by
        recorded.visitor_id,
        identities.contact_id,
        identities.is_deleted,
        recorded.identified_at

),

-- contact_id breaks ties of two contacts identified at one instant: the later in this order counts
-- from there on.
ordered as (

    select
        *,
        lag(contact_id) over (
            partition by visitor_id
            order by identified_at asc, contact_id asc
        ) as previous_contact_id
    from identifications

),

changes as (

    select *
    from ordered
    where previous_contact_id is null or previous_contact_id <> contact_id

),

final as (

    select
        -- ids
        visitor_id,
        contact_id,

        -- contact
        is_contact_deleted,

        -- span: from valid_from on, up to but without valid_to
        case
            when previous_contact_id is null then cast('0001-01-01' as timestamp)
            else identified_at
        end as valid_from,
        coalesce(
            lead(identified_at) over (
                partition by visitor_id
                order by identified_at asc, contact_id asc
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from changes

)

select * from final
