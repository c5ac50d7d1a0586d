{#
    Grain: one row per interaction of a contact who lives now: one thing that the contact did (SPEC
           1).
    Why:   all kinds of interactions in one shape; what earns credit, and when, is decided per
           journey. A view: each kind is stored once, where it is made.
#}
{{ config(materialized="view") }}
{%- set drilldowns = ['source_drilldown_1', 'source_drilldown_2'] -%}
{%- set utms = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] -%}
{#- Of the columns that not every kind has, those that each one has; the others are null. -#}
{%- set optional_columns = [
    'visitor_id', 'session_id', 'sales_activity_id', 'interaction_url', 'form_id', 'cta_id',
    'social_post_id', 'email_id', 'ad_network', 'ad_campaign_id', 'ad_keyword',
] + drilldowns + utms -%}
{%- set kinds = {
    'contact_events':
        ['visitor_id', 'session_id', 'interaction_url', 'form_id', 'cta_id'] + drilldowns + utms,
    'mail_events': ['interaction_url', 'email_id'] + drilldowns + utms,
    'social_interactions':
        ['visitor_id', 'interaction_url', 'social_post_id'] + drilldowns + utms,
    'ad_clicks':
        ['visitor_id', 'interaction_url', 'ad_network', 'ad_campaign_id', 'ad_keyword']
        + drilldowns + utms,
    'marketing_event_participations': drilldowns,
    'sales_interactions': ['sales_activity_id'] + drilldowns,
    'sequence_enrollments': [],
    'contact_created': drilldowns,
} -%}
with

{% for kind in kinds -%}
{{ kind }} as (

    select * from {{ ref('int_' ~ kind) }}

),

{% endfor -%}
-- Grouped, though no asset has two rows: so engines see that the join adds none, and leave it out
-- where nobody asks for the title.
assets as (

    select
        asset_type,
        asset_id,
        max(title) as title
    from {{ ref('int_asset_titles') }}
    group by asset_type, asset_id

),

titled_contact_events as (

    select
        contact_events.*,
        coalesce(assets.title, contact_events.recorded_title) as asset_title
    from contact_events
    left join assets
        on
            contact_events.asset_type = assets.asset_type
            and contact_events.asset_id = assets.asset_id

),

-- What only influences (a view of a CTA, an open, a like) has no interaction_type.
united as (

    {% for kind, columns in kinds.items() -%}
    select
        interaction_id,
        contact_id,
        interaction_type,
        asset_type,
        asset_id,
        asset_title,
        interaction_source,
        {% for column in optional_columns -%}
        {% if column in columns -%} {{ column }}
        {%- else -%} cast(null as string) as {{ column }}
        {%- endif %},
        {% endfor -%}
        occurred_at
    from {{ 'titled_contact_events' if kind == 'contact_events' else kind }}
    where interaction_type is not null
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

final as (

    select
        -- ids
        interaction_id,
        contact_id,
        visitor_id,
        session_id,
        sales_activity_id,

        -- interaction
        interaction_type,
        {{ interaction_rank('interaction_type') }} as interaction_rank,
        interaction_url,
        case when interaction_type = 'form_submission' then form_id end as form_id,
        case when interaction_type = 'cta_click' then cta_id end as cta_id,
        social_post_id,
        email_id,
        ad_network,
        ad_campaign_id,
        ad_keyword,

        -- asset
        asset_type,
        asset_id,
        asset_title,

        -- source
        interaction_source,
        source_drilldown_1,
        source_drilldown_2,
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,

        -- timestamps
        occurred_at
    from united

)

select * from final
