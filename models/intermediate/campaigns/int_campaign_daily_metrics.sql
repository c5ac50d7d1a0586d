{#
    Grain: one row per campaign and day on which any metric counts something.
    Why:   every metric of SPEC 6 as a sum over days, so that any span of days is a plain sum and no
           metric is computed in two places; attributed revenue, which few days have, is in
           int_campaign_daily_revenue. Each relation is summed by day first and joined then, so that
           the wide rows are made once, at the end.
#}
{#- By relation, of which a row counts once a campaign: its day, and its metrics. -#}
{%- set counted = {
    'sessions': ['started_at', {'sessions': 'count(*)'}],
    'new_contacts': ['created_at', {
        'new_contacts_first_touch': 'count(case when is_first_touch then 1 end)',
        'new_contacts_last_touch': 'count(case when is_last_touch then 1 end)',
    }],
    'campaign_contacts': ['first_influenced_at', {'influenced_contacts': 'count(*)'}],
    'influences': ['first_influenced_at', {'unique_marketing_influences': 'count(*)'}],
    'influenced_deals': ['closed_at', {
        'closed_deals': 'count(*)', 'influenced_revenue': 'sum(amount_in_home_currency)',
    }],
    'conversions': ['converted_at', {
        'contacts_attributed': "count(case when conversion_type = 'contact_create' then 1 end)",
        'deals_attributed': "count(case when conversion_type = 'revenue' then 1 end)",
        'deal_amount': "sum(case when conversion_type = 'revenue' then amount end)",
    }],
    'spend': ['spend_date', {
        'spend': 'sum(spend)', 'spend_without_rate': 'count(case when spend is null then 1 end)',
    }],
} -%}
{%- set relations = {} -%}
{%- for relation, (day, metrics) in counted.items() -%}
{%- do relations.update(dict.fromkeys(metrics, relation)) -%}
{%- endfor %}
with

campaign_sessions as (

    select * from {{ ref('int_campaign_sessions') }}

),

fct_sessions as (

    select * from {{ ref('fct_sessions') }}

),

new_contacts as (

    select * from {{ ref('int_campaign_new_contacts') }}

),

influences as (

    select * from {{ ref('int_unique_influences') }}

),

influenced_deals as (

    select * from {{ ref('int_campaign_deals') }}

),

campaign_conversions as (

    select * from {{ ref('int_campaign_conversions') }}

),

daily_revenue as (

    select * from {{ ref('int_campaign_daily_revenue') }}

),

spend as (

    select * from {{ ref('int_campaign_spend') }}

),

-- Sessions of deleted contacts are none.
sessions as (

    select
        campaign_sessions.campaign_id,
        fct_sessions.started_at
    from campaign_sessions
    inner join fct_sessions
        on campaign_sessions.session_id = fct_sessions.session_id

),

campaign_contacts as (

    select
        campaign_id,
        contact_id,
        min(first_influenced_at) as first_influenced_at
    from influences
    group by campaign_id, contact_id

),

conversions as (

    select *
    from campaign_conversions
    where conversion_type in ('contact_create', 'revenue')

),

{% for relation, (day, metrics) in counted.items() -%}
{{ relation }}_by_day as (

    select
        campaign_id,
        cast({{ day }} as date) as metric_date,
        {% for metric, measure in metrics.items() -%}
        {{ measure }} as {{ metric }} {%- if not loop.last %},{% endif %}
        {% endfor %}
    from {{ relation }}
    group by campaign_id, cast({{ day }} as date)

),

{% endfor -%}
united as (

    {% for relation in counted -%}
    select
        campaign_id,
        metric_date
    from {{ relation }}_by_day

    union all

    {% endfor -%}
    select
        campaign_id,
        metric_date
    from daily_revenue

),

campaign_days as (

    select
        campaign_id,
        metric_date
    from united
    group by campaign_id, metric_date

),

final as (

    select
        {% for metric, kind in campaign_metrics().items() if metric in relations -%}
        cast(
            coalesce({{ relations[metric] }}_by_day.{{ metric }}, 0)
            as {{ 'bigint' if kind == 'count' else 'decimal(28, 4)' }}
        ) as {{ metric }},
        {% endfor -%}
        campaign_days.campaign_id,
        campaign_days.metric_date
    from campaign_days
    {% for relation in counted -%}
    left join {{ relation }}_by_day
        on
            campaign_days.campaign_id = {{ relation }}_by_day.campaign_id
            and campaign_days.metric_date = {{ relation }}_by_day.metric_date
    {% endfor %}
)

select * from final
