{#
    Fails when rows in <> rows staged + rows quarantined, for the raw table that a staging model
    stages.
    raw_table: its name. Not for: whether the right rows were rejected; that is what unit tests are
    for.
#}
{% test no_row_lost(model, raw_table) %}
select
    raw_rows.row_count as raw_rows,
    staged_rows.row_count as staged_rows,
    quarantined_rows.row_count as quarantined_rows
from (select count(*) as row_count from {{ source('raw', raw_table) }}) as raw_rows
cross join (select count(*) as row_count from {{ model }}) as staged_rows
cross join (
    select count(*) as row_count
    from {{ ref('quarantine') }}
    where raw_table = '{{ raw_table }}'
) as quarantined_rows
where raw_rows.row_count <> staged_rows.row_count + quarantined_rows.row_count
{% endtest %}
