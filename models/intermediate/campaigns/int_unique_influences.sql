{#
    Grain: one row per campaign, contact and asset by which the campaign influenced the contact: a
           unique marketing influence (SPEC 6).
    Why:   the first influence of each pair, found anew for contacts whose influences changed alone.
           rpt_campaign_influences adds names and counts.
#}
{{ config(scope="{{ has_changed(['campaign_contact'], 'contact_id') }}") }}
{%- set first_columns = ['influence_type', 'influence_id'] %}
with

influences as (

    select *
    from {{ ref('int_campaign_influences') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

-- influence_id breaks ties of influences of one kind at one instant.
final as (

    select
        -- ids
        campaign_id,
        contact_id,

        -- asset
        asset_type,
        asset_id,

        -- the first influence
        {% for column in first_columns -%}
        {{ first_of(
            column, ['occurred_at', 'influence_rank', 'influence_id'], columns=first_columns
        ) }} as {{ column }},
        {% endfor %}
        -- counts
        count(*) as influence_count,

        -- timestamps
        min(occurred_at) as first_influenced_at,
        max(occurred_at) as last_influenced_at
    from influences
    group by campaign_id, contact_id, asset_type, asset_id

)

select * from final
