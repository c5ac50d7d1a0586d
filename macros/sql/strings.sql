{#
    Text functions that engines spell differently. Patterns are in the syntax that RE2 and Java
    share.
    Where Spark will differ: it reads \ in string literals as an escape.
#}

{# text with every match of pattern replaced #}
{% macro regexp_replace_all(text, pattern, replacement) -%}
    {{ adapter.dispatch('regexp_replace_all', 'tributary')(text, pattern, replacement) }}
{%- endmacro %}

{% macro duckdb__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}


{# first match of a group of pattern in text, or null #}
{% macro regexp_group(text, pattern, group=1) -%}
    {{ adapter.dispatch('regexp_group', 'tributary')(text, pattern, group) }}
{%- endmacro %}

{% macro duckdb__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}


{# SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits #}
{% macro sha256_hex(text) -%}
    {{ adapter.dispatch('sha256_hex', 'tributary')(text) }}
{%- endmacro %}

{% macro duckdb__sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}
