{# First interaction and lead creation earn most; those between share the rest. #}
{% macro attribution_model_u_shaped() %}
    {{ return(positional_model({'first': 0.40, 'lead_create': 0.40}, pool=0.20)) }}
{% endmacro %}
