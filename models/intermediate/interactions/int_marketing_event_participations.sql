{#
    Grain: one row per registration for, or attendance of, a marketing event by a contact who lives
           now.
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
with

participations as (

    select * from {{ ref('stg_marketing_event_participations') }}

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
        'participation:' || participations.participation_id as interaction_id,
        identities.contact_id,

        -- interaction
        'marketing_event_' || participations.state as interaction_type,

        -- asset
        'marketing_event' as asset_type,
        participations.marketing_event_id as asset_id,
        coalesce(assets.title, participations.marketing_event_id) as asset_title,

        -- source
        'marketing_event' as interaction_source,
        coalesce(assets.title, participations.marketing_event_id) as source_drilldown_1,
        participations.state as source_drilldown_2,

        -- timestamps
        participations.occurred_at
    from participations
    inner join identities
        on participations.contact_id = identities.recorded_contact_id
    left join assets
        on
            assets.asset_type = 'marketing_event'
            and participations.marketing_event_id = assets.asset_id
    where participations.state in ('registered', 'attended') and not identities.is_deleted

)

select * from final
