{#
    Grain: one row per association of a deal with a contact; a pair may have several, one after the
           other.
#}
-- depends_on: {{ ref('stg_deals') }}
-- depends_on: {{ ref('stg_contacts') }}
with

checked as (

    {{ checked_rows('deal_contacts') }}

),

final as (

    select
        -- ids
        deal_id,
        contact_id,

        -- timestamps
        associated_at,
        dissociated_at
    from checked
    where rejection is null

)

select * from final
