{# A text in which every e-mail address, also a percent-encoded one, is replaced by (email). #}
{% macro redacted_emails(text) -%}
    {#- Addresses are rare: the regular expression runs only where an @ is. -#}
    case
        when {{ text }} like '%@%' or {{ text }} like '%\%40%' escape '\'
            then {{ regexp_replace_all(text, '[A-Za-z0-9._+-]+(@|%40)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+', '(email)') }}
        else {{ text }}
    end
{%- endmacro %}
