{#
    Grain: one row per raw row of the web tracker's events, rejected ones and old versions too.
    Why:   what is cleaned is said once. A view: what is asked of it is
           computed, for the rows of which it is asked, and nothing of the largest table is stored
           twice. Storing it took seven times the CPU of reading it.
#}
{{ config(materialized="view") }}
with

cleaned as (

    {{ cleaned_rows('web_events', source('raw', 'web_events'), ['raw_record', 'raw_line']) }}

),

final as (

    select
        -- ids
        event_id,
        visitor_id,
        contact_id,

        -- event
        event_type,
        coalesce(is_bot, false) as is_bot,
        page_url,
        page_title,
        content_type,
        page_id,
        form_id,
        cta_id,
        media_id,
        event_name,
        referrer_url,

        -- whether its own cells let the row be read, and why not; the row as it came
        is_readable,
        cell_rejection,
        raw_record,
        raw_line,

        -- timestamps
        occurred_at,
        loaded_at,
        {{ loaded_hour('loaded_at') }} as loaded_hour
    from cleaned

)

select * from final
