{#
    Grain: one row per campaign and referring keyword.
#}
-- depends_on: {{ ref('stg_campaigns') }}
with

checked as (

    {{ checked_rows('campaign_keywords') }}

),

final as (

    select
        -- ids
        campaign_id,

        -- match
        keyword
    from checked
    where rejection is null

)

select * from final
