{# Numbers, exact, and as text for people. #}

{# A number from 0 up with 1 to 6 decimals, zeros at the end left out: 0.8, 1.0. #}
{% macro decimal_text(number) -%}
    {{ adapter.dispatch('decimal_text', 'tributary')(number) }}
{%- endmacro %}

{% macro duckdb__decimal_text(number) -%}
    case
        when {{ number }} > 0 and {{ number }} < 0.000001 then 'less than 0.000001'
        else regexp_replace(
            cast(cast({{ number }} as decimal(38, 6)) as varchar), '(\.\d+?)0+$', '\1'
        )
    end
{%- endmacro %}

{% macro spark__decimal_text(number) -%}
    case
        when {{ number }} > 0 and {{ number }} < 0.000001 then 'less than 0.000001'
        else regexp_replace(
            cast(cast({{ number }} as decimal(38, 6)) as string), r'([.]\d+?)0+$', '$1'
        )
    end
{%- endmacro %}


{# The difference of two decimal(38, 18), exact. On Spark it would have 17 decimals otherwise. #}
{% macro exact_difference(left, right) -%}
    {{ adapter.dispatch('exact_difference', 'tributary')(left, right) }}
{%- endmacro %}

{% macro duckdb__exact_difference(left, right) -%}
    {{ left }} - {{ right }}
{%- endmacro %}

{% macro spark__exact_difference(left, right) -%}
    cast({{ left }} as decimal(37, 18)) - cast({{ right }} as decimal(37, 18))
{%- endmacro %}


{# A whole number with a comma before every three digits. #}
{% macro thousands_text(whole_number) -%}
    {{ adapter.dispatch('thousands_text', 'tributary')(whole_number) }}
{%- endmacro %}

{% macro duckdb__thousands_text(whole_number) -%}
    format('{:,}', {{ whole_number }})
{%- endmacro %}

{% macro spark__thousands_text(whole_number) -%}
    format_number({{ whole_number }}, 0)
{%- endmacro %}


{#
    An amount of money: €1,234.50, CHF 1,234.50, ¥1,235.
    amount: decimal with 4 decimals, in whole minor units; minor_units, currency_code, symbol: of
    the seed currencies, where a currency without a symbol has its code as one.
#}
{% macro money_text(amount, minor_units, currency_code, symbol) -%}
    case when {{ amount }} < 0 then '-' else '' end
    || {{ symbol }} || case when {{ symbol }} = {{ currency_code }} then ' ' else '' end
    || {{ thousands_text('cast(floor(abs(' ~ amount ~ ')) as bigint)') }}
    || case
        when {{ minor_units }} > 0
            then
                '.' || substr(
                    cast({{ amount }} as string),
                    length(cast({{ amount }} as string)) - 3,
                    {{ minor_units }}
                )
        else ''
    end
{%- endmacro %}
