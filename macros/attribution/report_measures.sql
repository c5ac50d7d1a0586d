{#
    Measures that every report over fct_attribution shares, as select-list items of a group by
    conversion_type, attribution_model and the report's dimension.
    relation: alias that has conversion_id, contact_id and both columns to sum; credit, revenue:
    their names; revenue is null outside the revenue report.
    Credits are summed as decimals: sums of doubles would differ from run to run in their last
    digits.
#}
{% macro report_measures(relation, credit='credit', revenue='attributed_revenue') -%}
    cast(sum(cast({{ relation }}.{{ credit }} as decimal(38, 18))) as double) as credits,
    cast(sum({{ relation }}.{{ revenue }}) as decimal(20, 4)) as attributed_revenue,
    count(distinct {{ relation }}.conversion_id) as conversions,
    count(distinct {{ relation }}.contact_id) as contacts,
    '{{ var('home_currency') }}' as home_currency
{%- endmacro %}
