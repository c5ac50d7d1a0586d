{#
    Reads a raw cell as its declared type without ever failing. (Not called safe_cast: dbt has a
    macro of that name, which its unit tests call, and ours would replace it.)
    expression: the cell; native_type: the type it has in the raw table; data_type: string,
    timestamp, date, boolean or decimal(p, s). Returns {'value': expression, null where the cell is
    empty or unreadable,
             'is_unreadable': condition that a filled cell could not be read, or none where that
             cannot happen}.
    Text is stripped of spaces and the empty string is null; timestamps become UTC, one without
    offset is UTC already.
#}
{% macro typed_cell(expression, native_type, data_type) %}
    {{ return(adapter.dispatch('typed_cell', 'tributary')(
        expression, native_type | upper, data_type
    )) }}
{% endmacro %}

{% macro duckdb__typed_cell(expression, native_type, data_type) %}
    {%- set text = "nullif(trim("
        ~ (expression if native_type == 'VARCHAR' else 'cast(' ~ expression ~ ' as varchar)')
        ~ "), '')" -%}
    {%- if data_type == 'string' -%}
        {{ return({'value': text, 'is_unreadable': none}) }}
    {%- endif -%}
    {%- if data_type in ['timestamp', 'date'] -%}
        {%- if native_type == 'TIMESTAMP WITH TIME ZONE' -%}
            {%- set value, can_fail = expression ~ " at time zone 'UTC'", false -%}
        {%- elif native_type.startswith('TIMESTAMP') or native_type == 'DATE' -%}
            {%- set value, can_fail = expression, false -%}
        {%- else -%}
            {%- set value = 'try_cast(' ~ text ~ ' as timestamp with time zone)'
                ~ " at time zone 'UTC'" -%}
            {%- set can_fail = true -%}
        {%- endif -%}
    {%- elif native_type == 'VARCHAR' -%}
        {%- set value, can_fail = 'try_cast(' ~ text ~ ' as ' ~ data_type ~ ')', true -%}
    {%- else -%}
        {%- set value = 'try_cast(' ~ expression ~ ' as ' ~ data_type ~ ')' -%}
        {%- set can_fail = native_type != 'BOOLEAN' -%}
    {%- endif -%}
    {%- if data_type in ['timestamp', 'date'] -%}
        {%- set value = 'cast(' ~ value ~ ' as ' ~ data_type ~ ')' -%}
    {%- endif -%}
    {{ return({
        'value': value,
        'is_unreadable': text ~ ' is not null and ' ~ value ~ ' is null' if can_fail else none,
    }) }}
{% endmacro %}


{# A whole row, given by its table's alias, as JSON text. #}
{% macro row_as_json(alias) %}
    {{ return(adapter.dispatch('row_as_json', 'tributary')(alias)) }}
{% endmacro %}

{% macro duckdb__row_as_json(alias) %}
    {{ return('cast(to_json(' ~ alias ~ ') as varchar)') }}
{% endmacro %}
