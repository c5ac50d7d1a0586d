{#
    A whole number that is another one when a record (struct) is, but for chance. It may differ between versions
    of an engine: compare it, and take a difference for a change; never use it as a key.
#}
{% macro fingerprint(record) -%}
    {{ adapter.dispatch('fingerprint', 'tributary')(record) }}
{%- endmacro %}

{% macro duckdb__fingerprint(record) -%}
    cast(hash({{ record }}) as hugeint)
{%- endmacro %}

{#- dbt wants one of each engine. -#}
{% macro spark__fingerprint(record) -%}
    {{ exceptions.raise_compiler_error('A build on Spark makes everything anew and compares nothing') }}
{%- endmacro %}
