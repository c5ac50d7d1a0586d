{#
    Grain: one row per (conversion_type, conversion_id, interaction_id).
    Why:   credit stays at interaction level, so that any breakdown is a plain sum; a credit is a
           column here and becomes a row only when it is read (fct_attribution). One pass over the
           journeys for all models.
#}
{{ config(
    scope="{{ is_row_of(
        ['conversion_type', 'conversion_id'], ref('int_changed_conversions')
    ) }}",
    contract={"enforced": has_shipped_models_only()}
) }}
-- depends_on: {{ ref('int_changed_conversions') }}, {{ ref('int_changed_journey_positions') }}
-- depends_on: {{ ref('int_journey_positions') }}
with

positions as (

    {% if is_incremental() -%}
    select * from {{ ref('int_changed_journey_positions') }}
    {%- else -%}
    select * from {{ ref('int_journey_positions') }}
    {%- endif %}

),

weighted as (

    select
        *,
        {% for model in attribution_models() -%}
        {{ raw_weight(model) }} as weight_{{ model }} {%- if not loop.last %},{% endif %}
        {% endfor %}
    from positions

),

-- Sums of decimals are exact in any order, so that neither threads nor engines change a cent.
totals as (

    select
        conversion_type,
        conversion_id,
        {% for model in attribution_models() -%}
        nullif(sum(weight_{{ model }}), 0) as total_weight_{{ model }}
        {%- if not loop.last %},{% endif %}
        {% endfor %}
    from weighted
    group by conversion_type, conversion_id

),

-- Only money is split along the journey.
running as (

    select
        {% for model in attribution_models() -%}
        sum(weighted.weight_{{ model }}) over (
            partition by weighted.conversion_type, weighted.conversion_id
            order by weighted.interaction_index asc
            rows between unbounded preceding and current row
        ) as weight_so_far_{{ model }},
        {% endfor -%}
        weighted.*
    from weighted
    where weighted.amount is not null

    union all

    select
        {% for model in attribution_models() -%}
        null as weight_so_far_{{ model }},
        {% endfor -%}
        weighted.*
    from weighted
    where weighted.amount is null

),

summed as (

    select
        running.*,
        {% for model in attribution_models() -%}
        totals.total_weight_{{ model }},
        {% endfor -%}
        running.amount * {{ minor_units_per_unit('running.home_minor_units') }}
            as amount_in_minor_units,
        {{ minor_unit('running.home_minor_units') }} as minor_unit
    from running
    inner join totals
        on
            running.conversion_type = totals.conversion_type
            and running.conversion_id = totals.conversion_id

),

final as (

    select
        -- ids
        conversion_type,
        conversion_id,
        interaction_id,
        contact_id,

        -- journey
        cast(interaction_index as integer) as interaction_index,
        cast(interaction_count as integer) as interaction_count,

        -- positions
        interaction_index = first_index as is_first,
        coalesce(interaction_index = lead_create_index, false) as is_lead_create,
        coalesce(interaction_index = deal_create_index, false) as is_deal_create,
        coalesce(interaction_index = closed_won_index, false) as is_closed_won,
        interaction_index = last_index as is_last,
        coalesce(interaction_index = last_ad_index, false) as is_last_ad,
        interaction_index not in (
            first_index,
            coalesce(lead_create_index, first_index),
            coalesce(deal_create_index, first_index),
            coalesce(closed_won_index, first_index)
        ) as is_middle,

        -- money
        amount,
        '{{ var('home_currency') }}' as home_currency,

        -- credits, each conversion's sum to 1 per model, and revenue, to the amount
        -- to 15 decimals: .6 / .8 is 0.7499999999999999 in doubles, and last bits differ by engine
        {% for model in attribution_models() -%}
        round(
            cast(weight_{{ model }} as double) / cast(total_weight_{{ model }} as double), 15
        ) as credit_{{ model }},
        {% endfor -%}
        {% for model in attribution_models() -%}
        {{ revenue_part(
            'amount_in_minor_units',
            'minor_unit',
            running_share('weight_so_far_' ~ model, 'total_weight_' ~ model),
            running_share(
                exact_difference('weight_so_far_' ~ model, 'weight_' ~ model),
                'total_weight_' ~ model
            )
        ) }} as revenue_{{ model }},
        {% endfor %}
        -- timestamps
        occurred_at,
        converted_at
    from summed

)

select * from final
