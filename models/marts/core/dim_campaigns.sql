{#
    Grain: one row per campaign.
#}
-- depends_on: {{ ref('quarantine') }}
with

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

home_rates as (

    select * from {{ ref('int_home_rates') }}

),

home_currency as (

    select minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

-- A budget has the rate of the campaign's first day.
budgeted as (

    select
        campaigns.campaign_id,
        {{ rounded_to_minor_unit(
            'campaigns.budget * home_rates.rate_to_home', 'home_currency.minor_units'
        ) }} as home_budget
    from campaigns
    inner join home_rates
        on {{ has_rate('home_rates', 'campaigns.currency_code', 'campaigns.start_date') }}
    left join home_currency on true

),

final as (

    select
        -- ids
        campaigns.campaign_id,
        campaigns.owner_id,

        -- campaign
        campaigns.campaign_name,
        owners.owner_name,

        -- money: the budget in the campaign's own currency, and in home currency
        campaigns.budget,
        campaigns.currency_code,
        {{ fitting_amount('budgeted.home_budget') }} as budget_in_home_currency,
        '{{ var('home_currency') }}' as home_currency,

        -- dates
        campaigns.start_date,
        campaigns.end_date
    from campaigns
    left join owners
        on campaigns.owner_id = owners.owner_id
    left join budgeted
        on campaigns.campaign_id = budgeted.campaign_id

)

select * from final
