{#
    Grain: one row per (conversion_type, conversion_id): every staged contact once, every staged
           deal in both deal reports.
    Why:   says which of them are conversions of the report, and of the others why not
           (exclusion_reason, the first that applies). Whether a conversion has interactions is
           known only to fct_journeys.
#}
{{ config(
    changes={
        "contact_conversion": {"id": "conversion_id", "where": "conversion_type = 'contact_create'"},
        "deal_conversion": {"id": "conversion_id", "where": "conversion_type <> 'contact_create'"}
    }
) }}
with

identities as (

    select * from {{ ref('int_contact_identities') }}

),

contacts as (

    select * from {{ ref('stg_contacts') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

conversion_contacts as (

    select * from {{ ref('int_conversion_contacts') }}

),

-- Of the living contacts: the oldest one, whose creation is the lead's, and when the newest one was
-- created.
living_contacts as (

    select
        conversion_type,
        conversion_id,
        contact_id,
        contact_created_at,
        max(contact_created_at) over (
            partition by conversion_type, conversion_id
        ) as newest_contact_created_at,
        row_number() over (
            partition by conversion_type, conversion_id
            order by contact_created_at asc, contact_id asc
        ) as age_rank
    from conversion_contacts
    where not is_contact_deleted

),

oldest_contacts as (

    select *
    from living_contacts
    where age_rank = 1

),

contact_counts as (

    select
        conversion_type,
        conversion_id,
        count(*) as contact_count
    from conversion_contacts
    group by conversion_type, conversion_id

),

candidates as (

    select
        'contact_create' as conversion_type,
        contacts.contact_id as conversion_id,
        contacts.created_at as converted_at,
        cast(null as timestamp) as deal_created_at,
        cast(null as decimal(20, 4)) as amount,
        cast(null as integer) as home_minor_units,
        case
            when contacts.contact_id <> contacts.survivor_contact_id then 'merged'
            when identities.is_deleted then 'deleted'
        end as record_exclusion,
        cast(null as string) as revenue_exclusion,
        cast(null as string) as amount_exclusion
    from contacts
    inner join identities
        on contacts.contact_id = identities.recorded_contact_id

    union all

    {% for conversion_type, converted_at in
        {'deal_create': 'created_at', 'revenue': 'closed_at'}.items() -%}
    select
        '{{ conversion_type }}' as conversion_type,
        deal_id as conversion_id,
        {{ converted_at }} as converted_at,
        created_at as deal_created_at,
        {% if conversion_type == 'revenue' -%}
        amount_in_home_currency as amount,
        home_minor_units,
        {% else -%}
        cast(null as decimal(20, 4)) as amount,
        cast(null as integer) as home_minor_units,
        {% endif -%}
        case
            when deal_id <> survivor_deal_id then 'merged'
            when is_deleted then 'deleted'
        end as record_exclusion,
        {% if conversion_type == 'revenue' -%}
        case
            when not is_won then 'not_closed_won'
            when amount is null then 'no_amount'
            when created_at is null then 'no_create_date'
            when closed_at is null then 'no_close_date'
        end as revenue_exclusion,
        case
            when rate_to_home is null then 'no_exchange_rate'
            when amount_in_home_currency is null then 'amount_out_of_range'
        end as amount_exclusion
        {% else -%}
        case when created_at is null then 'no_create_date' end as revenue_exclusion,
        cast(null as string) as amount_exclusion
        {% endif -%}
    from deals

    {% if not loop.last %}union all

    {% endif -%}
    {% endfor %}
),

final as (

    select
        -- ids
        candidates.conversion_type,
        candidates.conversion_id,

        -- conversion
        coalesce(
            candidates.record_exclusion,
            candidates.revenue_exclusion,
            case
                when candidates.conversion_type = 'contact_create' then null
                when contact_counts.contact_count is null then 'no_contact'
                when oldest_contacts.contact_id is null then 'contacts_deleted'
            end,
            candidates.amount_exclusion
        ) as exclusion_reason,
        candidates.amount,
        candidates.home_minor_units,
        oldest_contacts.contact_id as oldest_contact_id,
        {% set compared = {
            'any_contact': 'oldest_contacts.newest_contact_created_at',
            'oldest_contact': 'oldest_contacts.contact_created_at',
        }.get(setting('null_rule')) -%}
        {% if compared -%}
        coalesce(candidates.deal_created_at < {{ compared }}, false) as is_deal_before_contact,
        {% else -%}
        false as is_deal_before_contact,
        {% endif %}
        -- timestamps
        candidates.converted_at,
        candidates.deal_created_at,
        oldest_contacts.contact_created_at as oldest_contact_created_at
    from candidates
    left join oldest_contacts
        on
            candidates.conversion_type = oldest_contacts.conversion_type
            and candidates.conversion_id = oldest_contacts.conversion_id
    left join contact_counts
        on
            candidates.conversion_type = contact_counts.conversion_type
            and candidates.conversion_id = contact_counts.conversion_id

)

select * from final
