{#
    Grain: one row per campaign, day and source of a spend.
#}
-- depends_on: {{ ref('stg_campaigns') }}
with

checked as (

    {{ checked_rows('campaign_spend') }}

),

final as (

    select
        -- ids
        campaign_id,

        -- money, in the currency of the spend
        amount,
        coalesce(currency_code, '{{ var('home_currency') }}') as currency_code,
        spend_source,

        -- dates
        spend_date
    from checked
    where rejection is null

)

select * from final
