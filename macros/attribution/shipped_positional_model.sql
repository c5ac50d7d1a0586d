{#
    A model by weights that ships with Tributary: as positional_model(), but var attribution_weights
    wins over the weights that var attribution_preset gives it, and these over its own.
    model: its name, one of shipped_positional_models(); weights: its own, those of SPEC 5, by
    position and `pool`; reports, has_null_rule: see attribution_model().
#}
{% macro shipped_positional_model(model, weights, reports=none, has_null_rule=false) %}
    {%- set preset = presets()[var('attribution_preset')]['attribution_weights'] -%}
    {%- set chosen = dict(var('attribution_weights').get(model, preset.get(model, weights))) -%}
    {%- set pool = chosen.pop('pool', 0) -%}
    {{ return(positional_model(
        chosen, pool=pool, reports=reports, has_null_rule=has_null_rule
    )) }}
{% endmacro %}


{# The shipped models whose weights may be changed. Not last_ad: no var may weigh an ad. #}
{% macro shipped_positional_models() %}
    {{ return([
        'first_interaction', 'last_interaction', 'u_shaped', 'w_shaped', 'full_path', 'j_shaped',
        'inverse_j_shaped',
    ]) }}
{% endmacro %}
