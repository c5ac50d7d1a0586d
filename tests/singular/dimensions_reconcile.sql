{#
    Fails when rpt_attribution, grouped by a dimension of SPEC 7, does not add up to fct_attribution:
    revenue exactly, credits to 1e-6.
    Bug it guards against: a join to a dimension that multiplies or drops interactions.
    Not: campaigns one by one, and positions, of which an interaction may have several; the former
    are in reports_add_up, the latter are never summed across.
#}
{%- set dimensions = [
    'asset_title', 'asset_type', 'deal_created_at', 'deal_closed_at', 'deal_name',
    'deal_owner_name', 'pipeline_name', 'deal_type', 'interaction_source', 'interaction_date',
    'interaction_type', 'interaction_url', 'utm_campaign', 'utm_source', 'utm_medium',
    'utm_content', 'utm_term', 'ad_keyword', 'campaign_names', 'company_name', 'cta_id', 'form_id',
    'lead_source', 'social_post_id',
] -%}
with

attribution as (

    select * from {{ ref('rpt_attribution') }}

),

expected as (

    select
        conversion_type,
        attribution_model,
        sum(cast(credit as decimal(38, 15))) as credits,
        sum(attributed_revenue) as attributed_revenue
    from {{ ref('fct_attribution') }}
    group by conversion_type, attribution_model

),

grouped as (

    {% for dimension in dimensions -%}
    select
        '{{ dimension }}' as dimension,
        cast({{ dimension }} as string) as dimension_value,
        conversion_type,
        attribution_model,
        sum(cast(credit as decimal(38, 15))) as credits,
        sum(attributed_revenue) as attributed_revenue
    from attribution
    group by {{ dimension }}, conversion_type, attribution_model
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

reported as (

    select
        dimension,
        conversion_type,
        attribution_model,
        sum(credits) as credits,
        sum(attributed_revenue) as attributed_revenue
    from grouped
    group by dimension, conversion_type, attribution_model

),

dimensions as (

    {% for dimension in dimensions -%}
    select '{{ dimension }}' as dimension
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

final as (

    select
        expected.conversion_type,
        expected.attribution_model,
        dimensions.dimension,
        expected.attributed_revenue as expected_revenue,
        reported.attributed_revenue as reported_revenue
    from expected
    cross join dimensions
    left join reported
        on
            dimensions.dimension = reported.dimension
            and expected.conversion_type = reported.conversion_type
            and expected.attribution_model = reported.attribution_model
    where
        reported.dimension is null
        or abs(expected.credits - reported.credits) > 1e-6
        or expected.attributed_revenue is distinct from reported.attributed_revenue

)

select * from final
