{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, attribution_model) that
           earned credit: the rows of fct_attribution.
    Why:   says what each credit is made of, by the very macros that fct_journeys computes it with.
           A view: a filter on conversion_id reaches the journey's tables, so that one conversion is
           quick to read and nothing is stored twice.
#}
{{ config(materialized="view") }}
{%- set measures = [
    'raw_weight', 'position_weight', 'pool_weight', 'middle_count', 'words'
] %}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

journey_positions as (

    select * from {{ ref('int_journey_positions') }}

),

home_currency as (

    select
        currency_code,
        symbol,
        minor_units
    from {{ ref('currencies') }}
    where currency_code = '{{ var('home_currency') }}'

),

weighted as (

    select
        conversion_type,
        conversion_id,
        interaction_id,
        {% for model in attribution_models() -%}
        {%- set definition = attribution_model_definition(model) -%}
        {{ raw_weight(model) }} as raw_weight_{{ model }},
        {{ weight_of_positions(definition) }} as position_weight_{{ model }},
        {{ weight_of_pool(definition) }} as pool_weight_{{ model }},
        {{ middles_of_model(definition) }} as middle_count_{{ model }},
        {{ words_of_model(definition) }} as words_{{ model }},
        {% endfor -%}
        amount
    from journey_positions

),

unpivoted as (

    select
        conversion_type,
        conversion_id,
        interaction_id,
        amount,
        {{ unpivoted_models(measures) }}
    from weighted

),

normalised as (

    select
        *,
        sum(raw_weight) over (
            partition by conversion_type, conversion_id, attribution_model
        ) as normaliser
    from unpivoted

),

explained as (

    select
        -- ids
        attribution.conversion_type,
        attribution.conversion_id,
        attribution.interaction_id,
        attribution.attribution_model,
        attribution.contact_id,

        -- why
        coalesce(
            nullif(
                concat_ws(
                    ', ',
                    {% for position in [
                        'first', 'lead_create', 'deal_create', 'closed_won', 'last', 'last_ad'
                    ] -%}
                    case when attribution.is_{{ position }} then '{{ position }}' end
                    {%- if not loop.last %},{% endif %}
                    {% endfor %}
                ),
                ''
            ),
            'middle'
        ) as positions,
        normalised.position_weight,
        normalised.pool_weight,
        normalised.middle_count,
        normalised.raw_weight,
        normalised.normaliser,
        normalised.words,

        -- what it earned
        attribution.credit,
        attribution.attributed_revenue,
        normalised.amount,
        attribution.home_currency,
        home_currency.currency_code,
        home_currency.symbol,
        home_currency.minor_units,

        -- journey
        attribution.interaction_index,
        attribution.interaction_count,
        attribution.occurred_at,
        attribution.converted_at
    from attribution
    inner join normalised
        on
            attribution.conversion_type = normalised.conversion_type
            and attribution.conversion_id = normalised.conversion_id
            and attribution.interaction_id = normalised.interaction_id
            and attribution.attribution_model = normalised.attribution_model
    left join home_currency on true

),

worded as (

    select
        *,
        {{ attribution_sentence() }} as sentence
    from explained

),

final as (

    select
        -- ids
        conversion_type,
        conversion_id,
        interaction_id,
        attribution_model,
        contact_id,

        -- why
        positions,
        cast(position_weight as double) as position_weight,
        cast(pool_weight as double) as pool_weight,
        middle_count,
        cast(raw_weight as double) as raw_weight,
        cast(normaliser as double) as normaliser,

        -- what it earned
        credit,
        attributed_revenue,
        amount,
        home_currency,

        -- journey
        interaction_index,
        interaction_count,
        occurred_at,
        converted_at,

        -- all of it in words
        upper(substr(sentence, 1, 1)) || substr(sentence, 2) as explanation
    from worded

)

select * from final
