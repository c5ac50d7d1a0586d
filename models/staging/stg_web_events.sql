{#
    Grain: one row per event of the web tracker, bots' included.
    Why:   the raw rows that can be read, of each event the latest version, their URLs taken apart
           once. Few rows are not just what base_web_events says of them, so that only those are
           stored (base_web_event_exceptions), and this is a view: who does not ask for a host
           does not pay for it.
#}
{{ config(materialized="view") }}
{{ latest_web_events(ref('base_web_events')) }}
