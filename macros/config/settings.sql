{#
    A var that presets know: its value, or, while it is `preset`, the one of var attribution_preset.
    name: a var of presets(). Returns the value.
#}
{% macro setting(name) %}
    {%- set value = var(name) -%}
    {%- if value == 'preset' -%}
        {{ return(presets()[var('attribution_preset')].get(name, value)) }}
    {%- endif -%}
    {{ return(value) }}
{% endmacro %}


{#
    What each preset sets, by its name: the vars, and the weights of shipped models where the vendor
    has others than SPEC. docs/models.md has the source of each value. A var set by hand wins.
#}
{% macro presets() %}
    {{ return({
        'hubspot': {
            'attribution_models': [
                'linear', 'first_interaction', 'last_interaction', 'u_shaped', 'w_shaped',
                'full_path', 'time_decay', 'j_shaped', 'inverse_j_shaped', 'last_ad',
            ],
            'attribution_weights': {},
            'lookback_days': none,
            'middle_scope': 'between_keys',
            'null_rule': 'any_contact',
            'time_decay_half_life_days': 7,
        },
        'adobe': {
            'attribution_models': [
                'linear', 'first_interaction', 'last_interaction', 'u_shaped', 'time_decay',
                'j_shaped', 'inverse_j_shaped',
            ],
            'attribution_weights': {
                'u_shaped': {'first': 0.40, 'last': 0.40, 'pool': 0.20},
                'j_shaped': {'first': 0.20, 'last': 0.60, 'pool': 0.20},
                'inverse_j_shaped': {'first': 0.60, 'last': 0.20, 'pool': 0.20},
            },
            'lookback_days': none,
            'middle_scope': 'between_keys',
            'null_rule': 'off',
            'time_decay_half_life_days': 7,
        },
        'marketo': {
            'attribution_models': ['first_interaction', 'u_shaped', 'w_shaped', 'full_path'],
            'attribution_weights': {'u_shaped': {'first': 0.50, 'lead_create': 0.50}},
            'lookback_days': none,
            'middle_scope': 'between_keys',
            'null_rule': 'off',
            'time_decay_half_life_days': 7,
        },
        'google_2023': {
            'attribution_models': [
                'linear', 'first_interaction', 'last_interaction', 'u_shaped', 'time_decay',
            ],
            'attribution_weights': {'u_shaped': {'first': 0.40, 'last': 0.40, 'pool': 0.20}},
            'lookback_days': 90,
            'middle_scope': 'between_keys',
            'null_rule': 'off',
            'time_decay_half_life_days': 7,
        },
    }) }}
{% endmacro %}
