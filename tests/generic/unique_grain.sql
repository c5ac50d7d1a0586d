{#
    Fails on rows whose combination of columns is not unique, or null in one of them: the model's
    grain is not what it says.
    columns: the columns that identify a row. Not for: keys of which a column may be null.
#}
{% test unique_grain(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 {%- for column in columns %} or {{ column }} is null {%- endfor %}
{% endtest %}
