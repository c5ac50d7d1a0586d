{#
    Grain: one row per web event of a slice of a visitor's history that an increment makes anew; none
           in a full refresh, which reads all of stg_web_events.
    Why:   the raw rows are read once for all models that make slices anew. The slices are written
           down together with their events, so that a build of some models never has the one without
           the other.
#}
{{ config(
    pre_hook="{{ find_changed_slices() }}",
    post_hook=["{{ remember_slices() }}", "{{ remember_raw_hours('web_events') }}"]
) }}
-- depends_on: {{ ref('quarantine') }}, {{ ref('int_visitor_contacts') }}
-- depends_on: {{ ref('base_web_events') }}
with

cleaned as (

    {{ cleaned_web_events(raw_rows_of_hours('web_events')) }}

),

web_events as (

    {{ latest_web_events('cleaned') }}

),

slices as (

    select * from {{ found_slices() }}

),

final as (

    select
        -- ids
        web_events.event_id,
        web_events.visitor_id,
        web_events.contact_id,

        -- event
        web_events.event_type,
        web_events.is_bot,
        web_events.page_url,
        web_events.page_query,
        web_events.page_title,
        web_events.content_type,
        web_events.page_id,
        web_events.form_id,
        web_events.cta_id,
        web_events.media_id,
        web_events.event_name,

        -- referrer
        web_events.referrer_url,
        {% if var('session_breaks_on_new_source') -%}
        web_events.referrer_host,
        web_events.is_internal_referrer,
        {% endif %}

        -- timestamps
        web_events.occurred_at,
        web_events.loaded_at,
        web_events.loaded_hour
    from web_events
    inner join slices
        on
            web_events.visitor_id = slices.visitor_id
            and web_events.occurred_at >= slices.slice_from
            and web_events.occurred_at < slices.slice_to
    where {{ is_incremental() }}

)

select * from final
