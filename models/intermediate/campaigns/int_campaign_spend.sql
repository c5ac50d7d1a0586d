{#
    Grain: one row per campaign, day and source of spend, up to the day of the run.
    Why:   what is planned for later days is not spent; revenue has no such days either.
#}
with

campaign_spend as (

    select * from {{ ref('stg_campaign_spend') }}

),

home_rates as (

    select * from {{ ref('int_home_rates') }}

),

home_currency as (

    select minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

converted as (

    select
        campaign_spend.campaign_id,
        campaign_spend.spend_source,
        campaign_spend.spend_date,
        {{ rounded_to_minor_unit(
            'campaign_spend.amount * home_rates.rate_to_home', 'home_currency.minor_units'
        ) }} as home_amount
    from campaign_spend
    left join home_rates
        on {{ has_rate('home_rates', 'campaign_spend.currency_code', 'campaign_spend.spend_date') }}
    left join home_currency on true
    where campaign_spend.spend_date <= cast({{ run_timestamp() }} as date)

),

final as (

    select
        -- ids
        campaign_id,
        spend_source,

        -- money, null without a rate
        {{ fitting_amount('home_amount') }} as spend,

        -- dates
        spend_date
    from converted

)

select * from final
