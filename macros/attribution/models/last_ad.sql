{# All credit to the last ad click of the journey; none where there is no ad. #}
{% macro attribution_model_last_ad() %}
    {{ return(positional_model({'last_ad': 1})) }}
{% endmacro %}
