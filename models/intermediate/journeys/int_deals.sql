{#
    Grain: one row per staged deal, merged and deleted ones included.
    Why:   settles what the reports ask of a deal: whether it is won, when it closed, and its amount
           in home currency.
#}
-- depends_on: {{ ref('quarantine') }}
with

deals as (

    select * from {{ ref('stg_deals') }}

),

pipeline_stages as (

    select * from {{ ref('stg_pipeline_stages') }}

),

stage_changes as (

    select * from {{ ref('stg_deal_stage_changes') }}

),

home_rates as (

    select * from {{ ref('int_home_rates') }}

),

home_currency as (

    select
        currency_code,
        minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

last_stage_entries as (

    select
        deals.survivor_deal_id as deal_id,
        stage_changes.stage_id,
        max(stage_changes.entered_at) as entered_at
    from stage_changes
    inner join deals
        on stage_changes.deal_id = deals.deal_id
    group by deals.survivor_deal_id, stage_changes.stage_id

),

staged as (

    select
        deals.deal_id,
        deals.survivor_deal_id,
        deals.deal_name,
        deals.deal_type,
        deals.stage_id,
        deals.owner_id,
        deals.company_id,
        deals.is_deleted,
        deals.amount,
        deals.currency_code,
        deals.created_at,
        pipeline_stages.stage_name,
        coalesce(deals.pipeline_id, pipeline_stages.pipeline_id) as pipeline_id,
        pipeline_stages.pipeline_name,
        deals.closed_at as recorded_closed_at,
        last_stage_entries.entered_at as stage_entered_at,
        coalesce(
            pipeline_stages.is_won,
            deals.stage_id in ({{ sql_list(var('closed_won_stage_ids')) }}),
            false
        ) as is_won,
        pipeline_stages.is_closed
    from deals
    left join pipeline_stages
        on deals.stage_id = pipeline_stages.stage_id
    left join last_stage_entries
        on
            deals.deal_id = last_stage_entries.deal_id
            and deals.stage_id = last_stage_entries.stage_id

),

closed as (

    select
        *,
        coalesce(recorded_closed_at, case when is_won then stage_entered_at end) as closed_at
    from staged

),

converted as (

    select
        closed.*,
        home_currency.minor_units,
        home_rates.rate_to_home
    from closed
    left join home_rates
        on {{ has_rate('home_rates', 'closed.currency_code', 'cast(closed.closed_at as date)') }}
    left join home_currency on true

),

rounded as (

    select
        *,
        {{ rounded_to_minor_unit('amount * rate_to_home', 'minor_units') }} as home_amount
    from converted

),

final as (

    select
        -- ids
        deal_id,
        survivor_deal_id,
        stage_id,
        pipeline_id,
        owner_id,
        company_id,

        -- deal
        deal_name,
        deal_type,
        stage_name,
        pipeline_name,
        is_won,
        is_won or coalesce(is_closed, false) as is_closed,
        is_deleted,

        -- money
        amount,
        currency_code,
        rate_to_home,
        {{ fitting_amount('home_amount') }} as amount_in_home_currency,
        '{{ var('home_currency') }}' as home_currency,
        minor_units as home_minor_units,

        -- timestamps
        created_at,
        closed_at
    from rounded

)

select * from final
