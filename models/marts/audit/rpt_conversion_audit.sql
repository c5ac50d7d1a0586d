{#
    Grain: one row per (conversion_type, conversion_id): every staged contact, and every staged deal
           in both deal reports.
    Why:   what a report leaves out, and why, so that nobody has to guess.
#}
with

conversions as (

    select * from {{ ref('int_conversions') }}

),

journeys as (

    select * from {{ ref('fct_journeys') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

with_interactions as (

    select
        conversion_type,
        conversion_id
    from journeys
    where is_first

),

final as (

    select
        -- ids
        conversions.conversion_type,
        conversions.conversion_id,

        -- verdict
        conversions.exclusion_reason is null
        and with_interactions.conversion_id is not null as is_included,
        case
            when conversions.exclusion_reason is not null then conversions.exclusion_reason
            when with_interactions.conversion_id is null then 'no_interactions'
        end as reason,

        -- money
        deals.amount_in_home_currency as amount,
        '{{ var('home_currency') }}' as home_currency,

        -- timestamps
        conversions.converted_at
    from conversions
    left join with_interactions
        on
            conversions.conversion_type = with_interactions.conversion_type
            and conversions.conversion_id = with_interactions.conversion_id
    left join deals
        on conversions.conversion_type = 'revenue' and conversions.conversion_id = deals.deal_id

)

select * from final
