{#
    Orders the interactions of each conversion and finds its key ones (SPEC 4). Returns a select of
    journey_columns() and interaction_index (from 1), interaction_count, lead_create_index,
    deal_create_index, last_ad_index (null where there is none) and last_occurred_at.
    relation: CTE with journey_columns(), one row per conversion and interaction.
    One window, by a narrow key; the rest are aggregates, which need no order.
#}
{% macro journey_keys(relation) %}
    with

    numbered as (

        select
            *,
            row_number() over (
                partition by conversion_key
                order by occurred_at asc, interaction_rank asc, interaction_id asc
            ) as interaction_index
        from {{ relation }}

    ),

    keys as (

        select
            conversion_key,
            count(*) as interaction_count,
            max(case when is_lead_creating then interaction_index end) as lead_create_index,
            max(case when is_before_deal then interaction_index end) as deal_create_index,
            max(case when is_ad_click then interaction_index end) as last_ad_index,
            max(occurred_at) as last_occurred_at
        from numbered
        group by conversion_key

    )

    select
        {% for column in journey_columns() -%}
        numbered.{{ column }},
        {% endfor -%}
        numbered.interaction_index,
        keys.interaction_count,
        keys.lead_create_index,
        keys.deal_create_index,
        keys.last_ad_index,
        keys.last_occurred_at
    from numbered
    inner join keys
        on numbered.conversion_key = keys.conversion_key
{% endmacro %}


{# What the ordering of a journey needs to know of each interaction. #}
{% macro journey_columns() %}
    {{ return([
        'conversion_key', 'contact_id', 'interaction_id', 'interaction_rank', 'occurred_at',
        'is_lead_creating', 'is_before_deal', 'is_ad_click',
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
