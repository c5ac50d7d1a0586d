{#
    Grain: one row per raw row of the web tracker's events, rejected ones and old versions too.
    Why:   what is cleaned and taken out of a URL is said once. A view: what is asked of it is
           computed, for the rows of which it is asked, and nothing of the largest table is stored
           twice. Storing it took seven times the CPU of reading it.
#}
{{ config(materialized="view") }}
with

cleaned as (

    {{ cleaned_rows('web_events', source('raw', 'web_events'), ['raw_record', 'raw_line']) }}

),

hosted as (

    select
        *,
        {{ url_host('referrer_url') }} as referrer_host,
        case when referrer_url is not null then {{ url_host('page_url') }} end as page_host
    from cleaned

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
        {{ url_query('page_url') }} as page_query,
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
        {{ is_internal_referrer('page_host', 'referrer_host') }} as is_internal_referrer,

        -- whether its own cells let the row be read, and why not; the row as it came
        is_readable,
        cell_rejection,
        raw_record,
        raw_line,

        -- timestamps
        occurred_at,
        loaded_at,
        {{ loaded_hour('loaded_at') }} as loaded_hour
    from hosted

)

select * from final
