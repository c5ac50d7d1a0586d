{#
    Text functions that engines spell differently. Patterns are in the syntax that RE2 and Java
    share: brackets and backslashes in a class escaped, white space by its characters (RE2's \s has
    no vertical tab), the end of a text as \z (Java's $ also stands before a last line end), no
    quote. Spark reads \ in a string literal as an escape, so patterns are raw literals there.
#}

{# text with every match of pattern replaced #}
{% macro regexp_replace_all(text, pattern, replacement) -%}
    {{ adapter.dispatch('regexp_replace_all', 'tributary')(text, pattern, replacement) }}
{%- endmacro %}

{% macro duckdb__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, {{ java_pattern(pattern) }}, '{{ replacement }}')
{%- endmacro %}


{# first match of a group of pattern in text, or null #}
{% macro regexp_group(text, pattern, group=1) -%}
    {{ adapter.dispatch('regexp_group', 'tributary')(text, pattern, group) }}
{%- endmacro %}

{% macro duckdb__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{% macro spark__regexp_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, {{ java_pattern(pattern) }}, {{ group }}), '')
{%- endmacro %}


{#
    A pattern as a literal for Java: . stands for all but a line feed, and any case is any case of
    Unicode, as in RE2.
#}
{% macro java_pattern(pattern) -%}
    r'(?d){{ pattern.replace('(?i)', '(?iu)') }}'
{%- endmacro %}


{# SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits #}
{% macro sha256_hex(text) -%}
    {{ adapter.dispatch('sha256_hex', 'tributary')(text) }}
{%- endmacro %}

{% macro duckdb__sha256_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}

{% macro spark__sha256_hex(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}


{# A text without the spaces around it, those of Unicode (Zs) too; Spark's trim() knows one space. #}
{% macro trimmed(text) -%}
    {{ adapter.dispatch('trimmed', 'tributary')(text) }}
{%- endmacro %}

{% macro duckdb__trimmed(text) -%}
    trim({{ text }})
{%- endmacro %}

{% macro spark__trimmed(text) -%}
    trim(
        both
        ' \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'
        from {{ text }}
    )
{%- endmacro %}


{# A text of ours, such as a var's value, as a string literal. #}
{% macro text_literal(value) -%}
    {{ adapter.dispatch('text_literal', 'tributary')(value ~ '') }}
{%- endmacro %}

{% macro duckdb__text_literal(value) -%}
    '{{ value.replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(value) -%}
    '{{ value.replace("\\", "\\\\").replace("'", "\\'") }}'
{%- endmacro %}


{# dbt's own macro, for the rows of unit tests: a backslash, too, is a character. #}
{% macro spark__escape_single_quotes(expression) -%}
    {{ expression.replace("\\", "\\\\").replace("'", "\\'") }}
{%- endmacro %}
