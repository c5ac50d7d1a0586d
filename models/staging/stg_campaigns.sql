{#
    Grain: one row per campaign.
#}
with

checked as (

    {{ checked_rows('campaigns') }}

),

final as (

    select
        -- ids
        campaign_id,
        owner_id,

        -- campaign
        campaign_name,
        budget,
        coalesce(currency_code, '{{ var('home_currency') }}') as currency_code,

        -- dates
        start_date,
        end_date
    from checked
    where rejection is null

)

select * from final
