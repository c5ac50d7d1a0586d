{#
    Grain: one row per (conversion_type, attribution_model), for the reports that have the model.
    Why:   total = attributed + unattributed by reason, to the cent: what an auditor asks first.
           Deals that are not won, and deleted and merged records, are no conversions and in no
           total.
#}
with

audit as (

    select * from {{ ref('rpt_conversion_audit') }}

),

conversions as (

    select * from {{ ref('int_conversions') }}

),

journeys as (

    select * from {{ ref('fct_journeys') }}

),

model_reports as (

    {% for model in attribution_models() -%}
    {%- set definition = attribution_model_definition(model) -%}
    {%- set is_last_model = loop.last -%}
    {% for conversion_type in definition.reports -%}
    select
        '{{ conversion_type }}' as conversion_type,
        '{{ model }}' as attribution_model,
        {{ definition.has_null_rule | lower }} as has_null_rule
    {% if not (is_last_model and loop.last) %}union all
    {% endif -%}
    {% endfor -%}
    {% endfor %}
),

summed as (

    select
        {% for model in attribution_models() -%}
        count(credit_{{ model }}) > 0 as is_credited_{{ model }},
        sum(
            case when credit_{{ model }} is not null then revenue_{{ model }} end
        ) as revenue_{{ model }},
        {% endfor -%}
        conversion_type,
        conversion_id
    from journeys
    group by conversion_type, conversion_id

),

unpivoted as (

    select
        conversion_type,
        conversion_id,
        {{ unpivoted_models(['is_credited', 'revenue']) }}
    from summed

),

credited_conversions as (

    select
        conversion_type,
        conversion_id,
        attribution_model,
        revenue as attributed_revenue
    from unpivoted
    where is_credited

),

judged as (

    select
        model_reports.conversion_type,
        model_reports.attribution_model,
        audit.conversion_id,
        audit.amount,
        credited_conversions.attributed_revenue,
        case
            when audit.reason is not null then audit.reason
            when credited_conversions.conversion_id is not null then 'attributed'
            when model_reports.has_null_rule and conversions.is_deal_before_contact
                then 'deal_before_contact'
            when model_reports.attribution_model = 'last_ad' then 'no_ad_interaction'
            else 'no_credit'
        end as outcome
    from model_reports
    left join audit
        on
            model_reports.conversion_type = audit.conversion_type
            and coalesce(audit.reason, '') not in ('merged', 'deleted', 'not_closed_won')
    left join conversions
        on
            audit.conversion_type = conversions.conversion_type
            and audit.conversion_id = conversions.conversion_id
    left join credited_conversions
        on
            audit.conversion_type = credited_conversions.conversion_type
            and audit.conversion_id = credited_conversions.conversion_id
            and model_reports.attribution_model = credited_conversions.attribution_model

),

final as (

    select
        -- dimensions
        conversion_type,
        attribution_model,

        -- conversions
        count(conversion_id) as total_conversions,
        count(case when outcome = 'attributed' then conversion_id end) as attributed_conversions,
        count(case when outcome <> 'attributed' then conversion_id end) as unattributed_conversions,
        {% for reason in unattributed_reasons() -%}
        count(
            case when outcome = '{{ reason }}' then conversion_id end
        ) as unattributed_conversions_{{ reason }},
        {% endfor %}
        -- money, of the revenue report
        {{ revenue_only('amount') }} as total_amount,
        {{ revenue_only('attributed_revenue') }} as attributed_amount,
        {{ revenue_only(
            "case when outcome <> 'attributed' then amount end"
        ) }} as unattributed_amount,
        {% for reason in unattributed_reasons() -%}
        {{ revenue_only(
            "case when outcome = '" ~ reason ~ "' then amount end"
        ) }} as unattributed_amount_{{ reason }},
        {% endfor -%}
        '{{ var('home_currency') }}' as home_currency
    from judged
    group by conversion_type, attribution_model

)

select * from final
