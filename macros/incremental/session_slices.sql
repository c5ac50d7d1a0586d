{#
    Before the events are sessionised: for each visitor whose events changed, writes down the slice
    of its sessions to make anew, from the last session on that began before the earliest change.
    What came before stays, since a session is told by what came before and in it. Where a session
    also ends with a new source, the whole history of the visitor is made anew.
#}
{% macro find_changed_slices() %}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
    select
        'slice' as entity,
        visitors.entity_id,
        {% if var('session_breaks_on_new_source') -%}
        {{ beginning_of_time() }} as changed_from
        {% else -%}
        coalesce(max(session_starts.occurred_at), {{ beginning_of_time() }}) as changed_from
        {% endif -%}
    from ({{ changed(['visitor']) }}) as visitors
    left join {{ this }} as session_starts
        on
            visitors.entity_id = session_starts.visitor_id
            and session_starts.split_reason is not null
            and session_starts.occurred_at < visitors.changed_from
    group by visitors.entity_id
{% endmacro %}
