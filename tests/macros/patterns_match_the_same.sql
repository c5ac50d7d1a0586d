-- Fails when regexp_group(), regexp_replace_all() or what is made of them takes a text otherwise.
{%- set checks = {
    'regexp_group': regexp_group('input', '^([^?#]*)'),
    'any_case': regexp_group('input', '(?i)(?:^|&)kq=([^&]*)'),
    'to_the_end': regexp_group('input', ':(.*)\\z'),
    'regexp_replace_all': regexp_replace_all('input', '[.]', '-'),
    'url_host': url_host('input'),
    'redacted_emails': redacted_emails('input'),
} %}
with

cases as (

    {{ literal_rows({'name': 'string', 'input': 'string', 'expected': 'string'}, [
        ['regexp_group', none, none],
        ['regexp_group', '', none],
        ['regexp_group', '?a', none],
        ['regexp_group', 'x\ny?a', 'x\ny'],
        ['any_case', 'a=1&KQ=2&kq=3', '2'],
        ['any_case', 'kq=', none],
        ['to_the_end', 'a:b:c', 'b:c'],
        ['to_the_end', 'a:b\n', none],
        ['to_the_end', 'a:b\rc', 'b\rc'],
        ['regexp_replace_all', 'a.b.c', 'a-b-c'],
        ['regexp_replace_all', '', ''],
        ['url_host', none, none],
        ['url_host', '', none],
        ['url_host', 'https://www.shop.example/a', 'www.shop.example'],
        ['url_host', 'HTTPS://user:pw@Shop.Example.:8443?x', 'shop.example'],
        ['url_host', 'http://[2001:db8::1]:80/', '[2001:db8::1]'],
        ['url_host', 'shop.example', 'shop.example'],
        ['url_host', 'shop', none],
        ['url_host', 'not a host.example', none],
        ['url_host', 'shop.example\\path', 'shop.example'],
        ['url_host', 'shop.example\n', none],
        ['redacted_emails', 'to ann.b+c@shop.example now', 'to (email) now'],
        ['redacted_emails', '?e=ann%40shop.example&f=bo%2540x.co', '?e=(email)&f=(email)'],
        ['redacted_emails', 'a@b', 'a@b'],
        ['redacted_emails', 'über@shöp.example', '(email)'],
        ['redacted_emails', 'no\tann@x.co\nyes', 'no\t(email)\nyes'],
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
