{#
    Grain: one row per (conversion_type, campaign_id) in which the campaign earned credit under any
           model, '(no campaign)' too.
    Why:   the models side by side: whose rank depends on the model that one chooses, and by how
           much.
#}
{{ config(contract={"enforced": has_shipped_models_only()}) }}
{%- set columns = {'credits': [], 'rank': []} -%}
{%- for model in attribution_models() -%}
{%- do columns.credits.append('credits_' ~ model) -%}
{%- do columns.rank.append('rank_' ~ model) -%}
{%- endfor %}
with

by_campaign as (

    select * from {{ ref('rpt_attribution_by_campaign') }}

),

-- A model of the report that gave the campaign nothing has no row there; it is a 0 here.
side_by_side as (

    select
        conversion_type,
        campaign_id,
        campaign_name,
        {% for model in attribution_models() -%}
        {%- set all_reports = attribution_model_definition(model).reports -%}
        {%- set money_reports = all_reports | select('equalto', 'revenue') | list -%}
        {%- for measure, reports in {
            'credits': all_reports, 'attributed_revenue': money_reports
        }.items() -%}
        case
            when conversion_type in ({{ sql_list(reports) }})
                then coalesce(
                    max(case when attribution_model = '{{ model }}' then {{ measure }} end), 0
                )
        end as {{ measure }}_{{ model }},
        {% endfor -%}
        {% endfor -%}
        home_currency
    from by_campaign
    group by conversion_type, campaign_id, campaign_name, home_currency

),

-- Credits are sums of fractions: without rounding, equal ones could differ in their last digits.
measured as (

    select
        *,
        {% for model in attribution_models() -%}
        case
            when conversion_type = 'revenue'
                then cast(attributed_revenue_{{ model }} as decimal(38, 8))
            else cast(credits_{{ model }} as decimal(38, 8))
        end as measure_{{ model }},
        {% endfor -%}
        campaign_id = '(no campaign)' as is_no_campaign
    from side_by_side

),

-- Campaigns that earned the same share a rank, on purpose. A model that credits none ranks none.
ranked as (

    select
        *,
        {% for model in attribution_models() -%}
        case
            when
                not is_no_campaign
                and max(credits_{{ model }}) over (partition by conversion_type, is_no_campaign) > 0
                then cast(rank() over (
                    partition by conversion_type, is_no_campaign
                    order by measure_{{ model }} desc
                ) as bigint)
        end as rank_{{ model }} {%- if not loop.last %},{% endif %}
        {% endfor %}
    from measured

),

final as (

    select
        -- dimensions
        conversion_type,
        campaign_id,
        campaign_name,

        -- facts
        {% for measure in ['credits', 'attributed_revenue', 'rank'] -%}
        {% for model in attribution_models() -%}
        {{ measure }}_{{ model }},
        {% endfor -%}
        {% endfor -%}
        {{ greatest_of(columns.rank) }} - {{ least_of(columns.rank) }} as rank_spread,
        {{ greatest_of(columns.credits) }} - {{ least_of(columns.credits) }} as credits_spread,
        home_currency
    from ranked

)

select * from final
