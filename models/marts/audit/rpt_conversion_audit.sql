{#
    Grain: one row per (conversion_type, conversion_id): every staged contact, and every staged deal
           in both deal reports.
    Why:   what a report leaves out, why, and what to mend, so that nobody has to guess. An
           increment judges anew the conversions whose journey may have changed, unless names or
           dates may have.
#}
{{ config(
    scope="{{ all_or_changed(
        ['int_contact_identities', 'int_deals', 'stg_owners'],
        is_row_of(['conversion_type', 'conversion_id'], ref('int_changed_conversions'))
    ) }}"
) }}
-- depends_on: {{ ref('int_changed_conversions') }}
with

conversions as (

    select *
    from {{ ref('int_conversions') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

journeys as (

    select *
    from {{ ref('fct_journeys') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

identities as (

    select * from {{ ref('int_contact_identities') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

owners as (

    select * from {{ ref('stg_owners') }}

),

journey_lengths as (

    select
        conversion_type,
        conversion_id,
        count(*) as interaction_count,
        cast(min(occurred_at) as date) as first_date,
        cast(max(occurred_at) as date) as last_date
    from journeys
    group by conversion_type, conversion_id

),

judged as (

    select
        conversions.conversion_type,
        conversions.conversion_id,
        conversions.converted_at,
        case
            when conversions.exclusion_reason is not null then conversions.exclusion_reason
            when journey_lengths.conversion_id is null then 'no_interactions'
        end as reason,
        journey_lengths.interaction_count,
        journey_lengths.first_date,
        journey_lengths.last_date,
        case
            when conversions.conversion_type = 'contact_create' then 'contact' else 'deal'
        end as record_type,
        coalesce(identities.contact_id, deals.survivor_deal_id) as survivor_id,
        coalesce(deals.stage_name, deals.stage_id) as deal_stage,
        deals.deal_name,
        owners.owner_name,
        deals.currency_code,
        deals.closed_at,
        case
            when conversions.conversion_type = 'revenue' then deals.amount_in_home_currency
        end as amount
    from conversions
    left join journey_lengths
        on
            conversions.conversion_type = journey_lengths.conversion_type
            and conversions.conversion_id = journey_lengths.conversion_id
    left join identities
        on
            conversions.conversion_type = 'contact_create'
            and conversions.conversion_id = identities.recorded_contact_id
    left join deals
        on
            conversions.conversion_type <> 'contact_create'
            and conversions.conversion_id = deals.deal_id
    left join owners
        on deals.owner_id = owners.owner_id

),

final as (

    select
        -- ids
        conversion_type,
        conversion_id,

        -- deal
        deal_name,
        owner_name,

        -- verdict
        reason is null as is_included,
        reason,
        case
            when reason is null
                then
                    'Included: ' || interaction_count
                    || case
                        when interaction_count = 1 then ' interaction' else ' interactions'
                    end
                    || case
                        when first_date = last_date then ' on ' || first_date
                        else ' from ' || first_date || ' to ' || last_date
                    end
            else
                'Left out: '
                || case reason
                    {% for each_reason, (explanation, remedy) in audit_words().items() -%}
                    when '{{ each_reason }}' then {{ explanation }}
                    {% endfor %}
                end
        end || '.' as explanation,
        case reason
            {% for each_reason, (explanation, remedy) in audit_words().items()
                if remedy is not none -%}
            when '{{ each_reason }}' then {{ remedy }}
            {% endfor %}
        end as remedy,

        -- money
        amount,
        '{{ var('home_currency') }}' as home_currency,

        -- timestamps
        converted_at
    from judged

)

select * from final
