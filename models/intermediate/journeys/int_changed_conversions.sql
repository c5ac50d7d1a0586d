{#
    Grain: one row per (conversion_type, conversion_id) whose journey may not be what it was.
    Why:   an increment makes the journeys anew of conversions that changed themselves (their date,
           amount, contacts or sales activities), and of those with a contact of whom an interaction
           changed that lies before them, the grace for form submissions added.
#}
{{ config(materialized="view") }}
with

conversions as (

    select * from {{ ref('int_conversions') }}

),

conversion_contacts as (

    select * from {{ ref('int_conversion_contacts') }}

),

changed_contacts as (

    {{ changed(['contact']) }}

),

-- Conversions that are gone, too.
changed_records as (

    {% for conversion_type in conversion_types() -%}
    select
        '{{ conversion_type }}' as conversion_type,
        entity_id as conversion_id
    from (
        {{ changed([
            'contact_conversion' if conversion_type == 'contact_create' else 'deal_conversion'
        ]) }}
    ) as changed_{{ conversion_type }}
    {% if not loop.last %}
    union all

    {% endif -%}
    {% endfor %}
),

final as (

    select
        conversions.conversion_type,
        conversions.conversion_id
    from conversions
    inner join conversion_contacts
        on
            conversions.conversion_type = conversion_contacts.conversion_type
            and conversions.conversion_id = conversion_contacts.conversion_id
    inner join changed_contacts
        on conversion_contacts.contact_id = changed_contacts.entity_id
    where
        changed_contacts.changed_from
        <= {{ seconds_after('conversions.converted_at', var('contact_creation_grace_seconds')) }}

    union distinct

    select
        conversion_type,
        conversion_id
    from changed_records

)

select * from final
