{#
    Grain: one row per deal that exists now: merged ones are their survivor, deleted ones are gone.
#}
with

deals as (

    select * from {{ ref('int_deals') }}

),

deal_contacts as (

    select * from {{ ref('int_deal_contacts') }}

),

companies as (

    select * from {{ ref('stg_companies') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

contact_counts as (

    select
        deal_id,
        count(distinct contact_id) as contact_count
    from deal_contacts
    where not is_contact_deleted
    group by deal_id

),

final as (

    select
        -- ids
        deals.deal_id,
        deals.stage_id,
        deals.pipeline_id,
        deals.owner_id,
        deals.company_id,

        -- deal
        deals.deal_name,
        deals.deal_type,
        deals.stage_name,
        deals.pipeline_name,
        deals.is_won,
        deals.is_closed,
        owners.owner_name,
        companies.company_name,
        cast(coalesce(contact_counts.contact_count, 0) as integer) as contact_count,

        -- money
        deals.amount,
        deals.currency_code,
        deals.amount_in_home_currency,
        deals.home_currency,

        -- timestamps
        deals.created_at,
        deals.closed_at
    from deals
    left join contact_counts
        on deals.deal_id = contact_counts.deal_id
    left join companies
        on deals.company_id = companies.company_id
    left join owners
        on deals.owner_id = owners.owner_id
    where deals.deal_id = deals.survivor_deal_id and not deals.is_deleted

)

select * from final
