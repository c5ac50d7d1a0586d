{#
    Where merge chains end, to any depth: one row per merged record whose chain ends.

    relation: CTE with columns id and merged_into and row_rejection; only rows without row_rejection
    exist. Returns a select of record_id, survivor_id and is_dangling (the chain ends in a record
    that does not exist). A record whose chain never ends, because of a cycle, has no row.

    Walks from the ends of the chains towards the merged records: each record has one successor, so
    the walk reaches every record at most once and cannot run in circles.
#}
{% macro resolved_merges(relation, id, merged_into) %}
    with recursive

    merged as (

        select
            {{ id }} as record_id,
            {{ merged_into }} as target_id
        from {{ relation }}
        where row_rejection is null and {{ merged_into }} is not null

    ),

    chains as (

        select
            merged.record_id,
            merged.target_id as survivor_id,
            ends.{{ id }} is null as is_dangling
        from merged
        left join {{ relation }} as ends
            on merged.target_id = ends.{{ id }} and ends.row_rejection is null
        where ends.{{ merged_into }} is null

        union all

        select
            merged.record_id,
            chains.survivor_id,
            chains.is_dangling
        from merged
        inner join chains on merged.target_id = chains.record_id

    )

    select
        record_id,
        survivor_id,
        is_dangling
    from chains
{% endmacro %}
