{# The first interaction earns most, the one that converted some; those between share the rest. #}
{% macro attribution_model_inverse_j_shaped() %}
    {{ return(shipped_positional_model(
        'inverse_j_shaped', {'first': 0.60, 'conversion': 0.20, 'pool': 0.20}
    )) }}
{% endmacro %}
