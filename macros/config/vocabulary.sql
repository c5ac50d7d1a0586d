{# The reports (SPEC 4), each with one conversion per contact or deal. #}
{% macro conversion_types() %}
    {{ return(['contact_create', 'deal_create', 'revenue']) }}
{% endmacro %}


{# Every interaction type (SPEC 1). #}
{% macro interaction_types() %}
    {{ return([
        'page_view', 'form_submission', 'cta_click', 'marketing_email_click', 'social_post_click',
        'ad_click', 'marketing_event_registered', 'marketing_event_attended', 'call_connected',
        'meeting', 'sales_email_reply', 'conversation', 'contact_created', 'media_play',
        'custom_event', 'sequence_action',
    ]) }}
{% endmacro %}


{#
    The interaction types that earn credit in a report: var interaction_types, else all but
    sequence_action.
#}
{% macro credited_interaction_types(conversion_type) %}
    {%- set chosen = var('interaction_types').get(conversion_type) -%}
    {%- set default = interaction_types() | reject('equalto', 'sequence_action') | list -%}
    {{ return(default if chosen is none else chosen) }}
{% endmacro %}


{#
    Rank of an interaction type among interactions of the same instant (SPEC 1): the smaller comes
    first. Takes event types of web events too; those that are no interactions rank last.
#}
{% macro interaction_rank(type) %}
    case {{ type }}
        when 'contact_created' then 1
        when 'form_submission' then 2
        when 'cta_click' then 3
        when 'marketing_email_click' then 3
        when 'social_post_click' then 3
        when 'ad_click' then 3
        when 'page_view' then 4
        else 5
    end
{%- endmacro %}


{#
    Why a conversion is out of a report (docs/adr/0001): reasons of rpt_conversion_audit that still
    count in the report's total.
#}
{% macro unattributed_reasons() %}
    {{ return([
        'no_amount', 'no_create_date', 'no_close_date', 'no_contact', 'contacts_deleted',
        'no_exchange_rate', 'amount_out_of_range', 'no_interactions', 'deal_before_contact',
        'no_ad_interaction', 'no_credit',
    ]) }}
{% endmacro %}


{# A list of texts as the inside of an SQL in (...); never empty. #}
{% macro sql_list(values) %}
    {%- if values | length == 0 -%} cast(null as string) {%- endif -%}
    {%- for value in values -%}
        '{{ (value ~ '').replace("'", "''") }}' {%- if not loop.last -%}, {% endif -%}
    {%- endfor -%}
{%- endmacro %}


{#
    Rank of an influence type among influences of the same instant (docs/adr/0007): the smaller
    comes first.
#}
{% macro influence_rank(influence_type) -%}
    case {{ influence_type }}
        {% for type in influence_types() -%}
        when '{{ type }}' then {{ loop.index }}
        {% endfor -%}
    end
{%- endmacro %}


{# Every way in which a campaign influences a contact (SPEC 6), in the order in which they win. #}
{% macro influence_types() %}
    {{ return([
        'social_interaction', 'form_submission', 'marketing_email_open', 'marketing_email_click',
        'workflow_enrollment', 'static_list', 'marketing_event_attended', 'page_view',
        'legacy_cta_view', 'legacy_cta_click', 'cta_view', 'cta_submission', 'ad_click',
    ]) }}
{% endmacro %}
