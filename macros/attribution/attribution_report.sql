{#
    A report on journeys: one row per conversion_type, attribution_model and some dimensions that
    earned credit. Returns a select of these, credits, attributed_<amount> (null outside the revenue
    report), conversions and contacts (each counted once), first_conversion_date,
    last_conversion_date and home_currency.
    relation: CTE, a row per interaction of a journey, with conversion_type, conversion_id,
    converted_at, contact_id, the dimensions (which may be null) and, per model, credit_<model> and
    <amount>_<model>; amounts: prefixes of the latter.
    All models are columns until the last select. Credits are summed as decimals: sums of doubles
    would differ from run to run in their last digits. Conversions and contacts are counted by
    grouping twice, with the models by which they earned as the bits of one number: 20
    count(distinct) would cost three times as much.
#}
{% macro attribution_report(relation, dimensions, amounts=['revenue']) %}
    {%- set keys = ['conversion_type'] + dimensions -%}
    {%- set measures = ['credits'] -%}
    {%- for amount in amounts -%}
        {%- do measures.append('attributed_' ~ amount) -%}
    {%- endfor -%}
    {%- do measures.extend(
        ['conversions', 'contacts', 'first_conversion_date', 'last_conversion_date']
    ) -%}
    with

    sums as (

        select
            {% for model in attribution_models() -%}
            cast(sum(cast(credit_{{ model }} as decimal(38, 18))) as double) as credits_{{ model }},
            {% for amount in amounts -%}
            cast(
                sum({{ amount }}_{{ model }}) as decimal(28, 4)
            ) as attributed_{{ amount }}_{{ model }},
            {% endfor -%}
            {% endfor -%}
            {{ keys | join(', ') }}
        from {{ relation }}
        group by {{ keys | join(', ') }}

    ),

    -- Who earned anything. A share below the 15th decimal may still close a cent.
    earners as (

        select
            bit_or(
                {%- for model in attribution_models() %}
                case
                    when credit_{{ model }} > 0 then {{ 2 ** loop.index0 }}
                    {% for amount in amounts -%}
                    when {{ amount }}_{{ model }} <> 0 then {{ 2 ** loop.index0 }}
                    {% endfor -%}
                    else 0
                end {%- if not loop.last %} + {% endif %}
                {%- endfor %}
            ) as earned_by,
            {{ keys | join(', ') }},
            conversion_id,
            contact_id,
            cast(converted_at as date) as conversion_date
        from {{ relation }}
        group by {{ keys | join(', ') }}, conversion_id, contact_id, cast(converted_at as date)

    ),

    {% for each, columns in {
        'conversion': 'conversion_id, conversion_date', 'contact': 'contact_id'
    }.items() -%}
    earning_{{ each }}s as (

        select
            bit_or(earned_by) as earned_by,
            {{ keys | join(', ') }},
            {{ columns }}
        from earners
        group by {{ keys | join(', ') }}, {{ columns }}

    ),

    {{ each }}_counts as (

        select
            {% for model in attribution_models() -%}
            {%- set has_earned = '(earned_by & ' ~ 2 ** loop.index0 ~ ') > 0' -%}
            count(case when {{ has_earned }} then 1 end) as {{ each }}s_{{ model }},
            {% if each == 'conversion' -%}
            min(case when {{ has_earned }} then conversion_date end)
                as first_conversion_date_{{ model }},
            max(case when {{ has_earned }} then conversion_date end)
                as last_conversion_date_{{ model }},
            {% endif -%}
            {% endfor -%}
            {{ keys | join(', ') }}
        from earning_{{ each }}s
        group by {{ keys | join(', ') }}

    ),

    {% endfor -%}
    unpivoted as (

        select
            {% for key in keys -%}
            sums.{{ key }},
            {% endfor -%}
            {{ unpivoted_models(measures) }}
        from sums
        {% for counts in ['conversion_counts', 'contact_counts'] -%}
        inner join {{ counts }}
            on
                {% for key in keys -%}
                sums.{{ key }} is not distinct from {{ counts }}.{{ key }}
                {% if not loop.last -%} and {% endif %}
                {%- endfor %}
        {% endfor %}
    )

    select
        {{ keys | join(', ') }},
        attribution_model,
        {{ measures | join(', ') }},
        '{{ var('home_currency') }}' as home_currency
    from unpivoted
    where conversions > 0
{% endmacro %}
