{#
    Slices: the spans of a visitor's history that an increment makes anew, in which whole sessions lie,
    as they were and as they will be. What lies between them stays.

    Before the events of an increment are read, find_changed_slices() writes down the slices. An event
    changed when it is in an hour of loading that changed, now or when it was read last, or when it
    is, or was, a version of an event of such an hour (entity visitor). Of what was read last only the
    first and last hour of a stretch are known, so that some more may be made anew than need be: the
    late events of an hour of long ago, when that changes.

    A slice unites what changed with each session that it can reach: one that ends less than the timeout
    before it, or begins less than that after it. When no session lies before it, it has no end, since
    the session after it may become the first, or no longer be. Of a visitor who became somebody
    else's, and where a session also ends with a new source, the whole history is one slice.
#}
{% macro find_changed_slices() %}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {#- The sessions of the events that were read; no ref, since it is made after this is asked. -#}
    {%- set session_stretches = api.Relation.create(
        database=this.database, schema=this.schema, identifier='int_session_stretches'
    ) -%}
    {%- set timeout = "interval '" ~ session_timeout() | trim ~ "' microsecond" -%}
    {%- set found %}
    with

    changed_hours as (

        {{ changed_hours('web_events') }}

    ),

    -- From the first event that changed to where the last one's reach ends; and slices that wait.
    changed_spans as (

        select
            entity_id as visitor_id,
            changed_from as span_from,
            changed_from + {{ timeout }} as span_to
        from {{ changes_relation() }}
        where entity = 'visitor'

        union all

        select
            entity_id as visitor_id,
            {{ beginning_of_time() }} as span_from,
            {{ end_of_time() }} as span_to
        from {{ changes_relation() }}
        where entity = 'owner'

        union all

        select
            web_events.visitor_id,
            web_events.occurred_at as span_from,
            web_events.occurred_at + {{ timeout }} as span_to
        from {{ ref('base_web_events') }} as web_events
        inner join changed_hours
            on web_events.loaded_hour = changed_hours.loaded_hour
        where {{ within_changed_hours('web_events') }} and web_events.is_readable

        union all

        select
            stored.visitor_id,
            stored.first_occurred_at as span_from,
            stored.last_occurred_at + {{ timeout }} as span_to
        from {{ session_stretches }} as stored
        inner join ({{ changed_hours('web_events', read_before=true) }}) as changed_hours
            on changed_hours.loaded_hour between stored.first_loaded_hour and stored.last_loaded_hour

        union all

        {{ slices() }}

    ),

    {% if var('session_breaks_on_new_source') -%}
    slices as (

        select
            visitor_id,
            {{ beginning_of_time() }} as slice_from,
            {{ end_of_time() }} as slice_to
        from changed_spans
        group by visitor_id

    )

    {% else -%}
    -- Sessions as they were lie the timeout apart, so that only what changed unites them.
    spans as (

        select
            visitor_id,
            span_from,
            span_to,
            1 as is_changed
        from changed_spans

        union all

        select
            visitor_id,
            min(first_occurred_at) as span_from,
            max(last_occurred_at) + {{ timeout }} as span_to,
            0 as is_changed
        from {{ session_stretches }}
        where visitor_id in (select changed_spans.visitor_id from changed_spans)
        group by visitor_id, session_id

    ),

    reached as (

        select
            *,
            max(span_to) over (
                partition by visitor_id
                order by span_from asc, span_to asc, is_changed asc
                rows between unbounded preceding and 1 preceding
            ) as reached_at
        from spans

    ),

    numbered as (

        select
            *,
            count(case when span_from < reached_at then null else 1 end) over (
                partition by visitor_id
                order by span_from asc, span_to asc, is_changed asc
                rows between unbounded preceding and current row
            ) as span_number
        from reached

    ),

    united as (

        select
            visitor_id,
            span_number,
            min(span_from) as slice_from,
            max(span_to) as slice_to,
            min(span_number) over (partition by visitor_id) as first_number
        from numbered
        group by visitor_id, span_number
        having max(is_changed) = 1

    ),

    slices as (

        select
            visitor_id,
            slice_from,
            case when span_number = 1 then {{ end_of_time() }} else slice_to end as slice_to
        from united
        where span_number = first_number or first_number > 1

    )

    {% endif -%}
    select * from slices
    {%- endset -%}
    {%- do run_together(stored_table(found_slices(), found, is_scratch=true)) -%}
    {%- do find_hours(hours_of_slices(session_stretches)) -%}
    {{ return('') }}
{% endmacro %}


{# Relation of the slices that find_changed_slices() has found; none when everything is made anew. #}
{% macro found_slices() %}
    {{ return(
        scratch_table('found_slices') if is_incremental() else '(' ~ no_slices() ~ ')'
    ) }}
{% endmacro %}


{#
    After the events of an increment are stored: their slices wait to be processed from now on. Not
    before, since no model may make slices anew whose events are not there yet.
#}
{% macro remember_slices() %}
    {%- if execute -%}
        {%- do store_table(state_relation('slices'), 'select * from ' ~ found_slices()) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{#
    Select of the hours of loading that have the raw rows of the slices (loaded_hour): those that
    changed, those that its stretches were loaded in, those of events that were read for a slice that
    still waits to be processed, and those of other versions (entity version_hour).
#}
{% macro hours_of_slices(session_stretches) %}
    select found_hours.loaded_hour
    from {{ found_hours_relation('web_events') }} as found_hours
    where
        found_hours.loaded_hour in ({{ changed_hours('web_events') }})
        or {{ has_changed(['version_hour'], 'cast(found_hours.loaded_hour as string)') }}
        or found_hours.loaded_hour in (
            select read_events.loaded_hour
            from ({{ slices_of(this, 'occurred_at') }}) as read_events
        )
        or exists (
            select 1
            from (
                select
                    stored.first_loaded_hour,
                    stored.last_loaded_hour
                from {{ session_stretches }} as stored
                inner join {{ found_slices() }} as slices
                    on
                        stored.visitor_id = slices.visitor_id
                        and stored.last_occurred_at >= slices.slice_from
                        and stored.first_occurred_at < slices.slice_to
                group by stored.first_loaded_hour, stored.last_loaded_hour
            ) as stretches
            where
                found_hours.loaded_hour between stretches.first_loaded_hour
                and stretches.last_loaded_hour
        )
{%- endmacro %}


{# Select of the slices that wait to be processed: visitor_id, slice_from, and slice_to, which is without. #}
{% macro slices() -%}
    select
        visitor_id,
        slice_from,
        slice_to
    from {{ state_relation('slices') }}
{%- endmacro %}


{# Select of none. #}
{% macro no_slices() -%}
    select
        cast(null as string) as visitor_id,
        cast(null as timestamp) as slice_from,
        cast(null as timestamp) as slice_to
    where false
{%- endmacro %}


{#
    Condition: a row is of a slice. visitor_id, occurred_at: its columns; an instant within its session.
    Slices have a name of their own for the visitor, since a row's may come without its relation's.
#}
{% macro is_in_slice(visitor_id, occurred_at) -%}
    (
        {{ visitor_id }} in (select visitor_id from ({{ slices() }}) as sliced_visitors)
        and exists (
            select 1
            from ({{ slices() }}) as slices (sliced_visitor_id, slice_from, slice_to)
            where
                slices.sliced_visitor_id = {{ visitor_id }}
                and slices.slice_from <= {{ occurred_at }}
                and slices.slice_to > {{ occurred_at }}
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
        {#- All of its events, but where a run without transactions was killed before the slices. -#}
        {%- set changed_web_events = ref('int_changed_web_events') -%}
        {%- set web_events = '(' ~ slices_of(changed_web_events, 'occurred_at') ~ ') as sliced' -%}
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
