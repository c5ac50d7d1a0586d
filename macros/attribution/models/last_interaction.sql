{# All credit to the journey's last interaction. #}
{% macro attribution_model_last_interaction() %}
    {{ return(positional_model({'last': 1})) }}
{% endmacro %}
