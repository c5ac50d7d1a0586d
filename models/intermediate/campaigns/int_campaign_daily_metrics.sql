{#
    Grain: one row per campaign, day and metric that counts something then.
    Why:   every metric of SPEC 6 as a sum over days, so that any span of days is a plain sum and no
           metric is computed in two places. metric_value counts, or is an amount in home currency.
#}
{#- A metric's relation (one row for what counts once a campaign), condition, day, measure. -#}
{%- set metrics = {
    'sessions': ['sessions', none, 'started_at', 'count(*)'],
    'new_contacts_first_touch': ['new_contacts', 'is_first_touch', 'created_at', 'count(*)'],
    'new_contacts_last_touch': ['new_contacts', 'is_last_touch', 'created_at', 'count(*)'],
    'influenced_contacts':
        ['campaign_contacts', none, 'first_influenced_at', 'count(*)'],
    'unique_marketing_influences': ['influences', none, 'first_influenced_at', 'count(*)'],
    'closed_deals': ['influenced_deals', none, 'closed_at', 'count(*)'],
    'influenced_revenue':
        ['influenced_deals', none, 'closed_at', 'sum(amount_in_home_currency)'],
    'contacts_attributed':
        ['conversions', "conversion_type = 'contact_create'", 'converted_at', 'count(*)'],
    'deals_attributed': ['conversions', "conversion_type = 'revenue'", 'converted_at', 'count(*)'],
    'deal_amount': ['conversions', "conversion_type = 'revenue'", 'converted_at', 'sum(amount)'],
    'spend': ['spend', 'spend is not null', 'spend_date', 'sum(spend)'],
    'spend_without_rate': ['spend', 'spend is null', 'spend_date', 'count(*)'],
} -%}
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

    select * from {{ ref('rpt_campaign_influences') }}

),

influenced_deals as (

    select * from {{ ref('int_campaign_deals') }}

),

conversions as (

    select * from {{ ref('int_campaign_conversions') }}

),

attribution as (

    select * from {{ ref('int_campaign_attribution') }}

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

final as (

    {% for metric, (relation, condition, day, measure) in metrics.items() -%}
    select
        campaign_id,
        cast({{ day }} as date) as metric_date,
        '{{ metric }}' as metric,
        cast({{ measure }} as decimal(28, 4)) as metric_value
    from {{ relation }}
    {% if condition -%}
    where {{ condition }}
    {% endif -%}
    group by campaign_id, cast({{ day }} as date)

    union all

    {% endfor -%}
    {% for measure in ['attributed_revenue', 'attributed_revenue_unsplit'] -%}
    select
        campaign_id,
        cast(converted_at as date) as metric_date,
        '{{ measure }}_' || attribution_model as metric,
        cast(sum({{ measure }}) as decimal(28, 4)) as metric_value
    from attribution
    where conversion_type = 'revenue' and campaign_id <> '(no campaign)'
    group by campaign_id, cast(converted_at as date), attribution_model
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
)

select * from final
