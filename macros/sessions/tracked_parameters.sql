{# Names of the query parameters that sources and campaigns are told by (SPEC 3), lower-case. #}
{% macro tracked_parameters() %}
    {{ return([
        'utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'source',
        'gclid', 'gbraid', 'wbraid', 'msclkid', 'fbclid', 'li_fat_id', 'ttclid',
    ]) }}
{% endmacro %}
