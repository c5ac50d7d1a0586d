{# First interaction, lead and deal creation earn most; those between share the rest. #}
{% macro attribution_model_w_shaped() %}
    {{ return(shipped_positional_model(
        'w_shaped',
        {'first': 0.30, 'lead_create': 0.30, 'deal_create': 0.30, 'pool': 0.10},
        reports=['deal_create', 'revenue'], has_null_rule=true
    )) }}
{% endmacro %}
