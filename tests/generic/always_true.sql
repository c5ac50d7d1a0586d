{#
    Fails on rows for which a condition is false or null.
    condition: SQL over the model's columns, such as ended_at >= started_at.
#}
{% test always_true(model, condition) %}
select *
from {{ model }}
where not coalesce({{ condition }}, false)
{% endtest %}
