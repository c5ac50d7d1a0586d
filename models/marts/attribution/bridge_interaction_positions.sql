{#
    Grain: one row per (conversion_type, conversion_id, interaction_id, position): an interaction
           may hold several.
    Why:   filters and counts by position; never sum credit across it.
#}
{{ config(materialized="view") }}
with

journeys as (

    select * from {{ ref('fct_journeys') }}

),

final as (

    {% for position in [
        'first', 'lead_create', 'deal_create', 'closed_won', 'last', 'last_ad', 'middle'
    ] -%}
    select
        conversion_type,
        conversion_id,
        interaction_id,
        '{{ position }}' as position
    from journeys
    where is_{{ position }}

    {% if not loop.last %}union all

    {% endif -%}
    {% endfor %}
)

select * from final
