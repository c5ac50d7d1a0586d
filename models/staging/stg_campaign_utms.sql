{#
    Grain: one row per campaign and utm_campaign value, present or former.
#}
-- depends_on: {{ ref('stg_campaigns') }}
with

checked as (

    {{ checked_rows('campaign_utms') }}

),

final as (

    select
        -- ids
        campaign_id,

        -- match
        utm_campaign
    from checked
    where rejection is null

)

select * from final
