{#
    A var that presets know: its value, or, while it is `preset`, the one of var attribution_preset.
    name: a var of presets(). Returns the value.
#}
{% macro setting(name) %}
    {%- set value = var(name) -%}
    {%- set preset = presets()[var('attribution_preset')] -%}
    {{ return(preset.get(name, value) if value == 'preset' else value) }}
{% endmacro %}


{#
    The vars that each preset sets, by its name. A var set by hand wins.
#}
{% macro presets() %}
    {{ return({
        'hubspot': {
            'attribution_models': [
                'linear', 'first_interaction', 'last_interaction', 'u_shaped', 'w_shaped',
                'full_path', 'time_decay', 'j_shaped', 'inverse_j_shaped', 'last_ad',
            ],
            'lookback_days': none,
            'middle_scope': 'between_keys',
            'null_rule': 'any_contact',
            'time_decay_half_life_days': 7,
        },
    }) }}
{% endmacro %}
