{#
    Grain: one row per raw row of the web tracker's events, rejected ones and old versions too.
    Why:   what is cleaned is said once. A view: what is asked of it is
           computed, for the rows of which it is asked, and nothing of the largest table is stored
           twice. Storing it took seven times the CPU of reading it.
#}
{{ config(materialized="view") }}
{{ cleaned_web_events(source('raw', 'web_events')) }}
