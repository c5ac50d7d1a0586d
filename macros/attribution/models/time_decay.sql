{#
    The nearer to the journey's last interaction, the more: the weight halves every
    time_decay_half_life_days.
#}
{% macro attribution_model_time_decay() %}
    {{ return(attribution_model(
        'power(cast(2 as double), -days_before_last / ' ~ setting('time_decay_half_life_days') ~ ')',
        words=time_decay_words()
    )) }}
{% endmacro %}
