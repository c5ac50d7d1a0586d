{# First interaction, lead and deal creation and the win earn most; those between share the rest. #}
{% macro attribution_model_full_path() %}
    {{ return(shipped_positional_model(
        'full_path',
        {
            'first': 0.225, 'lead_create': 0.225, 'deal_create': 0.225, 'closed_won': 0.225,
            'pool': 0.10,
        },
        reports=['revenue'], has_null_rule=true
    )) }}
{% endmacro %}
