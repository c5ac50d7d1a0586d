{#
    The rows of a relation that are a living contact's, with resolved_contact_id: the contact that a
    row names, if the CRM knows it (merges resolved), else the visitor's at that time (SPEC 2).
    relation: alias with contact_id, visitor_id and occurred_at. A model that calls this refers to
    int_contact_identities and int_visitor_contacts.
#}
{% macro with_contact(relation) %}
    select
        {{ relation }}.*,
        living.contact_id as resolved_contact_id
    from {{ relation }}
    left join {{ ref('int_contact_identities') }} as named
        on {{ relation }}.contact_id = named.recorded_contact_id
    left join {{ ref('int_visitor_contacts') }} as visitor_contacts
        on
            {{ relation }}.visitor_id = visitor_contacts.visitor_id
            and {{ relation }}.occurred_at >= visitor_contacts.valid_from
            and {{ relation }}.occurred_at < visitor_contacts.valid_to
    inner join {{ ref('int_contact_identities') }} as living
        on coalesce(named.contact_id, visitor_contacts.contact_id) = living.recorded_contact_id
    where not living.is_deleted
{%- endmacro %}
