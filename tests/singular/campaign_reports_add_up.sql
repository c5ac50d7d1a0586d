{#
    Fails when, for a campaign, a metric of rpt_campaign_performance is not the sum of its days in
    rpt_campaign_performance_daily; influenced contacts and unique influences are not those that
    rpt_campaign_influences lists; or revenue is not the linear one of rpt_attribution_by_campaign.
    Bug it guards against: something counted on two days or on none, or a metric computed in two
    places, otherwise in each.
    Not: what each model attributes; campaign_performance_adds_up says that.
#}
{%- set listed = {
    'influenced_contacts': 'count(distinct contact_id)', 'unique_marketing_influences': 'count(*)'
} -%}
with

campaigns as (

    select * from {{ ref('rpt_campaign_performance') }}

),

daily as (

    select * from {{ ref('rpt_campaign_performance_daily') }}

),

influences as (

    select * from {{ ref('rpt_campaign_influences') }}

),

linear_revenue as (

    select *
    from {{ ref('rpt_attribution_by_campaign') }}
    where
        conversion_type = 'revenue'
        and attribution_model = 'linear'
        and campaign_id <> '(no campaign)'

),

-- Each metric as reported, once for each report that it is compared with.
reported as (

    {% for metric in campaign_metrics() if not metric.startswith('attributed_revenue') -%}
    select
        'days' as report,
        '{{ metric }}' as metric,
        campaign_id,
        cast({{ metric }} as decimal(38, 4)) as metric_value
    from campaigns

    union all

    {% endfor -%}
    {% for metric in listed -%}
    select
        'influences' as report,
        '{{ metric }}' as metric,
        campaign_id,
        cast({{ metric }} as decimal(38, 4)) as metric_value
    from campaigns

    union all

    {% endfor -%}
    {% for suffix in ['', '_unsplit'] -%}
    select
        'attribution' as report,
        'revenue{{ suffix }}' as metric,
        campaign_id,
        cast(revenue{{ suffix }} as decimal(38, 4)) as metric_value
    from campaigns
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

expected as (

    {% for metric in campaign_metrics() if not metric.startswith('attributed_revenue') -%}
    select
        'days' as report,
        '{{ metric }}' as metric,
        campaign_id,
        cast(sum({{ metric }}) as decimal(38, 4)) as metric_value
    from daily
    group by campaign_id

    union all

    {% endfor -%}
    {% for metric, measure in listed.items() -%}
    select
        'influences' as report,
        '{{ metric }}' as metric,
        campaign_id,
        cast({{ measure }} as decimal(38, 4)) as metric_value
    from influences
    group by campaign_id

    union all

    {% endfor -%}
    {% for suffix in ['', '_unsplit'] -%}
    select
        'attribution' as report,
        'revenue{{ suffix }}' as metric,
        campaign_id,
        cast(attributed_revenue{{ suffix }} as decimal(38, 4)) as metric_value
    from linear_revenue
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

-- A campaign that the other report lacks has nothing there; revenue is null without linear.
final as (

    select
        coalesce(reported.campaign_id, expected.campaign_id) as campaign_id,
        coalesce(reported.metric, expected.metric) as metric,
        coalesce(reported.report, expected.report) as report,
        reported.metric_value,
        expected.metric_value as expected_value
    from reported
    full outer join expected
        on
            reported.report = expected.report
            and reported.metric = expected.metric
            and reported.campaign_id = expected.campaign_id
    where coalesce(reported.metric_value, 0) <> coalesce(expected.metric_value, 0)

)

select * from final
