{#
    Grain: one row per company.
#}
-- depends_on: {{ ref('quarantine') }}
with

companies as (

    select * from {{ ref('stg_companies') }}

),

final as (

    select
        -- ids
        company_id,

        -- company
        company_name,
        domain
    from companies

)

select * from final
