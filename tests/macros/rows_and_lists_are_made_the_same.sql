-- Fails when generators, lists and aggregates of macros/sql give other rows, in another order too.
with

texts as (

    {{ literal_rows({'id': 'string', 'input': 'string'}, [
        ['none', none], ['empty', ''], ['one', 'a'], ['edges', '&a&&b&'], ['bar', 'a|b.c'],
    ]) }}

),

parts as (

    select
        id,
        {{ split_to_rows('input', '&') }}
    from texts

),

joined_parts as (

    select
        'split_to_rows' as name,
        id,
        {{ text_list("coalesce(part_index || '=' || part, 'null')", 'part_index') }} as actual
    from parts
    group by id

),

days as (

    select {{ days_between("date '1969-12-30'", "date '1970-01-02'") }} as date_day

),

joined_days as (

    select
        'days_between' as name,
        'before_1970' as id,
        {{ text_list('cast(date_day as string)', 'date_day desc') }} as actual
    from days

),

ordered as (

    {{ literal_rows({'id': 'string', 'rank': 'integer', 'tie': 'string', 'value': 'string'}, [
        ['nulls', 1, 'b', 'x'], ['nulls', 1, 'a', none], ['nulls', 2, 'a', none],
        ['bytes', 1, 'B', 'capital'], ['bytes', 1, 'a', 'small'], ['bytes', 1, 'é', 'accent'],
    ]) }}

),

firsts as (

    select
        'first_of' as name,
        id,
        {{ first_of('value', ['rank', 'tie']) }} as actual
    from ordered
    group by id

    union all

    select
        'last_of' as name,
        id,
        {{ last_of('value', ['rank', 'tie']) }} as actual
    from ordered
    group by id

    union all

    select
        'last_known' as name,
        id || rank || tie as id,
        {{ last_known('value') }} over (
            partition by id
            order by rank asc, tie asc
            rows between unbounded preceding and current row
        ) as actual
    from ordered

),

raw_versions as (

    {{ literal_rows({
        'id': 'string', 'part': 'string', 'other_part': 'string', 'version': 'integer',
        'raw_row': 'string', 'is_readable': 'boolean',
    }, [
        ['old', 'a', 'x', 1, 'c', 'true'], ['new', 'a', 'x', 2, 'b', 'true'],
        ['undated', 'a', 'x', none, 'd', 'true'], ['unreadable', 'a', 'x', 3, 'a', 'false'],
        ['less', 'a', none, 1, 'a', 'true'], ['more', 'a', none, 1, 'b', 'true'],
        ['alone', 'b', none, none, 'a', 'true'], ['keyless', none, none, 1, 'a', 'false'],
    ]) }}

),

{{ numbered_versions('raw_versions', ['part', 'other_part'], 'version') }},

one as (

    {{ literal_rows({'a': 'string', 'b': 'string'}, [['x', 'y'], ['y', 'x']]) }}

),

other as (

    {{ literal_rows({'a': 'string', 'b': 'string'}, [['x', 'y'], ['y', 'y'], ['x', 'x']]) }}

),

keys as (

    select {{ narrow_key(['a', 'b']) }} as narrow_key
    from other

),

compared as (

    {{ literal_rows({'a': 'string', 'b': 'string'}, [
        ['x', 'y'], ['y', 'x'], ['x', none], [none, 'x'], [none, none], ['x', 'y'],
    ]) }}

),

fingerprints as (

    select {{ fingerprint(row_record('compared')) }} as fingerprint
    from compared

),

scalars as (

    select
        'fingerprint' as name,
        'different' as id,
        cast(count(distinct fingerprint) as string) as actual
    from fingerprints

    union all

    select
        'narrow_key' as name,
        'different' as id,
        cast(count(distinct narrow_key) as string) as actual
    from keys

    union all

    select
        'english_list' as name,
        'three' as id,
        {{ english_list(["'a'", 'null', "'b'", "'c'"]) }} as actual

    union all

    select
        'english_list' as name,
        'one' as id,
        {{ english_list(['null', "'a'"]) }} as actual

    union all

    select
        'sha256_hex' as name,
        'text' as id,
        {{ sha256_hex("'ü'") }} as actual

    union all

    select
        'trimmed' as name,
        'spaces' as id,
        '[' || {{ trimmed(text_literal(' \u2003a\tb\u00a0')) }} || ']' as actual

    union all

    select
        'row_as_json' as name,
        rows_of_one.id,
        {{ row_as_json(row_record('rows_of_one')) }} as actual
    from (
        {{ literal_rows(
            {'id': 'string', 'text': 'string', 'nothing': 'string'},
            [['json', 'é "quoted" \\ /\n', none]]
        ) }}
    ) as rows_of_one

    union all

    select
        'is_row_of' as name,
        one.a as id,
        case when {{ is_row_of(['a', 'b'], 'other') }} then 'yes' else 'no' end as actual
    from one

    union all

    select
        'numbered_versions' as name,
        id,
        cast(version_number as string) as actual
    from versions

),

results as (

    select * from joined_parts
    union all
    select * from joined_days
    union all
    select * from firsts
    union all
    select * from scalars

),

expectations as (

    {{ literal_rows({'name': 'string', 'id': 'string', 'expected': 'string'}, [
        ['split_to_rows', 'empty', '1='],
        ['split_to_rows', 'one', '1=a'],
        ['split_to_rows', 'edges', '1=; 2=a; 3=; 4=b; 5='],
        ['split_to_rows', 'bar', '1=a|b.c'],
        ['days_between', 'before_1970', '1970-01-02; 1970-01-01; 1969-12-31; 1969-12-30'],
        ['first_of', 'nulls', none],
        ['first_of', 'bytes', 'capital'],
        ['last_of', 'nulls', none],
        ['last_of', 'bytes', 'accent'],
        ['last_known', 'nulls1a', none],
        ['last_known', 'nulls1b', 'x'],
        ['last_known', 'nulls2a', 'x'],
        ['last_known', 'bytes1B', 'capital'],
        ['last_known', 'bytes1a', 'small'],
        ['last_known', 'bytes1é', 'accent'],
        ['fingerprint', 'different', '5'],
        ['narrow_key', 'different', '3'],
        ['english_list', 'three', 'a, b and c'],
        ['english_list', 'one', 'a'],
        ['sha256_hex', 'text', '607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f'],
        ['trimmed', 'spaces', '[a\tb]'],
        ['row_as_json', 'json', '{"id":"json","text":"é \\"quoted\\" \\\\ /\\n","nothing":null}'],
        ['is_row_of', 'x', 'yes'],
        ['is_row_of', 'y', 'no'],
        ['numbered_versions', 'old', '2'],
        ['numbered_versions', 'new', '1'],
        ['numbered_versions', 'undated', '3'],
        ['numbered_versions', 'unreadable', '1'],
        ['numbered_versions', 'less', '2'],
        ['numbered_versions', 'more', '1'],
        ['numbered_versions', 'alone', '1'],
        ['numbered_versions', 'keyless', '1'],
    ]) }}

)

select
    expectations.name,
    expectations.id,
    expectations.expected,
    results.actual
from expectations
full outer join results
    on expectations.name = results.name and expectations.id = results.id
where
    expectations.expected is distinct from results.actual
    or expectations.name is null
    or results.name is null
