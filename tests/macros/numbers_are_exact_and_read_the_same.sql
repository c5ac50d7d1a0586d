-- Fails when numbers are rounded, subtracted or written otherwise.
{%- set checks = {
    'decimal_text': decimal_text('cast(input as decimal(38, 18))'),
    'thousands_text': thousands_text('cast(input as bigint)'),
    'exact_difference': 'cast(' ~ exact_difference(
        'cast(input as decimal(38, 18))', "cast('0.000000000000000001' as decimal(38, 18))"
    ) ~ ' as string)',
    'rounded_to_minor_unit': 'cast(' ~ rounded_to_minor_unit('cast(input as decimal(38, 6))', '2')
        ~ ' as string)',
    'running_share': 'cast(' ~ running_share(
        'cast(input as decimal(38, 18))', 'cast(3 as decimal(38, 18))'
    ) ~ ' as string)',
    'minor_unit': 'cast(' ~ minor_unit('cast(input as integer)') ~ ' as string)',
} %}
with

cases as (

    {{ literal_rows({'name': 'string', 'input': 'string', 'expected': 'string'}, [
        ['decimal_text', none, none],
        ['decimal_text', '0', '0.0'],
        ['decimal_text', '1', '1.0'],
        ['decimal_text', '0.80', '0.8'],
        ['decimal_text', '0.0166666', '0.016667'],
        ['decimal_text', '0.0000005', 'less than 0.000001'],
        ['decimal_text', '100.000001', '100.000001'],
        ['thousands_text', '0', '0'],
        ['thousands_text', '999', '999'],
        ['thousands_text', '1000', '1,000'],
        ['thousands_text', '9999999999999999', '9,999,999,999,999,999'],
        ['exact_difference', '1', '0.999999999999999999'],
        ['exact_difference', '0.000000000000000001', '0.000000000000000000'],
        ['exact_difference', '1000000', '999999.999999999999999999'],
        ['rounded_to_minor_unit', '1.005', '1.0100'],
        ['rounded_to_minor_unit', '-1.005', '-1.0100'],
        ['rounded_to_minor_unit', '1.004999', '1.0000'],
        ['rounded_to_minor_unit', '2.5', '2.5000'],
        ['running_share', '1', '0.333333333333'],
        ['running_share', '2', '0.666666666667'],
        ['running_share', '3', '1.000000000000'],
        ['running_share', '0.0003662109375', '0.000122070313'],
        ['minor_unit', '0', '1.0000'],
        ['minor_unit', '3', '0.0010'],
    ]) }}

),

results as (

    select
        *,
        {{ answers(checks) }} as actual
    from cases

)

select *
from results
where actual is distinct from expected
