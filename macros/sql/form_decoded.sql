{#
    A name or value of a query string, decoded as application/x-www-form-urlencoded: plus is a
    space, then percent-decoding, then UTF-8 in which every maximal invalid part becomes U+FFFD, as
    browsers do (WHATWG Encoding).
#}
{% macro form_decoded(text) -%}
    {{ adapter.dispatch('form_decoded', 'tributary')(text) }}
{%- endmacro %}

{% macro duckdb__form_decoded(text) -%}
    {#-
        url_decode() raises on invalid UTF-8; only then the bytes are taken apart, as hexadecimal
        digits.
    -#}
    {%- set valid_sequence = '[0-7].|(C[2-9A-F]|D.)[89AB].'
        ~ '|E0[AB].[89AB].|(E[1-9A-CEF])([89AB].){2}|ED[89].[89AB].'
        ~ '|F0[9AB].[89AB].[89AB].|F[1-3]([89AB].){3}|F48.[89AB].[89AB].' -%}
    {%- set invalid_part = 'E0[AB].|E[1-9A-CEF][89AB].|ED[89].'
        ~ '|F0[9AB].([89AB].)?|F[1-3]([89AB].){1,2}|F48.([89AB].)?|..' -%}
    {%- set spaced = "replace(" ~ text ~ ", '+', ' ')" -%}
    case
        when {{ text }} not like '%\%%' escape '\' then {{ spaced }}
        else coalesce(
            try(url_decode({{ spaced }})),
            decode(unhex(array_to_string(list_transform(
                regexp_extract_all(
                    array_to_string(list_transform(
                        regexp_extract_all({{ spaced }}, '(?s)%[0-9A-Fa-f]{2}|.'),
                        lambda part: case
                            when length(part) = 3 and part[1] = '%' then upper(part[2:3])
                            else hex(encode(part))
                        end
                    ), ''),
                    '{{ valid_sequence }}|{{ invalid_part }}'
                ),
                lambda part: case
                    when regexp_full_match(part, '{{ valid_sequence }}') then part
                    else 'EFBFBD'
                end
            ), '')))
        )
    end
{%- endmacro %}

{#
    url_decode() stops at a percent sign without two digits behind it, so such a sign is encoded
    first. Its UTF-8 decoder follows WHATWG but for surrogates (ED A0 to ED BF), of which it takes
    three bytes for one invalid part: with FF in the place of ED they are three.
#}
{% macro spark__form_decoded(text) -%}
    case
        when {{ text }} not like '%^%%' escape '^' then replace({{ text }}, '+', ' ')
        else url_decode(regexp_replace(
            regexp_replace({{ text }}, '%(?![0-9A-Fa-f]{2})', '%25'),
            '%[Ee][Dd](?=%[ABab])', '%FF'
        ))
    end
{%- endmacro %}
