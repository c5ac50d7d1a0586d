{#
    Condition: the referrer is on the page's own host, www. left aside, or on one of var
    site_domains or under it; false without a referrer.
    page_host, referrer_host: columns; an expression would be computed several times.
#}
{% macro is_internal_referrer(page_host, referrer_host) -%}
    coalesce(
        {{ without_www(referrer_host) }} = {{ without_www(page_host) }}
        or {{ is_site_domain(referrer_host) }},
        false
    )
{%- endmacro %}
