{#
    Grain: one row per currency and day.
#}
with

checked as (

    {{ checked_rows('exchange_rates') }}

),

final as (

    select
        -- keys
        currency_code,
        rate_date,

        -- facts
        rate_to_home
    from checked
    where rejection is null

)

select * from final
