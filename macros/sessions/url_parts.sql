{#
    Parts of a URL as docs/adr/0001 defines them. Each takes and returns a text expression; null
    where there is no such part.
#}

{# between the first ? that no # precedes and the next # #}
{% macro url_query(url) -%}
    case when {{ url }} like '%?%' then {{ regexp_group(url, '^[^?#]*[?]([^#]*)') }} end
{%- endmacro %}


{# all before the query string and the fragment #}
{% macro url_address(url) -%}
    case
        when {{ url }} like '%?%' or {{ url }} like '%#%' then {{ regexp_group(url, '^([^?#]*)') }}
        else {{ url }}
    end
{%- endmacro %}


{#
    lower-case, without credentials, port and trailing dot; without scheme only what holds a dot is
    a host. Nearly all URLs are plain: small letters, digits, dots and hyphens between slashes. A
    simple expression finds those in a ninth of the time.
#}
{% macro url_host(url) -%}
    {%- set plain = regexp_group(url, '^https?://([a-z0-9.-]*)/') -%}
    case
        when {{ plain }} not like '%.' then {{ plain }}
        else {{ parsed_url_host(url) }}
    end
{%- endmacro %}

{# the same of any URL #}
{% macro parsed_url_host(url) -%}
    {%- set host = '(\\[[^\\]/?#]*\\]|[^/\\\\?#:@\\t-\\r ]*?)[.]?(?::[0-9]*)?(?:[/\\\\?#]|\\z)' -%}
    lower(coalesce(
        {{ regexp_group(url, '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/\\\\?#]*@)?' ~ host) }},
        {{ regexp_group(
            url,
            '^(?:[^/\\\\?#]*@)?([^/\\\\?#:@\\t-\\r ]*[.][^/\\\\?#:@\\t-\\r ]*?)'
            ~ '[.]?(?::[0-9]*)?(?:[/\\\\?#]|\\z)'
        ) }}
    ))
{%- endmacro %}


{# a host without a leading www. #}
{% macro without_www(host) -%}
    case when {{ host }} like 'www.%' then substr({{ host }}, 5) else {{ host }} end
{%- endmacro %}


{#
    Condition: host is one of the company's domains (var site_domains, in Unicode or punycode) or
    under one.
#}
{% macro is_site_domain(host) -%}
    {%- set domains = [] -%}
    {%- for domain in var('site_domains') -%}
        {%- set domain = domain | lower -%}
        {%- set ascii = domain.encode('idna').decode('ascii') -%}
        {%- set unicode = ascii.encode('ascii').decode('idna') -%}
        {%- do domains.extend([ascii, unicode] | unique | list) -%}
    {%- endfor -%}
    (
        {%- for domain in domains -%}
            {%- set domain = domain.replace("'", "''") -%}
            {{ host }} = '{{ domain }}' or {{ host }} like '%.{{ domain }}'
            {%- if not loop.last %} or {% endif -%}
        {%- else -%}
            false
        {%- endfor -%}
    )
{%- endmacro %}
