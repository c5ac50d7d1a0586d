{#
    Sum of an amount in the revenue report, 0 when there is nothing to sum; null in the other
    reports.
#}
{% macro revenue_only(amount) -%}
    case
        when conversion_type = 'revenue' then cast(coalesce(sum({{ amount }}), 0) as decimal(28, 4))
    end
{%- endmacro %}
