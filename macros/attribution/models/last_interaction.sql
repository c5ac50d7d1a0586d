{# All credit to the journey's last interaction. #}
{% macro attribution_model_last_interaction() %}
    {{ return(shipped_positional_model('last_interaction', {'last': 1})) }}
{% endmacro %}
