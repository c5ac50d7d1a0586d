{# Names of all models to compute: var attribution_models, then those of var position_models. #}
{% macro attribution_models() %}
    {{ return((setting('attribution_models') | list) + (var('position_models').keys() | list)) }}
{% endmacro %}


{# True when exactly the ten models that ship with Tributary are computed, in their order. #}
{% macro has_shipped_models_only() %}
    {{ return(attribution_models() == [
        'linear', 'first_interaction', 'last_interaction', 'u_shaped', 'w_shaped', 'full_path',
        'time_decay', 'j_shaped', 'inverse_j_shaped', 'last_ad',
    ]) }}
{% endmacro %}


{#
    What an attribution model says: {'weight': SQL expression over a row of int_journey_positions, or
    none where 'weights', of positions, and 'pool' say it, 'reports': conversion types it is defined
    for, 'has_null_rule': whether var null_rule applies, 'words': SQL text over the same row or none,
    'tells_weight': whether its sentence gives figures}. SQL of it give weight_of_model() and
    words_of_model().
    A model is a macro attribution_model_<name>() returning such a mapping (made by
    attribution_model() or positional_model()), or an entry of var position_models. Raises when
    there is neither.
#}
{% macro attribution_model_definition(model) %}
    {%- if model in var('position_models') -%}
        {%- set weights = dict(var('position_models')[model]) -%}
        {%- set pool = weights.pop('pool', 0) -%}
        {{ return(positional_model(weights, pool=pool)) }}
    {%- endif -%}
    {%- set definition = context.get('attribution_model_' ~ model) -%}
    {%- if definition is none -%}
        {%- do exceptions.raise_compiler_error(missing_attribution_model(model)) -%}
    {%- endif -%}
    {{ return(definition()) }}
{% endmacro %}


{# The message for a name in attribution_models without a macro. #}
{% macro missing_attribution_model(model) %}
    {{ return("attribution_models names '" ~ model
        ~ "', but there is no macro attribution_model_" ~ model
        ~ ': write it in macros/attribution/models/' ~ model
        ~ '.sql, or take the name off the list') }}
{% endmacro %}


{# What is wrong with a model, as a list of messages; empty when nothing is. #}
{% macro attribution_model_problems(model) %}
    {%- set problems = [] -%}
    {%- if not modules.re.match('^[a-z][a-z0-9_]*$', model ~ '') -%}
        {%- do problems.append("the attribution model '" ~ model
            ~ "' needs a name of lower-case letters, digits and _") -%}
    {%- elif model in var('position_models') -%}
        {%- do problems.extend(
            weight_problems('position_models.' ~ model, var('position_models')[model])
        ) -%}
    {%- elif context.get('attribution_model_' ~ model) is none -%}
        {%- do problems.append(missing_attribution_model(model)) -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}


{# The positions that a model may weigh: SPEC 4's, and the one by which the report is named. #}
{% macro weighted_positions() %}
    {{ return(['first', 'lead_create', 'deal_create', 'closed_won', 'last', 'conversion']) }}
{% endmacro %}


{#
    A model by its weight expression.
    weight: SQL expression over a row of int_journey_positions, 0 or more, null for none; or none
    where weights say it;
    reports: conversion types that have the model; has_null_rule: NULL where var null_rule says so;
    words: SQL text over the same row that begins the sentence of explain_attribution, none for a
    general one; tells_weight: whether the weight and what it was divided by follow in the sentence;
    weights, pool: what positional_model was given.
#}
{% macro attribution_model(
    weight, reports=none, has_null_rule=false, words=none, tells_weight=true, weights=none, pool=0
) %}
    {{ return({
        'weight': weight,
        'reports': conversion_types() if reports is none else reports,
        'has_null_rule': has_null_rule,
        'words': words,
        'tells_weight': tells_weight,
        'weights': weights,
        'pool': pool,
    }) }}
{% endmacro %}


{#
    A model by weights of positions and of the pool that the middles share (SPEC 5). An interaction
    that holds several positions earns all their weights; a position that a journey lacks earns
    none, and normalisation spreads the rest in proportion. Middles hold none of this model's keys;
    var middle_scope says which count. words: as in attribution_model, none to have them made.
#}
{% macro positional_model(weights, pool=0, reports=none, has_null_rule=false, words=none) %}
    {{ return(attribution_model(
        none,
        reports=reports,
        has_null_rule=has_null_rule,
        words=words,
        tells_weight=not is_single_position(weights, pool),
        weights=weights,
        pool=pool,
    )) }}
{% endmacro %}


{#
    The weight that a definition says, as SQL. That of positions is made here, when it is asked for:
    most who ask for a definition want to know its reports alone.
#}
{% macro weight_of_model(definition) %}
    {%- if definition.weights is none -%}
        {{ return(definition.weight) }}
    {%- endif -%}
    {%- set weight = position_weight(definition.weights) -%}
    {%- if definition.pool -%}
        {%- set weight = weight ~ '\n            + '
            ~ pool_weight(definition.weights, definition.pool) -%}
    {%- endif -%}
    {{ return(weight) }}
{% endmacro %}


{# The columns of int_journey_positions that say who holds the positions of some weights. #}
{% macro position_keys(weights) %}
    {%- set keys = [] -%}
    {%- for position in weights -%}
        {%- do keys.append(position ~ '_index') -%}
    {%- endfor -%}
    {{ return(keys) }}
{% endmacro %}


{# True when one position has all the weight. #}
{% macro is_single_position(weights, pool) %}
    {{ return(not pool and weights.values() | reject('equalto', 0) | list | length == 1) }}
{% endmacro %}


{# The sum of the weights of all positions that an interaction holds. #}
{% macro position_weight(weights) %}
    {%- set terms = [] -%}
    {%- for position, weight in weights.items() -%}
        {%- do terms.append('case when interaction_index = ' ~ position ~ '_index then ' ~ weight
            ~ ' else 0 end') -%}
    {%- endfor -%}
    {{ return(terms | join('\n            + ')) }}
{% endmacro %}


{# An interaction's part of the pool: 0 for who is no middle. #}
{% macro pool_weight(weights, pool) %}
    {%- set keys = position_keys(weights) -%}
    {#- As doubles: engines give a quotient of decimals different scales. -#}
    {{ return('case when ' ~ is_middle_of(keys) ~ ' then cast(' ~ pool
        ~ ' as double) / (' ~ middle_count(keys) ~ ') else 0 end') }}
{% endmacro %}


{# Condition: an interaction holds none of some keys and is in the scope that shares the pool. #}
{% macro is_middle_of(keys) %}
    {%- set conditions = [] -%}
    {%- for key in keys -%}
        {%- do conditions.append('coalesce(interaction_index <> ' ~ key ~ ', true)') -%}
    {%- endfor -%}
    {%- if setting('middle_scope') == 'between_keys' -%}
        {%- do conditions.append('interaction_index between ' ~ least_of(keys)
            ~ ' and ' ~ greatest_of(keys)) -%}
    {%- endif -%}
    {{ return(conditions | join(' and ')) }}
{% endmacro %}


{#
    How many middles a journey has for a model with some keys: all in scope less the different keys.
#}
{% macro middle_count(keys) %}
    {%- set different = [] -%}
    {%- for key in keys -%}
        {%- set conditions = [key ~ ' is not null'] -%}
        {%- for earlier in keys[:loop.index0] -%}
            {%- do conditions.append('coalesce(' ~ key ~ ' <> ' ~ earlier ~ ', true)') -%}
        {%- endfor -%}
        {%- do different.append('case when ' ~ conditions | join(' and ')
            ~ ' then 1 else 0 end') -%}
    {%- endfor -%}
    {%- if setting('middle_scope') == 'between_keys' -%}
        {%- set in_scope = greatest_of(keys) ~ ' - ' ~ least_of(keys) ~ ' + 1' -%}
    {%- else -%}
        {%- set in_scope = 'interaction_count' -%}
    {%- endif -%}
    {{ return(in_scope ~ ' - (' ~ different | join(' + ') ~ ')') }}
{% endmacro %}


{# The least, and the greatest, of some columns; nulls do not count. #}
{% macro least_of(columns) %}
    {{ return(columns[0] if columns | length == 1 else 'least(' ~ columns | join(', ') ~ ')') }}
{% endmacro %}

{% macro greatest_of(columns) %}
    {{ return(columns[0] if columns | length == 1 else 'greatest(' ~ columns | join(', ') ~ ')') }}
{% endmacro %}


{#
    A model's raw weight of an interaction as an exact decimal, NULL where the report does not have
    the model or the null rule applies.
#}
{% macro raw_weight(model) -%}
    {%- set definition = attribution_model_definition(model) -%}
    case
        when conversion_type in ({{ sql_list(definition.reports) }})
            {%- if definition.has_null_rule %} and not is_deal_before_contact {%- endif %}
            then cast({{ weight_of_model(definition) }} as decimal(38, 18))
    end
{%- endmacro %}
