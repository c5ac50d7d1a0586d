{# All credit to the journey's first interaction. #}
{% macro attribution_model_first_interaction() %}
    {{ return(shipped_positional_model('first_interaction', {'first': 1})) }}
{% endmacro %}
