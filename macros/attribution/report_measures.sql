{#
    Measures that every report over fct_attribution shares, as select-list items of a group by
    conversion_type, attribution_model and the report's dimension.
    credit and revenue: the expressions to sum; revenue null outside the revenue report.
    Credits are summed as decimals: sums of doubles would differ from run to run in their last
    digits.
#}
{% macro report_measures(credit='credit', revenue='attributed_revenue') -%}
    cast(sum(cast({{ credit }} as decimal(38, 18))) as double) as credits,
    cast(sum({{ revenue }}) as decimal(20, 4)) as attributed_revenue,
    count(distinct conversion_id) as conversions,
    count(distinct contact_id) as contacts,
    '{{ var('home_currency') }}' as home_currency
{%- endmacro %}
