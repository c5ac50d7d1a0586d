-- Fails when typed_cell() reads a text otherwise, or says otherwise whether it could be read.
{%- set cells = {
    'string': typed_cell('input', 'varchar', 'string'),
    'required string': typed_cell('input', 'varchar', 'string', is_required=true),
    'timestamp': typed_cell('input', 'varchar', 'timestamp'),
    'date': typed_cell('input', 'varchar', 'date'),
    'boolean': typed_cell('input', 'varchar', 'boolean'),
    'decimal': typed_cell('input', 'varchar', 'decimal(20, 4)'),
} %}
with

cases as (

    {{ literal_rows({
        'type': 'string', 'input': 'string', 'expected': 'string', 'is_unreadable': 'boolean',
    }, [
        ['string', none, none, 'false'],
        ['string', '', none, 'false'],
        ['string', '  ', none, 'false'],
        ['string', '\u00a0 a b\u3000', 'a b', 'false'],
        ['string', '\ta', '\ta', 'false'],
        ['string', 'it''s \\ "so"', 'it''s \\ "so"', 'false'],
        ['required string', none, none, 'false'],
        ['required string', '', none, 'false'],
        ['required string', '  ', none, 'false'],
        ['required string', '\u00a0 a b\u3000', 'a b', 'false'],
        ['required string', ' a', 'a', 'false'],
        ['required string', 'a ', 'a', 'false'],
        ['required string', 'a\u00a0', 'a', 'false'],
        ['required string', '\u2003a', 'a', 'false'],
        ['required string', 'a b', 'a b', 'false'],
        ['required string', '\ta', '\ta', 'false'],
        ['required string', '\u00e9', '\u00e9', 'false'],
        ['required string', 'it''s \\ "so"', 'it''s \\ "so"', 'false'],
        ['timestamp', none, none, 'false'],
        ['timestamp', ' ', none, 'false'],
        ['timestamp', '2026-03-02 23:15:00', '2026-03-02 23:15:00', 'false'],
        ['timestamp', ' 2026-03-02T23:15:00Z ', '2026-03-02 23:15:00', 'false'],
        ['timestamp', '2026-03-02T23:15:00+02:00', '2026-03-02 21:15:00', 'false'],
        ['timestamp', '2026-03-02T23:15:00-1130', '2026-03-03 10:45:00', 'false'],
        ['timestamp', '2026-03-02T23:15:00+02', '2026-03-02 21:15:00', 'false'],
        ['timestamp', '2026-03-02 23:15', '2026-03-02 23:15:00', 'false'],
        ['timestamp', '2026-3-2', '2026-03-02 00:00:00', 'false'],
        ['timestamp', '2026/03/02', '2026-03-02 00:00:00', 'false'],
        ['timestamp', '2026-03-02 1:2:3.5', '2026-03-02 01:02:03.5', 'false'],
        ['timestamp', '2026-03-02T23:15:00.123456789Z', '2026-03-02 23:15:00.123456', 'false'],
        ['timestamp', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999999', 'false'],
        ['timestamp', '0001-01-01', '0001-01-01 00:00:00', 'false'],
        ['timestamp', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999', 'false'],
        ['timestamp', '0001-01-01T00:00:00+01:00', none, 'true'],
        ['timestamp', '10000-01-01', none, 'true'],
        ['timestamp', '2026', none, 'true'],
        ['timestamp', '2026-03', none, 'true'],
        ['timestamp', '12:00', none, 'true'],
        ['timestamp', 'now', none, 'true'],
        ['timestamp', 'infinity', none, 'true'],
        ['timestamp', '20260302', none, 'true'],
        ['timestamp', '2026-02-30', none, 'true'],
        ['timestamp', '2026-03-02 23:60:00', none, 'true'],
        ['timestamp', 'yesterday', none, 'true'],
        ['date', '2026-03-02', '2026-03-02', 'false'],
        ['date', '2026-03-02T23:15:00-02:00', '2026-03-03', 'false'],
        ['date', '1969-12-31', '1969-12-31', 'false'],
        ['date', '02.03.2026', none, 'true'],
        ['boolean', 'TRUE', 'true', 'false'],
        ['boolean', 'yes', 'true', 'false'],
        ['boolean', '1', 'true', 'false'],
        ['boolean', 'f', 'false', 'false'],
        ['boolean', 'No', 'false', 'false'],
        ['boolean', 'on', none, 'true'],
        ['boolean', '2', none, 'true'],
        ['decimal', '1000.00005', '1000.0001', 'false'],
        ['decimal', '-1000.00005', '-1000.0001', 'false'],
        ['decimal', ' 1e3 ', '1000.0000', 'false'],
        ['decimal', '+.5', '0.5000', 'false'],
        ['decimal', '5.', '5.0000', 'false'],
        ['decimal', '9999999999999999.9999', '9999999999999999.9999', 'false'],
        ['decimal', '10000000000000000', none, 'true'],
        ['decimal', '1,000', none, 'true'],
        ['decimal', '0x10', none, 'true'],
        ['decimal', 'NaN', none, 'true'],
        ['decimal', '１２', none, 'true'],
    ]) }}

),

results as (

    select
        *,
        case type
            {% for type, cell in cells.items() -%}
            when '{{ type }}' then cast({{ cell.value }} as string)
            {% endfor -%}
        end as actual,
        case type
            {% for type, cell in cells.items() -%}
            when '{{ type }}' then {{ cell.is_unreadable or 'false' }}
            {% endfor -%}
        end as is_told_unreadable
    from cases

)

select *
from results
where actual is distinct from expected or is_told_unreadable is distinct from is_unreadable
