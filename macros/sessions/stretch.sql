{#
    The stretch that a web event is in, among those of its visitor: events of one stretch are always
    of one session. Time since 1970 is cut into pieces as long as the timeout, and two events in the
    same piece have no gap of the timeout between them. So sessions are told from stretches, which are
    fewer than events, and an event's session is found by its stretch. Where a session also
    ends with a new source, each event is a stretch of its own.
    event_id, occurred_at: the event's columns. Returns a bigint, or the event's id.
#}
{% macro stretch(event_id, occurred_at) -%}
    {%- if var('session_breaks_on_new_source') -%}
        {{ event_id }}
    {%- else -%}
        cast(
            floor(
                {{ microseconds_between("cast('1970-01-01' as timestamp)", occurred_at) }}
                / {{ session_timeout() }}
            ) as bigint
        )
    {%- endif -%}
{%- endmacro %}


{# Microseconds without an event after which the next one starts a session (SPEC 3). #}
{% macro session_timeout() -%}
    {{ (var('session_timeout_minutes') * 60 * 1000000) | int }}
{%- endmacro %}
