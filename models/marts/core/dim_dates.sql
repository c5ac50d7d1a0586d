{#
    Grain: one row per day, from 1990-01-01 (staging rejects what is earlier) to the end of the year
           after that of the run, or of the latest date of a deal or campaign, whichever is later.
    Why:   the time spine of the semantic layer, and a calendar for BI tools.
#}
with

deals as (

    select * from {{ ref('dim_deals') }}

),

campaigns as (

    select * from {{ ref('dim_campaigns') }}

),

-- Only these may lie in the future; everything else in the marts ends with the run.
known_dates as (

    select cast({{ run_timestamp() }} as date) as known_date
    union all
    select cast(closed_at as date) as known_date
    from deals
    union all
    select start_date as known_date
    from campaigns
    union all
    select end_date as known_date
    from campaigns

),

-- No year has more than four digits: many tools read no others.
last_years as (

    select least(max(extract(year from known_date)) + 1, 9999) as last_year
    from known_dates

),

days as (

    select {{ days_between("date '1990-01-01'", 'make_date(last_year, 12, 31)') }} as date_day
    from last_years

),

final as (

    select
        date_day,
        cast(date_trunc('week', date_day) as date) as week_start_date,
        cast(date_trunc('month', date_day) as date) as month_start_date,
        cast(date_trunc('quarter', date_day) as date) as quarter_start_date,
        cast(date_trunc('year', date_day) as date) as year_start_date
    from days

)

select * from final
