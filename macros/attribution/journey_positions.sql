{#
    The ordered journey of each conversion of a relation, with its key interactions as indexes into
    it (SPEC 4). Filters in this order: cut-off, interaction types, lookback; then positions; then
    max_interactions_per_conversion. It is a macro since an increment asks it of a few conversions,
    and no engine pushes those through windows.
    conversions: relation or subquery with the columns of int_conversions. A model that calls this
    refers to int_conversions, int_conversion_contacts, int_interactions and
    int_sales_activity_deals. Returns a select; its columns are described at int_journey_positions.
#}
{% macro journey_positions(conversions) %}
    with

    -- What is sorted and grouped millions of times is short, where an engine makes it so.
    conversions as (

        select
            *,
            {{ narrow_key(['conversion_type', 'conversion_id']) }} as conversion_key
        from {{ conversions }}
        where exclusion_reason is null

    ),

    conversion_contacts as (

        select * from {{ ref('int_conversion_contacts') }}

    ),

    interactions as (

        select * from {{ ref('int_interactions') }}

    ),

    sales_activity_deals as (

        select * from {{ ref('int_sales_activity_deals') }}

    ),

    eligible as (

        select
            conversions.conversion_key,
            conversions.conversion_type,
            conversions.conversion_id,
            conversions.converted_at,
            conversions.deal_created_at,
            conversion_contacts.contact_id,
            -- The end of the time in which an interaction of this contact may be the one that created
            -- the lead.
            case
                when conversion_contacts.contact_id = conversions.oldest_contact_id
                    then conversions.oldest_contact_created_at
            end as lead_created_at
        from conversions
        inner join conversion_contacts
            on
                conversions.conversion_type = conversion_contacts.conversion_type
                and conversions.conversion_id = conversion_contacts.conversion_id
        where not conversion_contacts.is_contact_deleted

    ),

    -- A form submission counts as of the contact's creation when it was recorded within the grace after
    -- it.
    timed_interactions as (

        select
            interaction_id,
            contact_id,
            sales_activity_id,
            interaction_type,
            interaction_rank,
            occurred_at,
            {{ creating_at('interaction_type', 'occurred_at') }} as creating_at
        from interactions

    ),

    touches as (

        select
            eligible.conversion_key,
            eligible.contact_id,
            interactions.interaction_id,
            interactions.interaction_rank,
            interactions.occurred_at,
            interactions.creating_at <= eligible.lead_created_at as is_lead_creating,
            interactions.occurred_at <= eligible.deal_created_at as is_before_deal,
            interactions.interaction_type = 'ad_click' as is_ad_click
        from eligible
        inner join timed_interactions as interactions
            on eligible.contact_id = interactions.contact_id
        -- Reports on deals take what salespeople did only when it was about the deal (SPEC 1).
        left join sales_activity_deals
            on
                eligible.conversion_type <> 'contact_create'
                and eligible.conversion_id = sales_activity_deals.deal_id
                and interactions.sales_activity_id = sales_activity_deals.sales_activity_id
        where
            (
                eligible.conversion_type = 'contact_create'
                or interactions.sales_activity_id is null
                or sales_activity_deals.deal_id is not null
            )
            and case
                when eligible.conversion_type = 'contact_create' then interactions.creating_at
                else interactions.occurred_at
            end <= eligible.converted_at
            {% if setting('lookback_days') is not none -%}
            and interactions.occurred_at
            >= {{ seconds_after('eligible.converted_at', -86400 * setting('lookback_days')) }}
            {% endif -%}
            and case eligible.conversion_type
                {% for conversion_type in conversion_types() -%}
                when '{{ conversion_type }}'
                    then interactions.interaction_type in (
                        {{ sql_list(credited_interaction_types(conversion_type)) }}
                    )
                {% endfor -%}
            end

    ),

    keyed as (

        {{ journey_keys('touches') }}

    ),

    {% if var('max_interactions_per_conversion') is not none -%}
    -- The key interactions stay whatever the limit, then the newest.
    ranked as (

        select
            *,
            row_number() over (
                partition by conversion_key
                order by
                    case when {{ is_key_interaction() }} then 0 else 1 end asc,
                    interaction_index desc
            ) as keep_rank
        from keyed

    ),

    kept as (

        select
            {%- for column in journey_columns() %}
            {{ column }} {%- if not loop.last %},{% endif %}
            {%- endfor %}
        from ranked
        where keep_rank <= {{ var('max_interactions_per_conversion') }} or {{ is_key_interaction() }}

    ),

    journeys as (

        {{ journey_keys('kept') }}

    ),

    {% else -%}
    journeys as (

        select * from keyed

    ),

    {% endif -%}
    final as (

        select
            -- ids
            conversions.conversion_type,
            conversions.conversion_id,
            journeys.interaction_id,
            journeys.contact_id,

            -- positions, as indexes into the journey; null where the report or the journey has no such
            -- position
            journeys.interaction_index,
            journeys.interaction_count,
            1 as first_index,
            journeys.lead_create_index,
            journeys.deal_create_index,
            case when conversions.conversion_type = 'revenue' then journeys.interaction_count end
                as closed_won_index,
            journeys.interaction_count as last_index,
            journeys.last_ad_index,
            case conversions.conversion_type
                when 'contact_create' then journeys.lead_create_index
                when 'deal_create' then journeys.deal_create_index
                else journeys.interaction_count
            end as conversion_index,

            -- facts
            conversions.is_deal_before_contact,
            conversions.amount,
            conversions.home_minor_units,
            cast(
                {{ microseconds_between('journeys.occurred_at', 'journeys.last_occurred_at') }}
                as double
            ) / 86400000000 as days_before_last,

            -- timestamps
            journeys.occurred_at,
            conversions.converted_at
        from journeys
        inner join conversions
            on journeys.conversion_key = conversions.conversion_key

    )

    select * from final
{% endmacro %}
