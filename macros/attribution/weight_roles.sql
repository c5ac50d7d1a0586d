{#
    Most models say what an interaction weighs by the positions that it holds: by its role. What
    these give, and its sums, are told by the key indexes of a journey, without a look at its
    interactions: exactly, as the sum of as many decimals. Roles are the model's keys and `middle`;
    where all interactions weigh the same, each is a middle. Models of any other expression, such as
    time_decay, are summed interaction by interaction.
#}

{# The models with roles (or, has_roles=false, the others): names. #}
{% macro models_by_role(has_roles=true) %}
    {%- set models = [] -%}
    {%- for model in attribution_models() -%}
        {%- set definition = attribution_model_definition(model) -%}
        {%- if has_roles == (definition.weights is not none or definition.weight == '1') -%}
            {%- do models.append(model) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(models) }}
{% endmacro %}


{# The keys of a model with roles: columns of int_journey_positions. #}
{% macro role_keys(model) %}
    {{ return(position_keys(attribution_model_definition(model).weights or {})) }}
{% endmacro %}


{#
    What each role of a model weighs in a journey, as select-list items over a row of
    int_journey_positions: <model>_<key>, 0 where an earlier key has the same place, which then
    weighs both; and <model>_middle. NULL as raw_weight.
#}
{% macro role_weights(model) -%}
    {%- set definition = attribution_model_definition(model) -%}
    {%- set keys = role_keys(model) -%}
    {%- for key in keys %}
        {%- set at_key = definition.weight.replace('interaction_index', key) %}
        {{ raw_weight(
            model,
            'case when ' ~ is_different_key(key, keys[:loop.index0]) ~ ' then ' ~ at_key ~ ' else 0 end'
        ) }} as {{ model }}_{{ key }},
    {%- endfor %}
        {{ raw_weight(
            model,
            '1' if not keys else '0' if not definition.pool
            else 'case when ' ~ middle_count(keys) ~ ' > 0 then ' ~ definition.pool ~ ' / ('
                ~ middle_count(keys) ~ ') else 0 end'
        ) }} as {{ model }}_middle
{%- endmacro %}


{#
    The sum of a model's weights of a journey's interactions up to an index.
    index: expression over a row with role_weights() and the columns of int_journey_positions.
#}
{% macro weight_up_to(model, index) -%}
    {%- set keys = role_keys(model) -%}
    {%- set terms = [] -%}
    {%- for key in keys -%}
        {%- do terms.append('case when ' ~ key ~ ' <= ' ~ index ~ ' then ' ~ model ~ '_' ~ key
            ~ ' else 0 end') -%}
    {%- endfor -%}
    {%- if not keys or attribution_model_definition(model).pool -%}
        {%- do terms.append('cast(' ~ (middle_count(keys, until=index) if keys else index)
            ~ ' as decimal(10, 0)) * cast(' ~ model ~ '_middle as decimal(28, 18))') -%}
    {%- endif -%}
    ({{ terms | join(' + ') }})
{%- endmacro %}


{#
    What an interaction gets of a model's roles: one of the columns <prefix>_<key>, what a middle
    gets (default: <prefix>_middle), or 0; NULL where there is no total.
#}
{% macro of_role(model, prefix, middle=none) -%}
    {%- set keys = role_keys(model) -%}
    case
        when total_weight_{{ model }} is null then null
        {%- for key in keys %}
        when interaction_index = {{ key }} then {{ prefix }}_{{ key }}
        {%- endfor %}
        {%- if keys and not attribution_model_definition(model).pool %}
        else 0
        {%- elif keys and setting('middle_scope') == 'between_keys' %}
        when interaction_index between {{ least_of(keys) }} and {{ greatest_of(keys) }}
            then {{ middle or prefix ~ '_middle' }}
        else 0
        {%- else %}
        else {{ middle or prefix ~ '_middle' }}
        {%- endif %}
    end
{%- endmacro %}


{#
    The revenue of a journey's interaction at an index, by a model with roles.
    index: expression over a row with role_weights(), total_weight_<model>, amount_in_minor_units,
    minor_unit and the columns of int_journey_positions.
#}
{% macro role_revenue(model, index) -%}
    {{ revenue_part(
        'amount_in_minor_units',
        'minor_unit',
        running_share(weight_up_to(model, index), 'total_weight_' ~ model),
        running_share(weight_up_to(model, '(' ~ index ~ ' - 1)'), 'total_weight_' ~ model)
    ) }}
{%- endmacro %}


{#
    A weight's credit, to 15 decimals: .6 / .8 is 0.7499999999999999 in doubles, and last bits
    differ by engine.
#}
{% macro credit_of(weight, total_weight) -%}
    round(cast({{ weight }} as double) / cast({{ total_weight }} as double), 15)
{%- endmacro %}


{# The columns of int_journey_positions that say where the positions are. #}
{% macro journey_key_columns() %}
    {{ return([
        'first_index', 'lead_create_index', 'deal_create_index', 'closed_won_index', 'last_index',
        'last_ad_index', 'conversion_index',
    ]) }}
{% endmacro %}
