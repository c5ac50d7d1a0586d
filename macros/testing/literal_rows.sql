{#
    Select of some rows of literals: what the tests in tests/macros ask macros of macros/sql.
    columns: {name: type}; rows: lists of texts, numbers or none.
#}
{% macro literal_rows(columns, rows) -%}
    {%- for row in rows %}
    select
        {%- for name, type in columns.items() %}
        cast(
            {%- if row[loop.index0] is none %}null{% else %}{{ text_literal(row[loop.index0]) }}{% endif %} as {{ type -}}
        ) as {{ name }} {%- if not loop.last %},{% endif %}
        {%- endfor %}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
