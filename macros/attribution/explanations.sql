{#
    The words of explain_attribution. Each macro returns an SQL text over a row of
    int_journey_positions; the sentence's first letter is made a capital later.
#}

{# Words for an interaction by what it weighs under positional_model(weights, pool). #}
{% macro positional_words(weights, pool) %}
    {%- set weighted = weights.items() | rejectattr(1, 'equalto', 0) | list -%}
    {%- set total = (weights.values() | sum) + pool -%}
    {%- set held = [] -%}
    {%- for position, weight in weighted -%}
        {%- if is_single_position(weights, pool) -%}
            {%- set words = 'the ' ~ position_words(position) -%}
        {%- else -%}
            {%- set words = position_words(position) ~ ' (' ~ percent(weight, total) ~ ')' -%}
        {%- endif -%}
        {%- do held.append('case when interaction_index = ' ~ position ~ "_index then '"
            ~ words ~ "' end") -%}
    {%- endfor -%}
    {%- set held_words = english_list(held) -%}
    {%- if not pool -%}
        {{ return(held_words) }}
    {%- endif -%}
    {%- set keys = position_keys(weights) -%}
    {%- set count = middle_count(keys) -%}
    {%- set middle_words = "'middle: ' || case when " ~ count
        ~ " = 1 then 'the only one, for which there is ' else 'one of ' || (" ~ count
        ~ ") || ' that share ' end || '" ~ percent(pool, total) ~ "'" -%}
    {{ return('case when ' ~ is_middle_of(keys) ~ ' then ' ~ middle_words
        ~ ' else ' ~ held_words ~ ' end') }}
{% endmacro %}


{# The words of a definition as SQL, null for general ones. #}
{% macro words_of_model(definition) %}
    {%- if definition.words is none and definition.weights is not none -%}
        {{ return(positional_words(definition.weights, definition.pool)) }}
    {%- endif -%}
    {{ return(definition.words or 'cast(null as string)') }}
{% endmacro %}


{# What a position is called within a sentence. #}
{% macro position_words(position) %}
    {{ return({
        'first': 'first interaction',
        'lead_create': 'lead creation',
        'deal_create': 'deal creation',
        'closed_won': 'win',
        'conversion': 'converting interaction',
        'last': 'last interaction',
        'last_ad': 'last ad click',
    }[position]) }}
{% endmacro %}


{# A weight as a share of all of a model's weights, in percent with as many digits as it takes. #}
{% macro percent(weight, total) %}
    {{ return('%.6g' | format(100 * weight / total) ~ ' %') }}
{% endmacro %}


{# Words of model linear. #}
{% macro linear_words() %}
    {{ return("case when interaction_count = 1 then 'the only interaction' else 'one of '"
        ~ " || interaction_count || ' interactions that count the same' end") }}
{% endmacro %}


{# Words of model time_decay. #}
{% macro time_decay_words() %}
    {%- set days = setting('time_decay_half_life_days') -%}
    {{ return(decimal_text('days_before_last')
        ~ " || ' days before the last interaction (half-life " ~ days
        ~ ' day' ~ ('' if days == 1 else 's') ~ ")'") }}
{% endmacro %}


{#
    What explain_attribution shows of a model's definition: the weights of the positions that an
    interaction holds, its part of the pool, and how many share that pool; NULL where the model has
    no positions, and no pool.
#}
{% macro weight_of_positions(definition) %}
    {%- set weight = 'null' if definition.weights is none
        else position_weight(definition.weights) -%}
    {{ return('cast(' ~ weight ~ ' as decimal(38, 18))') }}
{% endmacro %}

{% macro weight_of_pool(definition) %}
    {%- set weight = 'null' if definition.weights is none
        else pool_weight(definition.weights, definition.pool) if definition.pool else '0' -%}
    {{ return('cast(' ~ weight ~ ' as decimal(38, 18))') }}
{% endmacro %}

{% macro middles_of_model(definition) %}
    {%- set count = middle_count(position_keys(definition.weights)) if definition.pool
        else 'null' -%}
    {{ return('cast(' ~ count ~ ' as integer)') }}
{% endmacro %}


{#
    The sentence of explain_attribution over its columns, words (null: general ones) and the home
    currency's currency_code, symbol and minor_units.
#}
{% macro attribution_sentence() -%}
    {%- set short_models = [] -%}
    {%- for model in attribution_models()
        if not attribution_model_definition(model).tells_weight -%}
        {%- do short_models.append(model) -%}
    {%- endfor -%}
    case
        when words is null
            then
                'weighs ' || {{ decimal_text('raw_weight') }}
                || ' of ' || {{ decimal_text('normaliser') }} || ' by ' || attribution_model
        when attribution_model in ({{ sql_list(short_models) }}) then words
        else
            words || '; ' || {{ decimal_text('raw_weight') }}
            || ' of ' || {{ decimal_text('normaliser') }}
    end
    || ': '
    || case conversion_type
        when 'revenue'
            then
                {{ money_text('attributed_revenue', 'minor_units', 'currency_code', 'symbol') }}
                || ' of '
                || {{ money_text('amount', 'minor_units', 'currency_code', 'symbol') }}
        when 'deal_create' then {{ decimal_text('credit') }} || ' of 1 deal'
        else {{ decimal_text('credit') }} || ' of 1 contact'
    end
    || '.'
{%- endmacro %}
