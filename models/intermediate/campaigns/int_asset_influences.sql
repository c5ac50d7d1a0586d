{#
    Grain: one row per thing that a contact did with an asset, or that was done with the contact,
           by which a campaign that has the asset influences the contact (SPEC 6).
    Why:   the conditions of influenced_contacts in one place, before any campaign comes in. Page
           views also influence by their URL or their session's keyword (int_campaign_influences).
#}
{{ config(materialized="view") }}
with

contact_events as (

    select * from {{ ref('int_contact_events') }}

),

mail_events as (

    select * from {{ ref('int_mail_events') }}

),

social_interactions as (

    select * from {{ ref('int_social_interactions') }}

),

{% if var('influence_by_ads') -%}
ad_clicks as (

    select * from {{ ref('int_ad_clicks') }}

),

{% endif -%}
participations as (

    select * from {{ ref('int_marketing_event_participations') }}

),

workflow_enrollments as (

    select * from {{ ref('stg_workflow_enrollments') }}

),

list_memberships as (

    select * from {{ ref('stg_list_memberships') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

assets as (

    select * from {{ ref('stg_assets') }}

),

cta_events as (

    select
        contact_events.interaction_id,
        contact_events.contact_id,
        contact_events.cta_id,
        contact_events.event_type,
        contact_events.occurred_at,
        coalesce(assets.is_legacy_cta, false) as is_legacy_cta,
        coalesce(assets.cta_has_form, false) as cta_has_form,
        -- In the total order: CTAs that the contact has seen when it submits their form count.
        max(case when contact_events.event_type = 'cta_view' then 1 else 0 end) over (
            partition by contact_events.contact_id, contact_events.cta_id
            order by
                contact_events.occurred_at asc,
                contact_events.interaction_rank asc,
                contact_events.interaction_id asc
            rows between unbounded preceding and current row
        ) = 1 as is_seen
    from contact_events
    left join assets
        on assets.asset_type = 'cta' and contact_events.cta_id = assets.asset_id
    where
        contact_events.cta_id is not null
        and contact_events.event_type in ('cta_view', 'cta_click', 'form_submission')

),

cta_influences as (

    select
        *,
        case
            when is_legacy_cta and event_type = 'cta_view' then 'legacy_cta_view'
            when is_legacy_cta and event_type = 'cta_click' then 'legacy_cta_click'
            when not is_legacy_cta and not cta_has_form and event_type = 'cta_view' then 'cta_view'
            when not is_legacy_cta and cta_has_form and is_seen and event_type = 'form_submission'
                then 'cta_submission'
        end as influence_type
    from cta_events

),

enrollments as (

    select
        contact_id as recorded_contact_id,
        'workflow_enrollment' as influence_type,
        'workflow:' || {{ joined_id(
            ['contact_id', 'workflow_id', microseconds_text('occurred_at')]
        ) }} as influence_id,
        'workflow' as asset_type,
        workflow_id as asset_id,
        occurred_at
    from workflow_enrollments

    union all

    select
        contact_id as recorded_contact_id,
        'static_list' as influence_type,
        'list:' || {{ joined_id(
            ['contact_id', 'list_id', microseconds_text('occurred_at')]
        ) }} as influence_id,
        'static_list' as asset_type,
        list_id as asset_id,
        occurred_at
    from list_memberships
    where is_static

),

-- matched_asset is what campaigns have, asset what the influence is reported for.
final as (

    select
        contact_id,
        'social_interaction' as influence_type,
        interaction_id as influence_id,
        asset_type as matched_asset_type,
        asset_id as matched_asset_id,
        asset_type,
        asset_id,
        occurred_at
    from social_interactions

    union all

    select
        contact_id,
        'form_submission' as influence_type,
        interaction_id as influence_id,
        'form' as matched_asset_type,
        form_id as matched_asset_id,
        'form' as asset_type,
        form_id as asset_id,
        occurred_at
    from contact_events
    where form_id is not null

    union all

    select
        contact_id,
        'marketing_email_' || event_type as influence_type,
        interaction_id as influence_id,
        asset_type as matched_asset_type,
        asset_id as matched_asset_id,
        asset_type,
        asset_id,
        occurred_at
    from mail_events

    union all

    select
        identities.contact_id,
        enrollments.influence_type,
        enrollments.influence_id,
        enrollments.asset_type as matched_asset_type,
        enrollments.asset_id as matched_asset_id,
        enrollments.asset_type,
        enrollments.asset_id,
        enrollments.occurred_at
    from enrollments
    inner join identities
        on enrollments.recorded_contact_id = identities.recorded_contact_id
    where not identities.is_deleted

    union all

    select
        contact_id,
        interaction_type as influence_type,
        interaction_id as influence_id,
        asset_type as matched_asset_type,
        asset_id as matched_asset_id,
        asset_type,
        asset_id,
        occurred_at
    from participations
    where interaction_type = 'marketing_event_attended'

    union all

    select
        contact_id,
        'page_view' as influence_type,
        interaction_id as influence_id,
        asset_type as matched_asset_type,
        asset_id as matched_asset_id,
        asset_type,
        asset_id,
        occurred_at
    from contact_events
    where event_type = 'page_view'

    union all

    select
        contact_id,
        influence_type,
        interaction_id as influence_id,
        'cta' as matched_asset_type,
        cta_id as matched_asset_id,
        'cta' as asset_type,
        cta_id as asset_id,
        occurred_at
    from cta_influences
    where influence_type is not null

    {% if var('influence_by_ads') -%}
    {% for matched_asset_type, matched_asset_id in {
        'ad': 'asset_id', 'ad_campaign': 'ad_campaign_id'
    }.items() -%}
    union all

    select
        contact_id,
        'ad_click' as influence_type,
        interaction_id as influence_id,
        '{{ matched_asset_type }}' as matched_asset_type,
        {{ matched_asset_id }} as matched_asset_id,
        asset_type,
        asset_id,
        occurred_at
    from ad_clicks
    where {{ matched_asset_id }} is not null

    {% endfor -%}
    {% endif %}
)

select * from final
