{#
    A text in which every e-mail address, also a percent-encoded one, is replaced by (email): what
    stands, without a delimiter of text, URLs or JSON, around an @ and has a dot after it. Takes
    rather too much than too little.
#}
{% macro redacted_emails(text) -%}
    {%- set part = '[^\\t\\n\\f\\r "<>()/?&=#,\\x3b:|@%.]+' -%}
    {#- \x3b is a semicolon, at which dbt would cut a unit test's statement in two. -#}
    {#- Addresses are rare: the regular expression runs only where an @ is. -#}
    case
        when {{ text }} like '%@%'
            or {{ text }} like '%!%40%' escape '!'
            or {{ text }} like '%!%2540%' escape '!'
            then {{ regexp_replace_all(
                text,
                '[^\\t\\n\\f\\r "<>()/?&=#,\\x3b:|@]+(@|%40|%2540)' ~ part ~ '([.]' ~ part ~ ')+',
                '(email)'
            ) }}
        else {{ text }}
    end
{%- endmacro %}
