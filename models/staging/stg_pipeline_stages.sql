{#
    Grain: one row per stage of a deal pipeline.
#}
with

checked as (

    {{ checked_rows('pipeline_stages') }}

),

final as (

    select
        -- ids
        stage_id,
        pipeline_id,

        -- stage
        pipeline_name,
        stage_name,
        coalesce(is_closed, false) or coalesce(is_won, false) as is_closed,
        coalesce(is_won, false) as is_won
    from checked
    where rejection is null

)

select * from final
