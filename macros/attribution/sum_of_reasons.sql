{#
    The sum of a measure over all reasons of rpt_reconciliation: columns
    unattributed_<measure>_<reason>.
#}
{% macro sum_of_reasons(measure) -%}
    {%- for reason in unattributed_reasons() -%}
        unattributed_{{ measure }}_{{ reason }} {%- if not loop.last %} + {% endif -%}
    {%- endfor -%}
{%- endmacro %}
