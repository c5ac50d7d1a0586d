{#
    Every reason of rpt_conversion_audit in words: {reason: [why the report leaves the conversion
    out, what whoever keeps the CRM can mend, or none]}. Each is an SQL text over a row with
    conversion_type, record_type (contact or deal), survivor_id, deal_stage, currency_code and
    closed_at.
#}
{% macro audit_words() %}
    {%- set event = "case when conversion_type = 'revenue' then 'won' else 'created' end" -%}
    {%- set closing_rate = "currency_code || ' to " ~ var('home_currency')
        ~ " on ' || cast(cast(closed_at as date) as string)" -%}
    {{ return({
        'merged': ["'it was merged into ' || record_type || ' ' || survivor_id", none],
        'deleted': ["'the ' || record_type || ' is deleted'", none],
        'not_closed_won': [
            "coalesce('the deal is in stage ' || deal_stage || ', not a won one', "
            ~ "'the deal has no stage')",
            none,
        ],
        'no_amount': ["'the deal is won and has no amount'", "'Enter the deal''s amount.'"],
        'no_create_date': ["'the deal has no create date'", "'Enter the deal''s create date.'"],
        'no_close_date': [
            "'the deal is won, and neither its close date nor its entry into the won stage is '"
            ~ " || 'known'",
            "'Enter the deal''s close date.'",
        ],
        'no_contact': [
            "'no contact was associated with the deal when it was ' || " ~ event,
            "'Associate the deal with its contacts.'",
        ],
        'contacts_deleted': [
            "'all contacts of the deal are deleted'",
            "'Associate the deal with a contact that is not deleted.'",
        ],
        'no_exchange_rate': [
            "'there is no exchange rate of ' || " ~ closing_rate ~ " || ', nor one at most "
            ~ var('exchange_rate_max_age_days') ~ " days older'",
            "'Add an exchange rate of ' || " ~ closing_rate
            ~ " || ', or mend the deal''s currency or close date.'",
        ],
        'amount_out_of_range': [
            "'the amount is too large in " ~ var('home_currency') ~ "'",
            "'Check the deal''s amount and currency.'",
        ],
        'no_interactions': [
            "'no interaction that earns credit is known by the time it was ' || " ~ event,
            "case when record_type = 'deal' then 'Check that the deal has all its contacts.' end",
        ],
    }) }}
{% endmacro %}
