{#
    Grain: one row per campaign and won deal that it influenced: a living contact was influenced at
           or before the win, and associated with the deal then (SPEC 6, closed_deals).
    Why:   unlike journeys, which take a contact that was added later, this metric asks who was
           associated when the deal was won.
#}
with

campaign_influences as (

    select * from {{ ref('int_campaign_influences') }}

),

deals as (

    select * from {{ ref('int_deals') }}

),

deal_contacts as (

    select * from {{ ref('int_deal_contacts') }}

),

first_influences as (

    select
        campaign_id,
        contact_id,
        min(occurred_at) as influenced_at
    from campaign_influences
    group by campaign_id, contact_id

),

won_deals as (

    select
        deal_id,
        amount_in_home_currency,
        closed_at
    from deals
    where deal_id = survivor_deal_id and not is_deleted and is_won and closed_at is not null

),

final as (

    select
        -- ids
        first_influences.campaign_id,
        won_deals.deal_id,

        -- money
        won_deals.amount_in_home_currency,

        -- timestamps
        min(first_influences.influenced_at) as influenced_at,
        won_deals.closed_at
    from won_deals
    inner join deal_contacts
        on won_deals.deal_id = deal_contacts.deal_id
    inner join first_influences
        on deal_contacts.contact_id = first_influences.contact_id
    where
        first_influences.influenced_at <= won_deals.closed_at
        and (
            deal_contacts.associated_at is null
            or deal_contacts.associated_at <= won_deals.closed_at
        )
        and (
            deal_contacts.dissociated_at is null
            or deal_contacts.dissociated_at > won_deals.closed_at
        )
    group by
        first_influences.campaign_id,
        won_deals.deal_id,
        won_deals.amount_in_home_currency,
        won_deals.closed_at

)

select * from final
