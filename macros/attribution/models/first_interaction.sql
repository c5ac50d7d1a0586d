{# All credit to the journey's first interaction. #}
{% macro attribution_model_first_interaction() %}
    {{ return(positional_model({'first': 1})) }}
{% endmacro %}
