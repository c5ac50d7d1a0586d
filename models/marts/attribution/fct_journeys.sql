{#
    Grain: one row per (conversion_type, conversion_id, interaction_id).
    Why:   credit stays at interaction level, so that any breakdown is a plain sum; a credit is a
           column here and becomes a row only when it is read (fct_attribution). What a model gives
           to a key interaction and to a middle is the same all along a journey, so it is told
           once a journey; only the models of summed_models are summed interaction by interaction.
#}
{{ config(
    materialized="incremental",
    incremental_strategy="replace",
    scope="(conversion_type, conversion_id) in (
        select (conversion_type, conversion_id) from {{ ref('int_changed_conversions') }}
    )",
    on_schema_change="fail",
    contract={"enforced": has_shipped_models_only()}
) }}
-- depends_on: {{ ref('int_changed_conversions') }}, {{ ref('int_changed_journey_positions') }}
-- depends_on: {{ ref('int_journey_positions') }}
{%- set role_models = models_by_role() -%}
{%- set summed_models = models_by_role(has_roles=false) %}
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
        {% for model in summed_models -%}
        {{ raw_weight(model) }} as weight_{{ model }},
        {% endfor -%}
        conversion_type,
        conversion_id,
        interaction_id,
        contact_id,
        interaction_index,
        amount,
        occurred_at
    from positions

),

-- Sums of decimals are exact in any order, so that neither threads nor engines change a cent.
sums as (

    select
        {% for model in summed_models -%}
        nullif(sum(weight_{{ model }}), 0) as total_weight_{{ model }},
        {% endfor -%}
        conversion_type,
        conversion_id
    from weighted
    group by conversion_type, conversion_id

),

-- The first interaction's row says all that is the same along a journey.
conversions as (

    select
        conversion_type,
        conversion_id,
        {% for key in journey_key_columns() -%}
        {{ key }},
        {% endfor -%}
        interaction_count,
        {% for model in role_models -%}
        {{ role_weights(model) }},
        {% endfor -%}
        amount,
        amount * {{ minor_units_per_unit('home_minor_units') }} as amount_in_minor_units,
        {{ minor_unit('home_minor_units') }} as minor_unit,
        converted_at
    from positions
    where interaction_index = 1

),

totals as (

    select
        {% for model in role_models -%}
        nullif({{ weight_up_to(model, 'interaction_count') }}, 0) as total_weight_{{ model }},
        {% endfor -%}
        {% for model in summed_models -%}
        sums.total_weight_{{ model }},
        {% endfor -%}
        conversions.*
    from conversions
    {% if summed_models -%}
    inner join sums
        on
            conversions.conversion_type = sums.conversion_type
            and conversions.conversion_id = sums.conversion_id
    {%- endif %}

),

credited as (

    select
        {% for model in role_models -%}
        {% for role in role_keys(model) + ['middle'] -%}
        {{ credit_of(model ~ '_' ~ role, 'total_weight_' ~ model) }}
            as credit_{{ model }}_{{ role }},
        {% endfor -%}
        {% endfor -%}
        *
    from totals

),

-- Only money is split along the journey.
priced as (

    select
        {% for model in role_models -%}
        {% for key in role_keys(model) -%}
        {{ role_revenue(model, key) }} as revenue_{{ model }}_{{ key }},
        {% endfor -%}
        {% endfor -%}
        *
    from credited
    where amount is not null

),

running as (

    select
        {% for model in summed_models -%}
        sum(weight_{{ model }}) over (
            partition by conversion_type, conversion_id
            order by interaction_index asc
            rows between unbounded preceding and current row
        ) as weight_so_far_{{ model }},
        {% endfor -%}
        *
    from weighted
    where amount is not null

),

{% for relation, journeys in {'running': 'priced', 'weighted': 'credited'}.items() -%}
{{ journeys }}_interactions as (

    select
        {% for model in role_models -%}
        {{ of_role(model, 'credit_' ~ model) }} as credit_{{ model }},
        {% endfor -%}
        {% for model in summed_models -%}
        {{ credit_of('weight_' ~ model, 'total_weight_' ~ model) }} as credit_{{ model }},
        {% endfor -%}
        {% for model in attribution_models() -%}
        {% if journeys == 'credited' -%}
        cast(null as decimal(20, 4))
        {%- elif model in role_models -%}
        {{ of_role(model, 'revenue_' ~ model, role_revenue(model, 'interaction_index')) }}
        {%- else -%}
        {{ revenue_part(
            'amount_in_minor_units',
            'minor_unit',
            running_share('weight_so_far_' ~ model, 'total_weight_' ~ model),
            running_share('weight_so_far_' ~ model ~ ' - weight_' ~ model, 'total_weight_' ~ model)
        ) }}
        {%- endif %} as revenue_{{ model }},
        {% endfor -%}
        {% for key in journey_key_columns() -%}
        journeys.{{ key }},
        {% endfor -%}
        journeys.conversion_type,
        journeys.conversion_id,
        interactions.interaction_id,
        interactions.contact_id,
        interactions.interaction_index,
        journeys.interaction_count,
        journeys.amount,
        interactions.occurred_at,
        journeys.converted_at
    from {{ relation }} as interactions
    inner join {{ journeys }} as journeys
        on
            interactions.conversion_type = journeys.conversion_type
            and interactions.conversion_id = journeys.conversion_id
    {% if journeys == 'credited' -%}
    where journeys.amount is null
    {%- endif %}

),

{% endfor -%}
united as (

    select * from priced_interactions
    union all
    select * from credited_interactions

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
        {% for model in attribution_models() -%}
        credit_{{ model }},
        {% endfor -%}
        {% for model in attribution_models() -%}
        revenue_{{ model }},
        {% endfor %}
        -- timestamps
        occurred_at,
        converted_at
    from united

)

select * from final
