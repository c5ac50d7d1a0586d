{#
    The metrics of SPEC 6 that add up over days, in the order of the reports: name to kind (count or
    amount, in home currency).
#}
{% macro campaign_metrics() %}
    {%- set metrics = {
        'sessions': 'count',
        'new_contacts_first_touch': 'count',
        'new_contacts_last_touch': 'count',
        'influenced_contacts': 'count',
        'closed_deals': 'count',
        'influenced_revenue': 'amount',
    } -%}
    {%- for metric in revenue_metrics() -%}
        {%- do metrics.update({metric: 'amount'}) -%}
    {%- endfor -%}
    {%- do metrics.update({
        'unique_marketing_influences': 'count',
        'contacts_attributed': 'count',
        'deals_attributed': 'count',
        'deal_amount': 'amount',
        'spend': 'amount',
        'spend_without_rate': 'count',
    }) -%}
    {{ return(metrics) }}
{% endmacro %}


{#
    Of these, attributed revenue, which int_campaign_daily_revenue has and int_campaign_daily_metrics has
    not: name to the column of int_campaign_journeys that it is the sum of.
#}
{% macro revenue_metrics() %}
    {%- set metrics = {} -%}
    {%- for amount in ['revenue', 'revenue_unsplit'] -%}
        {%- for model in revenue_models() -%}
            {%- do metrics.update({
                'attributed_' ~ amount ~ '_' ~ model: amount ~ '_' ~ model
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(metrics) }}
{% endmacro %}


{# The attribution models that the revenue report has, in order. #}
{% macro revenue_models() %}
    {%- set models = [] -%}
    {%- for model in attribution_models()
        if 'revenue' in attribution_model_definition(model).reports -%}
        {%- do models.append(model) -%}
    {%- endfor -%}
    {{ return(models) }}
{% endmacro %}


{#
    Columns of both reports on campaigns, in the order of SPEC 6, as select-list items.
    relation: alias with the columns campaign_metrics() names, and budget and remaining_budget.
    Ratios are NULL without spend, and when it is not known in full (SPEC 6; docs/adr/0007).
#}
{% macro campaign_report_columns(relation) -%}
    {%- set has_linear = 'linear' in revenue_models() -%}
    {%- for metric, kind in campaign_metrics().items() if not metric.startswith('spend') %}
        {{ relation }}.{{ metric }},
    {%- if metric == 'influenced_revenue' %}

        -- attributed revenue: revenue is that of the linear model
        {% for suffix in ['', '_unsplit'] -%}
        {% if has_linear -%} {{ relation }}.attributed_revenue{{ suffix }}_linear
        {%- else -%} cast(null as decimal(28, 4))
        {%- endif %} as revenue{{ suffix }},
        {%- if not loop.last %}
        {% endif -%}
        {% endfor %}
    {%- endif %}
    {%- endfor %}

        -- money
        {{ relation }}.budget,
        {{ relation }}.spend,
        {{ relation }}.spend_without_rate,
        {{ relation }}.remaining_budget,
        {%- for ratio, (dividend, divisor) in {
            'roi': [relation ~ '.attributed_revenue_linear - ' ~ relation ~ '.spend', 'spend'],
            'roas': [relation ~ '.attributed_revenue_linear', 'spend'],
            'cost_per_contact': [relation ~ '.spend', 'contacts_attributed'],
        }.items() %}
        {% if has_linear or ratio == 'cost_per_contact' -%}
        case
            when
                {{ relation }}.spend_without_rate = 0
                and {{ relation }}.spend > 0
                {% if divisor != 'spend' -%} and {{ relation }}.{{ divisor }} > 0 {% endif %}
                then round(
                    cast({{ dividend }} as double)
                    / cast({{ relation }}.{{ divisor }} as double),
                    6
                )
        end
        {%- else -%} cast(null as double)
        {%- endif %} as {{ ratio }},
        {%- endfor %}
        '{{ var('home_currency') }}' as home_currency
{%- endmacro %}
