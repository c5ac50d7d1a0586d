{#
    Select-list items that turn a row into one row per part of a text: part (text) and part_index
    (from 1).
#}
{% macro split_to_rows(text, separator) -%}
    {{ adapter.dispatch('split_to_rows', 'tributary')(text, separator) }}
{%- endmacro %}

{% macro duckdb__split_to_rows(text, separator) -%}
    unnest(string_split({{ text }}, '{{ separator }}')) as part,
    generate_subscripts(string_split({{ text }}, '{{ separator }}'), 1) as part_index
{%- endmacro %}

{# Spark takes a separator for a regular expression, and one generator a select list. #}
{% macro spark__split_to_rows(text, separator) -%}
    inline(transform(
        split({{ text }}, r'\Q{{ separator }}\E', -1),
        (part, part_index) -> struct(part as part, part_index + 1 as part_index)
    ))
{%- endmacro %}
