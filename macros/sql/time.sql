{# Whole microseconds from one timestamp to another. #}
{% macro microseconds_between(earlier, later) -%}
    {{ adapter.dispatch('microseconds_between', 'tributary')(earlier, later) }}
{%- endmacro %}

{% macro duckdb__microseconds_between(earlier, later) -%}
    (epoch_us({{ later }}) - epoch_us({{ earlier }}))
{%- endmacro %}

{% macro spark__microseconds_between(earlier, later) -%}
    timestampdiff(microsecond, {{ earlier }}, {{ later }})
{%- endmacro %}


{# A timestamp some whole seconds later (or earlier, when negative). #}
{% macro seconds_after(timestamp, seconds) -%}
    {{ timestamp }} {{ '-' if seconds < 0 else '+' }} interval '{{ seconds | abs | int }}' second
{%- endmacro %}


{# Whole microseconds since 1970 as text. #}
{% macro microseconds_text(timestamp) -%}
    cast({{ microseconds_between("cast('1970-01-01' as timestamp)", timestamp) }} as string)
{%- endmacro %}
