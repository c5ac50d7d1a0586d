{#
    Fails when, for a campaign, a metric of rpt_campaign_performance is not the sum of its days in
    rpt_campaign_performance_daily; is not what the report that counts the same says
    (rpt_campaign_influences, rpt_attribution_by_campaign); or revenue is not the linear one.
    Bug it guards against: something counted on two days or on none, or a metric computed in two
    places, otherwise in each.
    Not: whether attribution by campaign adds up to the total; reports_add_up says that.
#}
{#- Metrics of rpt_campaign_performance by the report that they are compared with. -#}
{%- set revenues = ['revenue', 'revenue_unsplit'] -%}
{%- for metric in campaign_metrics() if metric.startswith('attributed_revenue') -%}
    {%- do revenues.append(metric) -%}
{%- endfor -%}
{%- set compared = {
    'days': campaign_metrics() | list,
    'influences': ['influenced_contacts', 'unique_marketing_influences'],
    'attribution': revenues,
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

attribution as (

    select * from {{ ref('rpt_attribution_by_campaign') }}

),

reported as (

    {% for report, metrics in compared.items() -%}
    {%- set is_last_report = loop.last -%}
    {% for metric in metrics -%}
    select
        '{{ report }}' as report,
        campaign_id,
        '{{ metric }}' as metric,
        cast({{ metric }} as decimal(38, 4)) as metric_value
    from campaigns
    {% if not (is_last_report and loop.last) %}
    union all

    {% endif -%}
    {% endfor -%}
    {% endfor %}
),

expected as (

    {% for metric in compared['days'] -%}
    select
        'days' as report,
        campaign_id,
        '{{ metric }}' as metric,
        cast(sum({{ metric }}) as decimal(38, 4)) as metric_value
    from daily
    group by campaign_id

    union all

    {% endfor -%}
    {% for metric, measure in {
        'influenced_contacts': 'distinct contact_id', 'unique_marketing_influences': '*'
    }.items() -%}
    select
        'influences' as report,
        campaign_id,
        '{{ metric }}' as metric,
        cast(count({{ measure }}) as decimal(38, 4)) as metric_value
    from influences
    group by campaign_id

    union all

    {% endfor -%}
    {% for suffix in ['', '_unsplit'] -%}
    select
        'attribution' as report,
        campaign_id,
        'attributed_revenue{{ suffix }}_' || attribution_model as metric,
        cast(attributed_revenue{{ suffix }} as decimal(38, 4)) as metric_value
    from attribution
    where conversion_type = 'revenue' and campaign_id <> '(no campaign)'

    union all

    select
        'attribution' as report,
        campaign_id,
        'revenue{{ suffix }}' as metric,
        cast(attributed_revenue{{ suffix }} as decimal(38, 4)) as metric_value
    from attribution
    where
        conversion_type = 'revenue'
        and campaign_id <> '(no campaign)'
        and attribution_model = 'linear'
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

-- A campaign without rows in the other report has none of the metric.
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
            and reported.campaign_id = expected.campaign_id
            and reported.metric = expected.metric
    where coalesce(reported.metric_value, 0) <> coalesce(expected.metric_value, 0)

)

select * from final
