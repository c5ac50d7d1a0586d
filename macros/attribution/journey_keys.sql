{#
    Orders the interactions of each conversion and finds its key ones (SPEC 4). Returns a select of
    journey_columns() and interaction_index (from 1), interaction_count, lead_create_index,
    deal_create_index, closed_won_index, last_ad_index (null where there is none) and
    last_occurred_at.
    relation: CTE with journey_columns(), one row per conversion and interaction.
#}
{% macro journey_keys(relation) %}
    with

    numbered as (

        select
            *,
            row_number() over (
                partition by conversion_type, conversion_id
                order by occurred_at asc, interaction_rank asc, interaction_id asc
            ) as interaction_index,
            count(*) over (partition by conversion_type, conversion_id) as interaction_count
        from {{ relation }}

    )

    select
        *,
        max(case when creating_at <= lead_created_at then interaction_index end)
            over (partition by conversion_type, conversion_id) as lead_create_index,
        case
            when conversion_type <> 'contact_create'
                then max(case when occurred_at <= deal_created_at then interaction_index end)
                    over (partition by conversion_type, conversion_id)
        end as deal_create_index,
        case when conversion_type = 'revenue' then interaction_count end as closed_won_index,
        max(case when interaction_type = 'ad_click' then interaction_index end)
            over (partition by conversion_type, conversion_id) as last_ad_index,
        max(occurred_at) over (partition by conversion_type, conversion_id) as last_occurred_at
    from numbered
{% endmacro %}


{# What the ordering of a journey needs to know of each interaction. #}
{% macro journey_columns() %}
    {{ return([
        'conversion_type', 'conversion_id', 'converted_at', 'deal_created_at', 'lead_created_at',
        'is_deal_before_contact', 'amount', 'home_minor_units', 'contact_id', 'interaction_id',
        'interaction_type', 'interaction_rank', 'occurred_at', 'creating_at',
    ]) }}
{% endmacro %}


{# Condition on the columns of journey_keys: the interaction is one that no limit may drop. #}
{% macro is_key_interaction() -%}
    coalesce(
        interaction_index in (1, interaction_count)
        or interaction_index = lead_create_index
        or interaction_index = deal_create_index
        or interaction_index = last_ad_index,
        false
    )
{%- endmacro %}
