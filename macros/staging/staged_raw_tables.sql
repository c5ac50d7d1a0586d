{# The raw tables that have a staging model. #}
{% macro staged_raw_tables() %}
    {{ return([
        'contacts', 'contact_visitors', 'companies', 'owners', 'web_events', 'deals',
        'deal_contacts', 'deal_stage_changes', 'pipeline_stages', 'exchange_rates', 'assets',
        'campaigns', 'campaign_utms', 'campaign_assets', 'campaign_keywords',
    ]) }}
{% endmacro %}
