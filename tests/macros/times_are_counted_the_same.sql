-- Fails when spans of time, shifted times or hours are counted otherwise, before 1970 too.
with

cases as (

    {{ literal_rows({
        'earlier': 'timestamp', 'later': 'timestamp', 'microseconds': 'bigint',
        'minute_before': 'timestamp', 'hour': 'timestamp',
    }, [
        ['1970-01-01', '1970-01-01', 0, '1969-12-31 23:59:00', '1970-01-01'],
        ['1969-12-31 23:59:59.999999', '1970-01-01', 1, '1969-12-31 23:59:00', '1970-01-01'],
        [
            '1970-01-01', '1969-12-31 23:59:59.5', -500000,
            '1969-12-31 23:58:59.5', '1969-12-31 23:00:00',
        ],
        [
            '0001-01-01', '9999-12-31 23:59:59.999999', 315537897599999999,
            '9999-12-31 23:58:59.999999', '9999-12-31 23:00:00',
        ],
        [
            '2026-03-29 00:59:59', '2026-03-29 03:00:00', 7201000000,
            '2026-03-29 02:59:00', '2026-03-29 03:00:00',
        ],
        ['2026-01-01', none, none, none, '0001-01-01'],
    ]) }}

),

results as (

    select
        *,
        {{ microseconds_between('earlier', 'later') }} as actual_microseconds,
        {{ seconds_after('later', -60) }} as actual_minute_before,
        {{ loaded_hour('later') }} as actual_hour
    from cases

)

select *
from results
where
    actual_microseconds is distinct from microseconds
    or actual_minute_before is distinct from minute_before
    or actual_hour is distinct from hour
