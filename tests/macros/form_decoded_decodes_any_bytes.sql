-- Fails when form_decoded() gives another text than WHATWG's URL and Encoding standards do.
with

cases as (

    {{ literal_rows({'input': 'string', 'expected': 'string'}, [
        [none, none],
        ['', ''],
        ['plain', 'plain'],
        ['a+b%20c', 'a b c'],
        ['%2B+%2b', '+ +'],
        ['%C3%BCber', 'über'],
        ['%c3%bcber', 'über'],
        ['ü%C3%BC', 'üü'],
        ['%F0%9F%98%80', '😀'],
        ['%', '%'],
        ['%2', '%2'],
        ['a%ZZb%', 'a%ZZb%'],
        ['%+1', '% 1'],
        ['%25', '%'],
        ['%2525', '%25'],
        ['%E2%82', '�'],
        ['%E2%82x', '�x'],
        ['%FF%FE', '��'],
        ['%C0%AF', '��'],
        ['%E0%80%AF', '���'],
        ['%ED%A0%80', '���'],
        ['%ed%bf%bf', '���'],
        ['%ED%9F%BF', '퟿'],
        ['%F0%9F%98x', '�x'],
        ['%F4%90%80%80', '����'],
        ['%80', '�'],
        ['%C3+', '� '],
        ['it%27s+%5C', "it's \\"],
    ]) }}

)

select
    input,
    expected,
    {{ form_decoded('input') }} as actual
from cases
where {{ form_decoded('input') }} is distinct from expected
