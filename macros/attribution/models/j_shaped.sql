{# The interaction that converted earns most, the first one some; those between share the rest. #}
{% macro attribution_model_j_shaped() %}
    {{ return(shipped_positional_model(
        'j_shaped', {'first': 0.20, 'conversion': 0.60, 'pool': 0.20}
    )) }}
{% endmacro %}
