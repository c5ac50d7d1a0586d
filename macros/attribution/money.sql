{# An amount rounded to a currency's minor unit (0 to 4 decimals), half away from zero. #}
{% macro rounded_to_minor_unit(amount, minor_units) -%}
    case {{ minor_units }}
        {% for decimals in [0, 1, 2, 3] -%}
        when {{ decimals }} then cast(round({{ amount }}, {{ decimals }}) as decimal(38, 4))
        {% endfor -%}
        else cast(round({{ amount }}, 4) as decimal(38, 4))
    end
{%- endmacro %}


{#
    Condition: a row of int_home_rates is the one that a currency has on a day. Without a day only
    the home currency has one, since it needs none.
    rates: alias of int_home_rates; currency_code, day: expressions, the day a date or null.
#}
{% macro has_rate(rates, currency_code, day) -%}
    {{ currency_code }} = {{ rates }}.currency_code
    and coalesce({{ day }}, cast('0001-01-01' as date)) >= {{ rates }}.valid_from
    and coalesce(coalesce({{ day }}, cast('0001-01-01' as date)) < {{ rates }}.valid_to, true)
{%- endmacro %}


{# A rounded amount as money is kept in the marts, or null when it does not fit. #}
{% macro fitting_amount(amount) -%}
    case when abs({{ amount }}) < 10000000000000000 then cast({{ amount }} as decimal(20, 4)) end
{%- endmacro %}


{#
    The running share of a conversion that its interactions up to a point have earned, 0 to 1 with
    12 decimals (docs/adr/0001, "Money").
    Takes exact decimals: the weight earned so far and all weight.
#}
{% macro running_share(weight_so_far, total_weight) -%}
    cast(round(cast({{ weight_so_far }} as double) / cast({{ total_weight }} as double), 12)
        as decimal(13, 12))
{%- endmacro %}


{#
    One part of an amount, such that all parts in order add up to it exactly: what has been earned
    with this part less what had been earned before it, each rounded to the minor unit.
    amount_in_minor_units: decimal without a fraction; minor_unit: see below; share, share_before:
    running_share.
#}
{% macro revenue_part(amount_in_minor_units, minor_unit, share, share_before) -%}
    cast(
        (
            round(cast({{ amount_in_minor_units }} as decimal(24, 0)) * {{ share }})
            - round(cast({{ amount_in_minor_units }} as decimal(24, 0)) * {{ share_before }})
        ) * {{ minor_unit }}
        as decimal(20, 4)
    )
{%- endmacro %}


{# How many minor units a unit of a currency has, by its number of decimals: 100 for 2. #}
{% macro minor_units_per_unit(decimals) -%}
    case {{ decimals }} when 0 then 1 when 1 then 10 when 2 then 100 when 3 then 1000 else 10000 end
{%- endmacro %}


{# A currency's minor unit as a decimal, by its number of decimals: 0.01 for 2. #}
{% macro minor_unit(decimals) -%}
    case {{ decimals }}
        when 0 then 1.0000
        when 1 then 0.1000
        when 2 then 0.0100
        when 3 then 0.0010
        else 0.0001
    end
{%- endmacro %}
