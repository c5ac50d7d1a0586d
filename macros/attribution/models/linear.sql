{# Every interaction earns the same. #}
{% macro attribution_model_linear() %}
    {{ return(attribution_model('1', words=linear_words(), tells_weight=false)) }}
{% endmacro %}
