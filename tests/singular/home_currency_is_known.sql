{#
    Fails when var home_currency is not in the currencies seed: its minor unit would be unknown.
#}
select '{{ var('home_currency') }}' as home_currency
where '{{ var('home_currency') }}' not in (select currency_code from {{ ref('currencies') }})
