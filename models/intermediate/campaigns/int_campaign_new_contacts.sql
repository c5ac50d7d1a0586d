{#
    Grain: one row per campaign and contact created whose first, or last, touch was the campaign's
           (SPEC 6).
    Why:   an increment looks anew at the contacts of whom something changed, unless what campaigns
           have, when contacts were created, or who was put in a workflow did.
#}
{{ config(
    scope="{{ all_or_changed(
        [
            'stg_campaign_utms', 'stg_campaign_assets', 'stg_campaign_keywords',
            'stg_workflow_enrollments', 'int_contact_identities',
        ],
        has_changed(['contact'], 'contact_id')
    ) }}"
) }}
{%- set touch_order = ['occurred_at', 'touch_rank', 'touch_id'] -%}
{%- set counted = ['page_view'] -%}
{%- for kind in ['cta', 'ad'] if kind not in var('campaign_metric_exclusions') -%}
    {%- do counted.append(kind ~ '_click') -%}
{%- endfor -%}
with

interactions as (

    select *
    from {{ ref('int_interactions') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

campaign_matches as (

    select *
    from {{ ref('int_campaign_matches') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

{% if 'workflow' not in var('campaign_metric_exclusions') -%}
campaign_influences as (

    select *
    from {{ ref('int_campaign_influences') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

{% endif -%}
sessions as (

    select * from {{ ref('int_sessions') }}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

-- What a contact did, and the workflows that campaigns put it in where these count.
touches as (

    select
        interaction_id as touch_id,
        contact_id,
        session_id,
        interaction_type as touch_type,
        interaction_rank as touch_rank,
        {{ creating_at('interaction_type', 'occurred_at') }} as creating_at,
        occurred_at
    from interactions

    {% if 'workflow' not in var('campaign_metric_exclusions') -%}
    union all

    select
        influence_id as touch_id,
        contact_id,
        cast(null as string) as session_id,
        influence_type as touch_type,
        {{ interaction_rank('influence_type') }} as touch_rank,
        cast(null as timestamp) as creating_at,
        occurred_at
    from campaign_influences
    where influence_type = 'workflow_enrollment'
    group by influence_id, contact_id, influence_type, occurred_at

    {% endif %}
),

touch_matches as (

    select
        interaction_id as touch_id,
        campaign_id,
        match_type,
        matched_asset_type
    from campaign_matches

    {% if 'workflow' not in var('campaign_metric_exclusions') -%}
    union all

    select
        influence_id as touch_id,
        campaign_id,
        'asset' as match_type,
        asset_type as matched_asset_type
    from campaign_influences
    where influence_type = 'workflow_enrollment'

    {% endif %}
),

-- Its first view of a page, or what else counts; later than the contact's creation, too.
first_touch_ids as (

    select
        contact_id,
        {{ first_of('touch_id', touch_order) }} as touch_id
    from touches
    where touch_type in ({{ sql_list(counted + ['workflow_enrollment']) }})
    group by contact_id

),

-- The last interaction at or before the contact's creation.
converting_ids as (

    select
        touches.contact_id,
        {{ last_of('touch_id', touch_order) }} as touch_id
    from touches
    inner join identities
        on touches.contact_id = identities.recorded_contact_id
    where touches.creating_at <= identities.created_at
    group by touches.contact_id

),

first_touches as (

    select
        first_touch_ids.contact_id,
        touch_matches.campaign_id
    from first_touch_ids
    inner join touch_matches
        on first_touch_ids.touch_id = touch_matches.touch_id

),

-- Nobody converts on a page who was imported: the converting interaction has to be in a session.
conversions as (

    select
        touches.contact_id,
        touches.session_id,
        touches.touch_id,
        touches.touch_rank,
        touches.occurred_at,
        sessions.started_at as session_started_at
    from converting_ids
    inner join touches
        on converting_ids.touch_id = touches.touch_id
    inner join sessions
        on touches.session_id = sessions.session_id

),

touches_until_conversion as (

    select
        conversions.contact_id,
        touches.touch_id,
        touches.touch_type,
        touches.touch_id = conversions.touch_id as is_converting,
        touches.session_id = conversions.session_id as is_in_session,
        touches.occurred_at >= conversions.session_started_at as is_since_session_start
    from conversions
    inner join touches
        on
            conversions.contact_id = touches.contact_id
            and (
                conversions.occurred_at > touches.occurred_at
                or (
                    conversions.occurred_at = touches.occurred_at
                    and (
                        conversions.touch_rank > touches.touch_rank
                        or (
                            conversions.touch_rank = touches.touch_rank
                            and conversions.touch_id >= touches.touch_id
                        )
                    )
                )
            )

),

last_touches as (

    select
        touches.contact_id,
        touch_matches.campaign_id
    from touches_until_conversion as touches
    inner join touch_matches
        on touches.touch_id = touch_matches.touch_id
    where
        -- converted on a URL with the utm_campaign
        (touches.is_converting and touch_matches.match_type = 'utm')
        -- viewed an associated page, or submitted an associated form, in that session
        or (
            touches.is_in_session
            and touch_matches.match_type = 'asset'
            and (
                touches.touch_type = 'page_view'
                or (
                    touches.touch_type = 'form_submission'
                    and touch_matches.matched_asset_type = 'form'
                )
            )
        )
        -- what is not excluded, since that session began
        or (
            touches.is_since_session_start
            and touches.touch_type in ({{ sql_list(counted[1:] + ['workflow_enrollment']) }})
        )

),

united as (

    select
        campaign_id,
        contact_id,
        1 as is_first,
        0 as is_last
    from first_touches

    union all

    select
        campaign_id,
        contact_id,
        0 as is_first,
        1 as is_last
    from last_touches

),

final as (

    select
        -- ids
        united.campaign_id,
        united.contact_id,

        -- touch
        max(united.is_first) = 1 as is_first_touch,
        max(united.is_last) = 1 as is_last_touch,

        -- timestamps
        identities.created_at
    from united
    inner join identities
        on united.contact_id = identities.recorded_contact_id
    group by united.campaign_id, united.contact_id, identities.created_at

)

select * from final
