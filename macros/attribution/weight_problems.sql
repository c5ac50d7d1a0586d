{#
    What is wrong with a model's weights in a var, as a list of messages; empty when nothing is.
    name: what the messages call them, such as position_models.bookends; weights: what was given.
#}
{% macro weight_problems(name, weights) %}
    {%- set problems = [] -%}
    {%- if weights is not mapping -%}
        {%- do problems.append(name ~ " is '" ~ weights
            ~ "': give a mapping of positions to weights") -%}
    {%- else -%}
        {%- for position, weight in weights.items() -%}
            {%- if position not in weighted_positions() + ['pool'] -%}
                {%- do problems.append(name ~ " weighs '" ~ position
                    ~ "': give some of " ~ (weighted_positions() + ['pool']) | join(', ')) -%}
            {%- elif weight is not number or weight is boolean or weight < 0 -%}
                {%- do problems.append(name ~ '.' ~ position
                    ~ ' is ' ~ weight ~ ': give a number from 0 up') -%}
            {#- Neither NaN nor infinity, and what sums of weights as decimals can hold. -#}
            {%- elif not weight <= 1000000 -%}
                {%- do problems.append(name ~ '.' ~ position
                    ~ ' is ' ~ weight ~ ': give a number from 0 to 1000000') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if not problems
            and weights.items() | rejectattr(0, 'equalto', 'pool') | sum(attribute=1) == 0 -%}
            {%- do problems.append(name ~ ' weighs no position above 0') -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}
