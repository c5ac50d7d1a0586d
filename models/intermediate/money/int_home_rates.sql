{#
    Grain: one row per currency and span of days on which a rate into the home currency holds; a
           currency's spans do not overlap.
    Why:   one place that knows which rate a day has: the latest that is not older than
           exchange_rate_max_age_days. The home currency's own is 1, always.
#}
-- depends_on: {{ ref('quarantine') }}
with

exchange_rates as (

    select * from {{ ref('stg_exchange_rates') }}

),

followed as (

    select
        currency_code,
        rate_date,
        rate_to_home,
        lead(rate_date) over (
            partition by currency_code
            order by rate_date asc
        ) as next_rate_date,
        cast(
            rate_date + interval '{{ var('exchange_rate_max_age_days') + 1 }}' day as date
        ) as too_old_date
    from exchange_rates
    where currency_code <> '{{ var('home_currency') }}'

),

final as (

    select
        currency_code,
        rate_to_home,

        -- span: from valid_from on, up to but without valid_to; null: for good
        rate_date as valid_from,
        least(too_old_date, coalesce(next_rate_date, too_old_date)) as valid_to
    from followed

    union all

    select
        '{{ var('home_currency') }}' as currency_code,
        cast(1 as decimal(18, 10)) as rate_to_home,
        cast('0001-01-01' as date) as valid_from,
        cast(null as date) as valid_to

)

select * from final
