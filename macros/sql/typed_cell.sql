{#
    Reads a raw cell as its declared type without ever failing. (Not called safe_cast: dbt has a
    macro of that name, which its unit tests call, and ours would replace it.)
    expression: the cell; native_type: the type it has in the raw table; data_type: string,
    timestamp, date, boolean or decimal(p, s); is_required: whether rows without it are rejected, so
    that every reading asks for it. Returns {'value': expression, null where the cell is
    empty or unreadable,
             'is_unreadable': condition that a filled cell could not be read, or none where that
             cannot happen,
             'as_it_is': the cell itself where it needs no cast, else none: unlike value it lets the
             engine skip rows that a filter leaves out, but shows what is unreadable}.
    Text is stripped of spaces and the empty string is null; timestamps become UTC, one without
    offset is UTC already. Years are 1 to 9999, numbers finite; of numbers only 0 and 1 are
    booleans.
#}
{% macro typed_cell(expression, native_type, data_type, is_required=false) %}
    {{ return(adapter.dispatch('typed_cell', 'tributary')(
        expression, native_type | upper, data_type, is_required
    )) }}
{% endmacro %}

{% macro duckdb__typed_cell(expression, native_type, data_type, is_required) %}
    {%- set text = "nullif(trim("
        ~ (expression if native_type == 'VARCHAR' else 'cast(' ~ expression ~ ' as varchar)')
        ~ "), '')" -%}
    {%- if data_type == 'string' -%}
        {#- Nearly all are in ASCII, without a space at either end. To see that takes a third of the
            time of trim(), which counts where a filter and a select each compute it; where few values
            differ, as in columns that may be empty, trim() alone is quicker. -#}
        {%- if is_required and native_type == 'VARCHAR' -%}
            {%- set text = 'case when ' ~ expression ~ " >= '!' and not ends_with(" ~ expression
                ~ ", ' ') and strlen(" ~ expression ~ ') = length(' ~ expression ~ ') then '
                ~ expression ~ ' else ' ~ text ~ ' end' -%}
        {%- endif -%}
        {{ return({'value': text, 'is_unreadable': none, 'as_it_is': none}) }}
    {%- endif -%}
    {%- set is_number = native_type.split('(')[0] in [
        'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', 'UINTEGER',
        'UBIGINT', 'UHUGEINT', 'FLOAT', 'DOUBLE', 'DECIMAL',
    ] -%}
    {%- set is_time = native_type.startswith('TIMESTAMP') or native_type == 'DATE' -%}
    {%- if data_type in ['timestamp', 'date'] -%}
        {%- if is_time and native_type != 'TIMESTAMP WITH TIME ZONE' -%}
            {%- set moment = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
        {%- else -%}
            {%- set moment = 'try_cast(' ~ (expression if is_time else text)
                ~ " as timestamp with time zone) at time zone 'UTC'" -%}
        {%- endif -%}
        {#- Neither infinity nor a year that others cannot read. -#}
        {%- set range = "between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59.999999'" -%}
        {%- set value = 'case when ' ~ moment ~ ' ' ~ range ~ ' then cast(' ~ moment ~ ' as '
            ~ data_type ~ ') end' -%}
        {%- if native_type == 'TIMESTAMP' and data_type == 'timestamp' -%}
            {{ return({
                'value': value,
                'is_unreadable': expression ~ ' not ' ~ range,
                'as_it_is': expression,
            }) }}
        {%- endif -%}
    {%- elif data_type == 'boolean' and is_number -%}
        {#- As in text: no other number is true. -#}
        {%- set value = '(case ' ~ expression ~ ' when 0 then false when 1 then true end)' -%}
    {%- else -%}
        {%- set value = 'try_cast(' ~ (text if native_type == 'VARCHAR' else expression) ~ ' as '
            ~ data_type ~ ')' -%}
    {%- endif -%}
    {%- if data_type == 'boolean' and native_type == 'BOOLEAN' -%}
        {{ return({'value': expression, 'is_unreadable': none, 'as_it_is': expression}) }}
    {%- endif -%}
    {{ return({
        'value': value,
        'is_unreadable': (expression if is_number or is_time else text) ~ ' is not null and '
            ~ value ~ ' is null',
        'as_it_is': none,
    }) }}
{% endmacro %}

{#
    Spark reads more than DuckDB does: a year alone, a time without a date, digits of any script. Of
    texts only those of our forms are cast.
#}
{% macro spark__typed_cell(expression, native_type, data_type, is_required) %}
    {%- set text = "nullif(" ~ trimmed(
        expression if native_type == 'STRING' else 'cast(' ~ expression ~ ' as string)'
    ) ~ ", '')" -%}
    {%- if data_type == 'string' or data_type == 'boolean' and native_type == 'BOOLEAN' -%}
        {{ return({
            'value': text if data_type == 'string' else expression,
            'is_unreadable': none,
            'as_it_is': expression if data_type == 'boolean' else none,
        }) }}
    {%- endif -%}
    {%- set is_number = native_type.split('(')[0] in [
        'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'DECIMAL',
    ] -%}
    {%- set is_time = native_type.startswith('TIMESTAMP') or native_type == 'DATE' -%}
    {%- set is_text = not is_number and not is_time -%}
    {%- if data_type in ['timestamp', 'date'] -%}
        {#- The session's time zone is UTC: an instant becomes the time of day there. -#}
        {%- set moment = 'cast(' ~ expression ~ ' as timestamp_ntz)' if is_time else
            "case when " ~ text ~ " rlike r'^\d{4}[-/]\d{1,2}[-/]\d{1,2}"
            ~ "([T ] *\d{1,2}:\d{1,2}(:\d{1,2}([.]\d*)?)?( ?[A-Za-z_/]+|[+-]\d{2}(:?\d{2})?)?)?$'"
            ~ " then cast(try_cast(replace(" ~ text ~ ", '/', '-') as timestamp_ltz)"
            ~ ' as timestamp_ntz) end' -%}
        {%- set value = 'case when ' ~ moment ~ " between timestamp_ntz '0001-01-01' and"
            ~ " timestamp_ntz '9999-12-31 23:59:59.999999' then cast(" ~ moment ~ ' as ' ~ data_type
            ~ ') end' -%}
    {%- elif data_type == 'boolean' and is_number -%}
        {%- set value = '(case ' ~ expression ~ ' when 0 then false when 1 then true end)' -%}
    {%- elif data_type == 'boolean' -%}
        {%- set value = 'try_cast(' ~ text ~ ' as boolean)' -%}
    {%- elif is_text -%}
        {%- set value = "case when " ~ text
            ~ " rlike r'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$'"
            ~ ' then try_cast(' ~ text ~ ' as ' ~ data_type ~ ') end' -%}
    {%- else -%}
        {%- set value = 'try_cast(' ~ expression ~ ' as ' ~ data_type ~ ')' -%}
    {%- endif -%}
    {{ return({
        'value': value,
        'is_unreadable': (text if is_text else expression) ~ ' is not null and ' ~ value
            ~ ' is null',
        'as_it_is': expression if native_type == 'TIMESTAMP_NTZ' and data_type == 'timestamp'
            else none,
    }) }}
{% endmacro %}


{# A whole row, given by its table's alias, as one value: a struct. #}
{% macro row_record(alias) %}
    {{ return(adapter.dispatch('row_record', 'tributary')(alias)) }}
{% endmacro %}

{% macro duckdb__row_record(alias) %}
    {{ return(alias) }}
{% endmacro %}

{% macro spark__row_record(alias) %}
    {{ return('struct(' ~ alias ~ '.*)') }}
{% endmacro %}


{# The record of no row: what row_record() gives of a table that is not there. #}
{% macro no_record() %}
    {{ return(adapter.dispatch('no_record', 'tributary')()) }}
{% endmacro %}

{% macro duckdb__no_record() %}
    {{ return('cast(null as string)') }}
{% endmacro %}

{% macro spark__no_record() %}
    {{ return('cast(null as struct<nothing: string>)') }}
{% endmacro %}


{# A record as JSON text, cells that are null included. #}
{% macro row_as_json(record) %}
    {{ return(adapter.dispatch('row_as_json', 'tributary')(record)) }}
{% endmacro %}

{% macro duckdb__row_as_json(record) %}
    {{ return('cast(to_json(' ~ record ~ ') as varchar)') }}
{% endmacro %}

{% macro spark__row_as_json(record) %}
    {{ return('to_json(' ~ record ~ ", map('ignoreNullFields', 'false'))") }}
{% endmacro %}
