{#
    Grain: one row per web event of a slice of a visitor's history that an increment makes anew; none
           in a full refresh, which reads all of stg_web_events.
    Why:   the raw rows are read once for all models that make slices anew. The slices are written
           down together with their events, so that a build of some models never has the one without
           the other.
#}
{{ config(
    materialized="incremental",
    incremental_strategy="replace",
    pre_hook="{{ find_changed_slices(sessionized_events_relation()) }}",
    post_hook="{{ remember_raw_hours('web_events') }}"
) }}
-- depends_on: {{ ref('quarantine') }}, {{ ref('int_visitor_contacts') }}
-- depends_on: {{ ref('base_web_events') }}
with

web_events as (

    select * from {{ ref('stg_web_events') }}

),

final as (

    select
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        is_bot,
        page_url,
        page_query,
        page_title,
        content_type,
        page_id,
        form_id,
        cta_id,
        media_id,
        event_name,

        -- referrer
        referrer_url,
        referrer_host,
        is_internal_referrer,

        -- timestamps
        occurred_at,
        loaded_at,
        loaded_hour
    from web_events
    {% if is_incremental() -%}
    where {{ is_changed(['slice'], 'visitor_id', 'occurred_at') }}
    {%- else -%}
    where false
    {%- endif %}

)

select * from final
