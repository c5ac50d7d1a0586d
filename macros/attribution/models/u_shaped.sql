{# First interaction and lead creation earn most; those between share the rest. #}
{% macro attribution_model_u_shaped() %}
    {{ return(shipped_positional_model(
        'u_shaped', {'first': 0.40, 'lead_create': 0.40, 'pool': 0.20}
    )) }}
{% endmacro %}
