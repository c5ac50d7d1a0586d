{#
    Grain: one row per campaign and influence on a contact who lives now (influence_id, asset).
    Why:   each condition of influenced_contacts (SPEC 6), with the moment that it is dated by. An
           increment seeks those of the contacts' changed spans of time, unless something that
           spans no contact's time changed: what campaigns have, or who was put on a list.
#}
{{ config(
    scope="{{ all_or_changed(
        [
            'stg_campaign_utms', 'stg_campaign_assets', 'stg_campaign_keywords', 'stg_assets',
            'stg_workflow_enrollments', 'stg_list_memberships', 'int_contact_identities',
        ],
        is_changed(['contact'], 'contact_id', 'occurred_at')
    ) }}",
    changes={"campaign_contact": {"id": "contact_id"}}
) }}
with

asset_influences as (

    select *
    from {{ ref('int_asset_influences') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

-- All that a changed contact did: its first view in a session may lie before the change.
contact_events as (

    select *
    from {{ ref('int_contact_events') }}
    {% if is_incremental() and in_scope() != 'true' -%}
    where {{ has_changed(['contact'], 'contact_id') }}
    {%- endif %}

),

keyword_sessions as (

    select * from {{ ref('int_keyword_sessions') }}

),

campaign_utms as (

    select * from {{ ref('stg_campaign_utms') }}

),

campaign_assets as (

    select * from {{ ref('stg_campaign_assets') }}

),

by_asset as (

    select
        campaign_assets.campaign_id,
        asset_influences.contact_id,
        asset_influences.influence_type,
        asset_influences.influence_id,
        asset_influences.asset_type,
        asset_influences.asset_id,
        asset_influences.occurred_at
    from asset_influences
    inner join campaign_assets
        on
            asset_influences.matched_asset_type = campaign_assets.asset_type
            and asset_influences.matched_asset_id = campaign_assets.asset_id
    where {{ is_associated('asset_influences.occurred_at', 'campaign_assets.associated_at') }}

),

page_views as (

    select *
    from contact_events
    where event_type = 'page_view'

),

by_utm as (

    select
        campaign_utms.campaign_id,
        page_views.contact_id,
        'page_view' as influence_type,
        page_views.interaction_id as influence_id,
        page_views.asset_type,
        page_views.asset_id,
        page_views.occurred_at
    from page_views
    inner join campaign_utms
        on {{ same_text('page_views.utm_campaign', 'campaign_utms.utm_campaign') }}

),

-- Views of a contact in a session that began by a keyword, numbered in the total order.
keyword_views as (

    select
        keyword_sessions.campaign_id,
        page_views.contact_id,
        page_views.interaction_id,
        page_views.asset_type,
        page_views.asset_id,
        page_views.occurred_at,
        row_number() over (
            partition by keyword_sessions.campaign_id, page_views.session_id, page_views.contact_id
            order by page_views.occurred_at asc, page_views.interaction_id asc
        ) as view_number
    from page_views
    inner join keyword_sessions
        on page_views.session_id = keyword_sessions.session_id

),

by_keyword as (

    select
        campaign_id,
        contact_id,
        'page_view' as influence_type,
        interaction_id as influence_id,
        asset_type,
        asset_id,
        occurred_at
    from keyword_views
    where view_number = 1

),

matches as (

    select * from by_asset
    union all
    select * from by_utm
    union all
    select * from by_keyword

),

-- A view may match by its page, its URL and its session; an ad by itself and its ad campaign.
final as (

    select
        -- ids
        campaign_id,
        contact_id,
        influence_id,

        -- influence
        influence_type,
        {{ influence_rank('influence_type') }} as influence_rank,
        asset_type,
        asset_id,

        -- timestamps
        occurred_at
    from matches
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}
    group by
        campaign_id, contact_id, influence_id, influence_type, asset_type, asset_id, occurred_at

)

select * from final
