{#
    When an interaction counts as having happened where it is asked whether it created the contact:
    a form submission up to contact_creation_grace_seconds after the creation still did (SPEC 4).
    interaction_type, occurred_at: the interaction's columns. Returns a timestamp.
#}
{% macro creating_at(interaction_type, occurred_at) -%}
    case
        when {{ interaction_type }} = 'form_submission'
            then {{ seconds_after(occurred_at, -1 * var('contact_creation_grace_seconds')) }}
        else {{ occurred_at }}
    end
{%- endmacro %}
