{#
    Grain: one row per entry of a deal into a stage.
#}
-- depends_on: {{ ref('stg_deals') }}
with

checked as (

    {{ checked_rows('deal_stage_changes') }}

),

final as (

    select
        -- ids
        deal_id,
        stage_id,

        -- timestamps
        entered_at
    from checked
    where rejection is null

)

select * from final
