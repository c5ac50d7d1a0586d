{#
    The decoded value of the first of some parameters that a query string holds with a value, or
    null. For single look-ups; page URLs are taken apart by int_url_parameters.
#}
{% macro first_parameter(query, names) -%}
    coalesce(
        {%- for name in names %}
        nullif({{ form_decoded(regexp_group(query, '(?i)(?:^|&)' ~ name ~ '=([^&]*)')) }}, '')
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
