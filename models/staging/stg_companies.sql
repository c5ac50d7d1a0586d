{#
    Grain: one row per company.
#}
with

checked as (

    {{ checked_rows('companies') }}

),

final as (

    select
        -- ids
        company_id,

        -- company
        company_name,
        domain
    from checked
    where rejection is null

)

select * from final
