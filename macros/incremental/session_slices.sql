{#
    Slices: the spans of a visitor's history that an increment makes anew, in which whole sessions lie,
    as they were and as they will be. What lies between them stays.

    Before the events of an increment are read, find_changed_slices() writes down the slices. An event
    changed when it is in an hour of loading that changed, now or when it was read last, or when it
    is, or was, a version of an event of such an hour (entity visitor). Of what was read last only the
    first and last hour of a stretch are known, so that some more may be made anew than need be: the
    late events of an hour of long ago, when that changes.

    A slice begins where the event did, when the session before it had ended by the timeout, else
    with that session; and ends with the first session that begins the timeout or more after the
    event. Where no session lies before it, it has no end, since the session after it
    may become the first, or no longer be. Of a visitor who became somebody else's, and where a session
    also ends with a new source, the whole history is one slice.
#}
{% macro find_changed_slices() %}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {#- The sessions of the events that were read; no ref, since it is made after this is asked. -#}
    {%- set session_stretches = api.Relation.create(
        database=this.database, schema=this.schema, identifier='int_session_stretches'
    ) -%}
    create or replace temporary table found_slices as
    with

    changed_hours as (

        {{ changed_hours('web_events') }}

    ),

    -- From the first to the last instant of events that changed; some twice.
    changed_spans as (

        select
            entity_id as visitor_id,
            changed_from as first_at,
            changed_from as last_at
        from {{ changes_relation() }}
        where entity = 'visitor'

        union

        select
            entity_id as visitor_id,
            {{ beginning_of_time() }} as first_at,
            {{ end_of_time() }} as last_at
        from {{ changes_relation() }}
        where entity = 'owner'

        union

        select
            web_events.visitor_id,
            web_events.occurred_at as first_at,
            web_events.occurred_at as last_at
        from {{ ref('base_web_events') }} as web_events
        inner join changed_hours
            on web_events.loaded_hour = changed_hours.loaded_hour
        where {{ within_changed_hours('web_events') }} and web_events.is_readable

        union

        select
            stored.visitor_id,
            stored.first_occurred_at as first_at,
            stored.last_occurred_at as last_at
        from {{ session_stretches }} as stored
        inner join ({{ changed_hours('web_events', read_before=true) }}) as changed_hours
            on changed_hours.loaded_hour between stored.first_loaded_hour and stored.last_loaded_hour

    ),

    sessions as (

        select
            visitor_id,
            min(first_occurred_at) as started_at,
            max(last_occurred_at) as ended_at
        from {{ session_stretches }}
        where visitor_id in (select changed_spans.visitor_id from changed_spans)
        group by visitor_id, session_id

    ),

    -- The last session that began before a span: windows, since a visitor may have many of both.
    placed as (

        select
            visitor_id,
            first_at,
            last_at,
            first_at as placed_at,
            cast(null as timestamp) as started_at,
            cast(null as timestamp) as ended_at
        from changed_spans

        union all

        select
            visitor_id,
            cast(null as timestamp) as first_at,
            cast(null as timestamp) as last_at,
            started_at as placed_at,
            started_at,
            ended_at
        from sessions

    ),

    preceded as (

        select
            *,
            {{ last_known('started_at') }} over so_far as previous_started_at,
            {{ last_known('ended_at') }} over so_far as previous_ended_at,
            count(started_at) over so_far as sessions_before
        from placed
        window so_far as (
            partition by visitor_id
            order by placed_at asc, started_at asc nulls first
            rows between unbounded preceding and current row
        )

    ),

    begun as (

        select
            visitor_id,
            last_at + interval '{{ session_timeout() | trim }}' microsecond as settled_at,
            {% if var('session_breaks_on_new_source') -%}
            {{ beginning_of_time() }} as slice_from,
            true as is_first
            {% else -%}
            case
                when
                    {{ microseconds_between('previous_ended_at', 'first_at') }}
                    < {{ session_timeout() }}
                    then previous_started_at
                else first_at
            end as slice_from,
            sessions_before
            - case
                when
                    {{ microseconds_between('previous_ended_at', 'first_at') }}
                    < {{ session_timeout() }}
                    then 1
                else 0
            end = 0 as is_first
            {% endif %}
        from preceded
        where first_at is not null

    ),

    -- The first session that begins when a slice's changes can no longer reach it.
    placed_ends as (

        select
            visitor_id,
            slice_from,
            is_first,
            settled_at as placed_at,
            cast(null as timestamp) as started_at
        from begun

        union all

        select
            visitor_id,
            cast(null as timestamp) as slice_from,
            cast(null as boolean) as is_first,
            started_at as placed_at,
            started_at
        from sessions

    ),

    followed as (

        select
            *,
            min(started_at) over (
                partition by visitor_id
                order by placed_at desc, started_at desc nulls last
                rows between unbounded preceding and current row
            ) as next_started_at
        from placed_ends

    ),

    -- With those that wait to be processed.
    slices as (

        select
            visitor_id,
            slice_from,
            case when is_first then {{ end_of_time() }}
                else coalesce(next_started_at, {{ end_of_time() }})
            end as slice_to
        from followed
        where slice_from is not null

        union

        {{ slices() }}

    ),

    reached as (

        select
            *,
            max(slice_to) over (
                partition by visitor_id
                order by slice_from asc, slice_to asc
                rows between unbounded preceding and 1 preceding
            ) as reached_at
        from slices

    ),

    numbered as (

        select
            *,
            count(case when slice_from <= reached_at then null else 1 end) over (
                partition by visitor_id
                order by slice_from asc, slice_to asc
                rows between unbounded preceding and current row
            ) as slice_number
        from reached

    )

    select
        visitor_id,
        min(slice_from) as slice_from,
        max(slice_to) as slice_to
    from numbered
    group by visitor_id, slice_number;

    delete from {{ changes_relation() }} where entity = 'slice';
    insert into {{ changes_relation() }} (entity, entity_id, changed_from, changed_to)
        select
            'slice' as entity,
            visitor_id as entity_id,
            slice_from as changed_from,
            slice_to as changed_to
        from found_slices;
    drop table found_slices;
    {{ find_hours_of_slices(session_stretches) }}
{% endmacro %}


{#
    Which hours of loading have the raw rows of the slices: those that changed, those that its stretches
    were loaded in, those of events that were read for a slice that still waits to be processed, and
    those of other versions (entity version_hour).
#}
{% macro find_hours_of_slices(session_stretches) %}
    {{ find_hours("
    select found_hours.loaded_hour
    from " ~ found_hours_relation('web_events') ~ " as found_hours
    where
        found_hours.loaded_hour in (" ~ changed_hours('web_events') ~ ")
        or cast(found_hours.loaded_hour as string) in (
            select entity_id from " ~ changes_relation() ~ " where entity = 'version_hour'
        )
        or exists (
            select 1
            from " ~ this ~ " as read_events
            inner join (" ~ slices() ~ ") as slices
                on
                    read_events.visitor_id = slices.visitor_id
                    and read_events.occurred_at >= slices.slice_from
                    and read_events.occurred_at < slices.slice_to
            where read_events.loaded_hour = found_hours.loaded_hour
        )
        or exists (
            select 1
            from (
                select
                    stored.first_loaded_hour,
                    stored.last_loaded_hour
                from " ~ session_stretches ~ " as stored
                inner join (" ~ slices() ~ ") as slices
                    on
                        stored.visitor_id = slices.visitor_id
                        and stored.last_occurred_at >= slices.slice_from
                        and stored.first_occurred_at < slices.slice_to
                group by stored.first_loaded_hour, stored.last_loaded_hour
            ) as stretches
            where
                found_hours.loaded_hour between stretches.first_loaded_hour
                and stretches.last_loaded_hour
        )") }}
{% endmacro %}


{# Select of the slices that wait to be processed: visitor_id, slice_from, and slice_to, which is without. #}
{% macro slices() -%}
    select
        entity_id as visitor_id,
        changed_from as slice_from,
        changed_to as slice_to
    from {{ changes_relation() }}
    where entity = 'slice'
{%- endmacro %}


{# Condition: a row is of a slice. visitor_id, occurred_at: its columns; an instant within its session. #}
{% macro is_in_slice(visitor_id, occurred_at) -%}
    (
        {{ has_changed(['slice'], visitor_id) }}
        and exists (
            select 1
            from {{ changes_relation() }} as slices
            where
                slices.entity = 'slice'
                and slices.entity_id = {{ visitor_id }}
                and slices.changed_from <= {{ occurred_at }}
                and slices.changed_to > {{ occurred_at }}
        )
    )
{%- endmacro %}


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
    or all. A join takes half the time of the condition is_in_slice().
    visitors: the relation; occurred_at: its column of an instant within the session of a row;
    makes_all: whether the model makes everything anew in any case.
#}
{% macro slices_of(visitors, occurred_at, makes_all=false) -%}
    select visitors.*
    from {{ visitors }} as visitors
    {%- if is_incremental() and not makes_all %}
    inner join ({{ slices() }}) as slices
        on
            visitors.visitor_id = slices.visitor_id
            and visitors.{{ occurred_at }} >= slices.slice_from
            and visitors.{{ occurred_at }} < slices.slice_to
    {%- endif %}
{%- endmacro %}
