{#
    Grain: one row per event of the web tracker, bots' included.
    Why:   URLs are taken apart once, here; what decides a traffic source is the query string and
           the referrer's host.
#}
with

checked as (

    {{ checked_rows('web_events') }}

),

parsed as (

    select
        *,
        {{ url_query('page_url') }} as page_query,
        {{ url_host('referrer_url') }} as referrer_host,
        case when referrer_url is not null then {{ url_host('page_url') }} end as page_host
    from checked
    where rejection is null

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
        coalesce(
            {{ without_www('referrer_host') }} = {{ without_www('page_host') }}
            or {{ is_site_domain('referrer_host') }},
            false
        ) as is_internal_referrer,

        -- timestamps
        occurred_at,
        loaded_at
    from parsed

)

select * from final
