{#
    Condition: at some moment an asset counted for a campaign (SPEC 6): from associated_at on, which
    may be null, or always (var campaign_history).
#}
{% macro is_associated(moment, associated_at) -%}
    {%- if var('campaign_history') -%}
        true
    {%- else -%}
        ({{ associated_at }} is null or {{ moment }} >= {{ associated_at }})
    {%- endif -%}
{%- endmacro %}
