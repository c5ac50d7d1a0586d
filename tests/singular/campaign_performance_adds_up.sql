{#
    Fails when what a model attributes to a campaign, split or unsplit, is not the same in
    rpt_campaign_performance, in rpt_attribution_by_campaign (0 where the campaign is not there) and
    over all days of rpt_campaign_performance_daily, or is null anywhere. Here and not as not_null
    in the YAML, as the columns follow the list of models.
    Bug it guards against: a model's column filled with another model's figures, or left empty.
#}
with

by_campaign as (

    select
        campaign_id,
        attribution_model,
        attributed_revenue,
        attributed_revenue_unsplit
    from {{ ref('rpt_attribution_by_campaign') }}
    where conversion_type = 'revenue'

),

{% for days in ['', '_daily'] -%}
performance{{ days }} as (

    {% for model in revenue_models() -%}
    select
        campaign_id,
        '{{ model }}' as attribution_model,
        sum(attributed_revenue_{{ model }}) as attributed_revenue,
        sum(attributed_revenue_unsplit_{{ model }}) as attributed_revenue_unsplit,
        count(*) * 2 - count(attributed_revenue_{{ model }})
        - count(attributed_revenue_unsplit_{{ model }}) as null_count
    from {{ ref('rpt_campaign_performance' ~ days) }}
    group by campaign_id
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

{% endfor -%}
final as (

    select
        performance.campaign_id,
        performance.attribution_model,
        performance.attributed_revenue,
        by_campaign.attributed_revenue as revenue_by_campaign,
        performance_daily.attributed_revenue as revenue_of_all_days
    from performance
    left join by_campaign
        on
            performance.campaign_id = by_campaign.campaign_id
            and performance.attribution_model = by_campaign.attribution_model
    left join performance_daily
        on
            performance.campaign_id = performance_daily.campaign_id
            and performance.attribution_model = performance_daily.attribution_model
    where
        performance.null_count > 0
        or coalesce(performance_daily.null_count, 0) > 0
        {% for amount in ['attributed_revenue', 'attributed_revenue_unsplit'] -%}
        or performance.{{ amount }} is distinct from coalesce(by_campaign.{{ amount }}, 0)
        or performance.{{ amount }} is distinct from coalesce(performance_daily.{{ amount }}, 0)
        {% endfor %}
)

select * from final
