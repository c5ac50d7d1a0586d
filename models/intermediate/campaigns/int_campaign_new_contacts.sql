{#
    Grain: one row per campaign and contact created whose first, or last, touch was the campaign's
           (SPEC 6).
#}
{%- set counted = ['page_view'] -%}
{%- for kind in ['cta', 'ad'] if kind not in var('campaign_metric_exclusions') -%}
    {%- do counted.append(kind ~ '_click') -%}
{%- endfor -%}
with

interactions as (

    select * from {{ ref('int_interactions') }}

),

campaign_matches as (

    select * from {{ ref('int_campaign_matches') }}

),

{% if 'workflow' not in var('campaign_metric_exclusions') -%}
campaign_influences as (

    select * from {{ ref('int_campaign_influences') }}

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

numbered as (

    select
        *,
        row_number() over (
            partition by contact_id
            order by occurred_at asc, touch_rank asc, touch_id asc
        ) as touch_number
    from touches

),

-- The last interaction at or before the contact's creation, and its first view of a page.
turning_points as (

    select
        numbered.contact_id,
        identities.created_at,
        min(
            case
                when numbered.touch_type in (
                    {{ sql_list(counted + ['workflow_enrollment']) }}
                ) then numbered.touch_number
            end
        ) as first_touch_number,
        max(
            case when numbered.creating_at <= identities.created_at then numbered.touch_number end
        ) as converting_number
    from numbered
    inner join identities
        on numbered.contact_id = identities.recorded_contact_id
    group by numbered.contact_id, identities.created_at

),

first_touches as (

    select
        numbered.contact_id,
        touch_matches.campaign_id
    from turning_points
    inner join numbered
        on
            turning_points.contact_id = numbered.contact_id
            and turning_points.first_touch_number = numbered.touch_number
    inner join touch_matches
        on numbered.touch_id = touch_matches.touch_id

),

-- Nobody converts on a page who was imported: the converting interaction has to be in a session.
conversions as (

    select
        numbered.contact_id,
        numbered.session_id,
        numbered.touch_id,
        numbered.touch_number,
        sessions.started_at as session_started_at
    from turning_points
    inner join numbered
        on
            turning_points.contact_id = numbered.contact_id
            and turning_points.converting_number = numbered.touch_number
    inner join sessions
        on numbered.session_id = sessions.session_id

),

last_touches as (

    select
        conversions.contact_id,
        touch_matches.campaign_id
    from conversions
    inner join numbered
        on
            conversions.contact_id = numbered.contact_id
            and conversions.touch_number >= numbered.touch_number
    inner join touch_matches
        on numbered.touch_id = touch_matches.touch_id
    where
        -- converted on a URL with the utm_campaign
        (numbered.touch_id = conversions.touch_id and touch_matches.match_type = 'utm')
        -- viewed an associated page, or submitted an associated form, in that session
        or (
            numbered.session_id = conversions.session_id
            and touch_matches.match_type = 'asset'
            and (
                numbered.touch_type = 'page_view'
                or (
                    numbered.touch_type = 'form_submission'
                    and touch_matches.matched_asset_type = 'form'
                )
            )
        )
        -- what is not excluded, since that session began
        or (
            numbered.touch_type in (
                {{ sql_list(counted[1:] + ['workflow_enrollment']) }}
            )
            and numbered.occurred_at >= conversions.session_started_at
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
