{#
    A whole number that is another one when a record (struct) or text is, but for chance. It may differ between versions
    of an engine: compare it, and take a difference for a change; never use it as a key.
#}
{% macro fingerprint(record) -%}
    {{ adapter.dispatch('fingerprint', 'tributary')(record) }}
{%- endmacro %}

{% macro duckdb__fingerprint(record) -%}
    cast(hash({{ record }}) as hugeint)
{%- endmacro %}

{#- Of a record itself Spark's hash leaves nulls out. Summed as bigint they would overflow. -#}
{% macro spark__fingerprint(record) -%}
    cast(xxhash64({{ row_as_json('struct(' ~ record ~ ')') }}) as decimal(20, 0))
{%- endmacro %}
