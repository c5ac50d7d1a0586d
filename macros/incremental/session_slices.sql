{#
    Before the events of an increment are read: for each visitor whose events or contact changed,
    writes down the slice of its history to make anew, from the last session on that began before
    the earliest change. What came before stays, since a session is told by what came before and in
    it. Of a visitor who became somebody else's, and where a session also ends with a new source,
    the whole history is made anew.

    An event changed when it is in an hour of loading that changed, now or when it was read last, or
    when it is, or was, a version of an event of such an hour (entity visitor). Of what was read last
    only the first and last hour of a stretch are known, so that some more slices may be made anew
    than need be: those of late events when an hour of long ago changes.
#}
{% macro find_changed_slices() %}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {#- The sessions of the events that were read; no ref, since it is made after this is asked. -#}
    {%- set session_stretches = api.Relation.create(
        database=this.database, schema=this.schema, identifier='int_session_stretches'
    ) -%}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
    with

    changed_hours as (

        {{ changed_hours('web_events') }}

    ),

    changed_events as (

        select
            entity_id as visitor_id,
            changed_from
        from ({{ changed(['visitor']) }}) as versions

        union all

        select
            entity_id as visitor_id,
            changed_from
        from ({{ changed(['owner']) }}) as owners

        union all

        select
            web_events.visitor_id,
            web_events.occurred_at as changed_from
        from {{ ref('base_web_events') }} as web_events
        inner join changed_hours
            on web_events.loaded_hour = changed_hours.loaded_hour
        where {{ within_changed_hours('web_events') }} and web_events.is_readable

        union all

        select
            stored.visitor_id,
            stored.first_occurred_at as changed_from
        from {{ session_stretches }} as stored
        inner join ({{ changed_hours('web_events', read_before=true) }}) as changed_hours
            on changed_hours.loaded_hour between stored.first_loaded_hour and stored.last_loaded_hour

    ),

    visitors as (

        select
            visitor_id,
            min(changed_from) as changed_from
        from changed_events
        group by visitor_id

    )

    select
        'slice' as entity,
        visitors.visitor_id as entity_id,
        {% if var('session_breaks_on_new_source') -%}
        {{ beginning_of_time() }} as changed_from
        {% else -%}
        coalesce(max(session_starts.first_occurred_at), {{ beginning_of_time() }}) as changed_from
        {% endif -%}
    from visitors
    left join {{ session_stretches }} as session_starts
        on
            visitors.visitor_id = session_starts.visitor_id
            and session_starts.split_reason is not null
            and session_starts.first_occurred_at < visitors.changed_from
    group by visitors.visitor_id
{% endmacro %}


{#
    Relation of the web events that a model makes anew: those that the increment read, or all of
    them. Both are asked for when dbt parses, so that it knows of both.
    source_of_all: model that has all; makes_all: whether the model makes everything anew in any case.
#}
{% macro web_events_to_make(source_of_all='stg_web_events', makes_all=false) -%}
    {%- if (is_incremental() and not makes_all) or not execute -%}
        {%- set web_events = ref('int_changed_web_events') -%}
    {%- endif -%}
    {%- if not is_incremental() or makes_all -%}
        {%- set web_events = ref(source_of_all) -%}
    {%- endif -%}
    {{ web_events }}
{%- endmacro %}


{#
    Select of what a model makes anew of a relation of visitors: the rows of the slices that changed,
    or all. A join takes half the time of the condition is_changed().
    visitors: the relation; occurred_at: its column of an instant within the session of a row;
    makes_all: whether the model makes everything anew in any case.
#}
{% macro slices_of(visitors, occurred_at, makes_all=false) -%}
    select visitors.*
    from {{ visitors }} as visitors
    {%- if is_incremental() and not makes_all %}
    inner join ({{ changed(['slice']) }}) as slices
        on
            visitors.visitor_id = slices.entity_id
            and visitors.{{ occurred_at }} >= slices.changed_from
    {%- endif %}
{%- endmacro %}
