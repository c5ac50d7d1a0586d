{#
    Grain: one row per sales activity that counts (SPEC 1) and contact who lives now: two records of
           one person are one.
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

activities as (

    select * from {{ ref('stg_sales_activities') }}

),

activity_contacts as (

    select * from {{ ref('stg_sales_activity_contacts') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

participants as (

    select
        activity_contacts.activity_id,
        identities.contact_id
    from activity_contacts
    inner join identities
        on activity_contacts.contact_id = identities.recorded_contact_id
    where not identities.is_deleted
    group by activity_contacts.activity_id, identities.contact_id

),

typed as (

    select
        *,
        case
            when activity_type = 'call' and coalesce(is_connected, lower(outcome) = 'connected')
                then 'call_connected'
            when activity_type = 'meeting' then 'meeting'
            when activity_type = 'sales_email' and replied_at is not null then 'sales_email_reply'
            when activity_type = 'conversation' then 'conversation'
            when activity_type = 'sequence' then 'sequence_action'
        end as interaction_type
    from activities

),

final as (

    select
        -- ids
        'sales:' || {{ joined_id(['participants.activity_id', 'participants.contact_id']) }}
            as interaction_id,
        participants.contact_id,
        -- Reports on deals ask for the deal too, but not of sequences.
        case
            when typed.activity_type <> 'sequence' then typed.activity_id
        end as sales_activity_id,

        -- interaction
        typed.interaction_type,

        -- asset
        typed.activity_type as asset_type,
        typed.activity_id as asset_id,
        coalesce(assets.title, typed.title, typed.activity_id) as asset_title,

        -- source
        case when typed.activity_type = 'sequence' then 'direct_traffic' else 'sales' end
            as interaction_source,
        case when typed.activity_type <> 'sequence' then typed.activity_type end
            as source_drilldown_1,
        case when typed.activity_type <> 'sequence' then typed.outcome end as source_drilldown_2,

        -- timestamps
        case
            when typed.activity_type = 'sales_email' then typed.replied_at else typed.occurred_at
        end as occurred_at
    from typed
    inner join participants
        on typed.activity_id = participants.activity_id
    left join assets
        on typed.activity_type = assets.asset_type and typed.activity_id = assets.asset_id
    where typed.interaction_type is not null

)

select * from final
