{# The raw tables that have a staging model. #}
{% macro staged_raw_tables() %}
    {{ return([
        'contacts', 'contact_visitors', 'companies', 'owners', 'web_events', 'email_events',
        'ad_interactions', 'social_interactions', 'marketing_event_participations',
        'sales_activities', 'sales_activity_contacts', 'sales_activity_deals', 'deals',
        'deal_contacts', 'deal_stage_changes', 'pipeline_stages', 'exchange_rates', 'assets',
        'campaigns', 'campaign_utms', 'campaign_assets', 'campaign_keywords', 'campaign_spend',
        'workflow_enrollments', 'list_memberships', 'sequence_enrollments',
    ]) }}
{% endmacro %}
