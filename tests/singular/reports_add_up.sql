{#
    Fails when a report by campaign, source, asset or interaction type does not add up to
    fct_attribution: revenue exactly, credits to 1e-6.
    Bug it guards against: a join that multiplies or drops interactions, such as one to campaigns
    without their share.
#}
with

expected as (

    select
        conversion_type,
        attribution_model,
        sum(credit) as credits,
        sum(attributed_revenue) as attributed_revenue
    from {{ ref('fct_attribution') }}
    group by conversion_type, attribution_model

),

dimensions as (

    {% for dimension in ['campaign', 'source', 'asset', 'interaction_type'] -%}
    select '{{ dimension }}' as dimension
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
),

reported as (

    {% for dimension in ['campaign', 'source', 'asset', 'interaction_type'] -%}
    select
        '{{ dimension }}' as dimension,
        conversion_type,
        attribution_model,
        sum(credits) as credits,
        sum(attributed_revenue) as attributed_revenue
    from {{ ref('rpt_attribution_by_' ~ dimension) }}
    group by conversion_type, attribution_model
    {% if not loop.last %}
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
