{#
    Grain: one row per contact created offline who lives now: the synthetic contact_created
           interaction (SPEC 1).
#}
{{ config(
    changes={"contact": {"id": "contact_id", "from": "occurred_at"}}
) }}
-- depends_on: {{ ref('quarantine') }}
with

contacts as (

    select * from {{ ref('stg_contacts') }}

),

sourced as (

    select
        *,
        case lower(creation_source)
            {% for creation_source, asset_type in var('offline_creation_sources').items() -%}
            when {{ sql_list([creation_source | lower]) }} then '{{ asset_type }}'
            {% else -%}
            when null then null
            {% endfor -%}
        end as asset_type
    from contacts
    where contact_id = survivor_contact_id and not is_deleted

),

final as (

    select
        -- ids
        'contact:' || contact_id as interaction_id,
        contact_id,

        -- interaction
        'contact_created' as interaction_type,

        -- asset
        asset_type,
        coalesce(creation_source_detail, creation_source) as asset_id,
        coalesce(creation_source_detail, creation_source) as asset_title,

        -- source
        'offline' as interaction_source,
        creation_source as source_drilldown_1,
        creation_source_detail as source_drilldown_2,

        -- timestamps
        created_at as occurred_at
    from sourced
    where asset_type is not null

)

select * from final
