{#
    Expression: what the macros that a test in tests/macros asks say to a case's input.
    checks: {name of a check: expression over the column input}; a case has one of them in `name`.
#}
{% macro answers(checks) -%}
    case name
        {%- for name, answer in checks.items() %}
        when '{{ name }}' then {{ answer }}
        {%- endfor %}
    end
{%- endmacro %}
