{#
    Grain: one row per event of a mail sent to a contact, machines' included.
#}
with

checked as (

    {{ checked_rows('email_events') }}

),

final as (

    select
        -- ids
        email_event_id,
        email_id,
        contact_id,

        -- event
        event_type,
        lower(trim(recipient_email)) as recipient_email,
        clicked_url,
        {{ url_query('clicked_url') }} as link_query,
        coalesce(is_filtered, false) as is_filtered,

        -- timestamps
        occurred_at
    from checked
    where rejection is null

)

select * from final
