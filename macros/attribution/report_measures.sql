{#
    Measures that every report over fct_attribution shares, as select-list items of a group by
    conversion_type, attribution_model and the report's dimension.
    relation: alias with conversion_id, contact_id, credit and attributed_revenue, which is null
    outside the revenue report.
    Credits are summed as decimals: sums of doubles would differ from run to run in their last
    digits.
#}
{% macro report_measures(relation) -%}
    cast(sum(cast({{ relation }}.credit as decimal(38, 18))) as double) as credits,
    cast(sum({{ relation }}.attributed_revenue) as decimal(28, 4)) as attributed_revenue,
    count(distinct {{ relation }}.conversion_id) as conversions,
    count(distinct {{ relation }}.contact_id) as contacts,
    '{{ var('home_currency') }}' as home_currency
{%- endmacro %}
