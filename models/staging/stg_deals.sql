{#
    Grain: one row per deal of the CRM, merged and deleted ones included.
#}
with

checked as (

    {{ checked_rows('deals') }}

),

final as (

    select
        -- ids
        deal_id,
        survivor_id as survivor_deal_id,
        stage_id,
        pipeline_id,
        owner_id,
        company_id,

        -- deal
        deal_name,
        deal_type,
        coalesce(is_deleted, false) as is_deleted,

        -- money
        amount,
        coalesce(currency_code, '{{ var('home_currency') }}') as currency_code,

        -- timestamps
        created_at,
        closed_at,
        updated_at
    from checked
    where rejection is null

)

select * from final
