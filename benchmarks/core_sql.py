#!/usr/bin/env python3
"""The core of attribution as plain SQL on DuckDB: one table a step, the credits stored long, one scan of the journeys a model.

    python benchmarks/core_sql.py RAW OUT

How most attribution projects on a warehouse are written. Of SPEC and docs/adr/0001 it has the rules that the tables of
`core` (benchmarks/bench.py) can set off, with Tributary's defaults. Reads RAW, leaves its tables in OUT/core.duckdb and the sums
that are compared in OUT/by_campaign.parquet, OUT/by_interaction_type.parquet and OUT/session_totals.parquet.
"""

from __future__ import annotations

import sys
from pathlib import Path

import core_rules
import duckdb
from core_rules import HALF_LIFE_DAYS, OFFLINE_SOURCES, OTHER_RANK, POSITIONS, RANKS, WEB_TYPES

REPORTS = {"w_shaped": "conversion_type <> 'contact_create'", "full_path": "conversion_type = 'revenue'"}

# Table → its query, in the order in which they are made. {raw} is the folder, the others stand for what core_rules says.
STEPS = {
    "contacts": """
        with recursive chains as (
            select contact_id, contact_id as survivor_id from '{raw}/contacts.parquet' where merged_into_contact_id is null
            union all
            select merged.contact_id, chains.survivor_id
            from '{raw}/contacts.parquet' as merged
            inner join chains on merged.merged_into_contact_id = chains.contact_id
        )
        select
            chains.contact_id as recorded_contact_id, chains.survivor_id as contact_id,
            coalesce(survivors.is_deleted, false) as is_deleted, survivors.created_at, lower(survivors.creation_source) as creation_source
        from chains
        inner join '{raw}/contacts.parquet' as survivors on chains.survivor_id = survivors.contact_id""",
    "events": """
        select
            event_id, visitor_id, contact_id, event_type, occurred_at,
            {rank} as event_rank,
            lower(trim(url_decode(replace(
                regexp_extract(page_url, '{UTM_CAMPAIGN}', 1), '+', ' '
            )))) as utm_campaign
        from (
            select *, row_number() over (partition by event_id order by loaded_at desc) as version
            from '{raw}/web_events/*.parquet'
            where
                event_id is not null and visitor_id is not null and event_type is not null
                and occurred_at between timestamp '1990-01-01' and current_localtimestamp() + interval 1 day
                and (loaded_at is null or loaded_at between timestamp '1990-01-01' and current_localtimestamp() + interval 1 day)
        )
        where version = 1 and is_bot is not true""",
    "identifications": """
        select distinct known.visitor_id, contacts.contact_id, known.identified_at
        from (
            select visitor_id, contact_id, identified_at from '{raw}/contact_visitors.parquet'
            union all
            select visitor_id, contact_id, occurred_at from events where contact_id is not null
        ) as known
        inner join contacts on known.contact_id = contacts.recorded_contact_id""",
    "visitor_contacts": """
        select
            visitor_id, contact_id,
            case when previous is null then timestamp '0001-01-01' else identified_at end as valid_from,
            coalesce(
                lead(identified_at) over (partition by visitor_id order by identified_at, contact_id), timestamp '9999-12-31'
            ) as valid_to
        from (
            select *, lag(contact_id) over (partition by visitor_id order by identified_at, contact_id) as previous
            from identifications
        )
        where previous is distinct from contact_id""",
    "identified_events": """
        select events.* exclude (contact_id), coalesce(named.contact_id, visitor_contacts.contact_id) as contact_id
        from events
        left join contacts as named on events.contact_id = named.recorded_contact_id
        left join visitor_contacts
            on
                events.visitor_id = visitor_contacts.visitor_id
                and events.occurred_at >= visitor_contacts.valid_from and events.occurred_at < visitor_contacts.valid_to""",
    "sessionized_events": """
        select *, last_value(case when is_first then event_id end ignore nulls) over (
            partition by visitor_id order by occurred_at, event_rank, event_id rows unbounded preceding
        ) as session_id
        from (
            select *, coalesce(occurred_at - lag(occurred_at) over (
                partition by visitor_id order by occurred_at, event_rank, event_id
            ) >= interval {SESSION_TIMEOUT_SECONDS} seconds, true) as is_first
            from identified_events
        )""",
    "sessions": """
        select sessions.*
        from (
            select
                session_id, any_value(visitor_id) as visitor_id, max(case when is_first then contact_id end) as contact_id,
                min(occurred_at) as started_at, max(occurred_at) as ended_at,
                count(*) as event_count, count(case when event_type = 'page_view' then 1 end) as page_view_count
            from sessionized_events
            group by session_id
        ) as sessions
        left join contacts on sessions.contact_id = contacts.recorded_contact_id
        where contacts.is_deleted is not true""",
    "interactions": """
        select
            'web:' || events.event_id as interaction_id, events.contact_id, events.session_id, events.event_type as interaction_type,
            events.event_rank as interaction_rank, events.utm_campaign, events.occurred_at
        from sessionized_events as events
        inner join contacts on events.contact_id = contacts.recorded_contact_id and not contacts.is_deleted
        where events.event_type in {web_types}
        union all
        select 'contact:' || contact_id, contact_id, null, 'contact_created', 1, null, created_at
        from contacts
        where contact_id = recorded_contact_id and not is_deleted and creation_source in {offline_sources}""",
    "interaction_campaigns": """
        select
            interactions.interaction_id, utms.campaign_id,
            row_number() over (partition by interactions.interaction_id order by utms.campaign_id) as campaign_index,
            count(*) over (partition by interactions.interaction_id) as campaign_count
        from interactions
        inner join (
            select distinct campaign_utms.campaign_id, lower(trim(campaign_utms.utm_campaign)) as utm_campaign
            from '{raw}/campaign_utms.parquet' as campaign_utms
            inner join '{raw}/campaigns.parquet' as campaigns on campaign_utms.campaign_id = campaigns.campaign_id
        ) as utms on interactions.utm_campaign = utms.utm_campaign""",
    "deals": """
        with recursive chains as (
            select deal_id, deal_id as survivor_id from '{raw}/deals.parquet' where merged_into_deal_id is null
            union all
            select merged.deal_id, chains.survivor_id
            from '{raw}/deals.parquet' as merged inner join chains on merged.merged_into_deal_id = chains.deal_id
        ),
        dated as (
            select deals.*, chains.survivor_id, coalesce(stages.is_won, false) as is_won, cast(deals.closed_at as date) as closed_date
            from '{raw}/deals.parquet' as deals
            inner join chains on deals.deal_id = chains.deal_id
            left join '{raw}/pipeline_stages.parquet' as stages on deals.stage_id = stages.stage_id
        )
        select
            dated.deal_id, dated.survivor_id, coalesce(dated.is_deleted, false) as is_deleted, dated.is_won, dated.created_at, dated.closed_at,
            round(dated.amount * case
                when coalesce(dated.currency_code, 'USD') = 'USD' then 1::decimal(18, 10)
                when dated.closed_date - rates.rate_date <= {RATE_MAX_AGE_DAYS} then rates.rate_to_home
            end, 2)::decimal(20, 4) as amount
        from dated
        asof left join '{raw}/exchange_rates.parquet' as rates
            on dated.currency_code = rates.currency_code and dated.closed_date >= rates.rate_date""",
    "conversions": """
        select 'contact_create' as conversion_type, contact_id as conversion_id, created_at as converted_at,
            null::timestamp as deal_created_at, null::decimal(20, 4) as amount
        from contacts where contact_id = recorded_contact_id and not is_deleted
        union all
        select 'deal_create', deal_id, created_at, created_at, null
        from deals where deal_id = survivor_id and not is_deleted and created_at is not null
        union all
        select 'revenue', deal_id, closed_at, created_at, amount
        from deals
        where deal_id = survivor_id and not is_deleted and is_won and amount is not null and created_at is not null and closed_at is not null""",
    "conversion_contacts": """
        select
            *,
            max(contact_created_at) over (partition by conversion_type, conversion_id) as newest_created_at,
            row_number() over (partition by conversion_type, conversion_id order by contact_created_at, contact_id) = 1 as is_oldest
        from (
            select conversions.*, contacts.contact_id, contacts.created_at as contact_created_at
            from conversions
            inner join contacts on conversions.conversion_id = contacts.recorded_contact_id
            where conversions.conversion_type = 'contact_create'
            union all
            select distinct conversions.*, contacts.contact_id, contacts.created_at
            from conversions
            inner join deals on conversions.conversion_id = deals.survivor_id
            inner join '{raw}/deal_contacts.parquet' as deal_contacts on deals.deal_id = deal_contacts.deal_id
            inner join contacts on deal_contacts.contact_id = contacts.recorded_contact_id
            where conversions.conversion_type <> 'contact_create' and not contacts.is_deleted
        )""",
    "touches": """
        select
            owners.*, interactions.interaction_id, interactions.interaction_type, interactions.occurred_at,
            interactions.occurred_at - case when interactions.interaction_type = 'form_submission' then interval {GRACE_SECONDS} seconds else interval 0 seconds end
                as creating_at,
            row_number() over (
                partition by owners.conversion_type, owners.conversion_id
                order by interactions.occurred_at, interactions.interaction_rank, interactions.interaction_id
            ) as interaction_index
        from conversion_contacts as owners
        inner join interactions on owners.contact_id = interactions.contact_id
        where interactions.occurred_at - case
            when owners.conversion_type = 'contact_create' and interactions.interaction_type = 'form_submission' then interval {GRACE_SECONDS} seconds
            else interval 0 seconds
        end <= owners.converted_at""",
    "journeys": """
        select
            *,
            case conversion_type
                when 'contact_create' then lead_create_index when 'deal_create' then deal_create_index else closed_won_index
            end as conversion_index
        from (
            select
                conversion_type, conversion_id, interaction_id, contact_id, amount, interaction_index,
                coalesce(deal_created_at < newest_created_at, false) as is_deal_before_contact,
                1 as first_index,
                count(*) over conversion as last_index,
                max(case when is_oldest and creating_at <= contact_created_at then interaction_index end) over conversion as lead_create_index,
                max(case when occurred_at <= deal_created_at then interaction_index end) over conversion as deal_create_index,
                case when conversion_type = 'revenue' then count(*) over conversion end as closed_won_index,
                max(case when interaction_type = 'ad_click' then interaction_index end) over conversion as last_ad_index,
                (epoch_us(max(occurred_at) over conversion) - epoch_us(occurred_at)) / 86400e6 as days_before_last
            from touches
            window conversion as (partition by conversion_type, conversion_id)
        )""",
}

CREDITS = """
select * from (
    select
        conversion_type, conversion_id, interaction_id, contact_id, '{model}' as attribution_model,
        round(weight::double / total::double, 15) as credit,
        (
            round((amount * 100)::decimal(24, 0) * round(so_far::double / total::double, 12)::decimal(13, 12))
            - round((amount * 100)::decimal(24, 0) * round((so_far - weight)::double / total::double, 12)::decimal(13, 12))
        ) * 0.01 as attributed_revenue
    from (
        select
            *,
            sum(weight) over (partition by conversion_type, conversion_id) as total,
            sum(weight) over (partition by conversion_type, conversion_id order by interaction_index rows unbounded preceding) as so_far
        from (select *, ({weight})::decimal(38, 18) as weight from journeys where {condition})
    )
    where total > 0
)
where credit > 0 or attributed_revenue <> 0
"""

SUMS = """
    sum(credit) as credits, sum(attributed_revenue)::decimal(28, 4) as attributed_revenue, count(distinct conversion_id) as conversions
"""

REPORTS_MADE = {
    "by_campaign": f"""
        select conversion_type, attribution_model, campaign_id, {SUMS}
        from (
            select
                attribution.conversion_type, attribution.attribution_model, attribution.conversion_id,
                coalesce(campaigns.campaign_id, '(no campaign)') as campaign_id,
                attribution.credit / coalesce(campaigns.campaign_count, 1) as credit,
                case
                    when campaigns.campaign_id is null then attribution.attributed_revenue
                    else round(attributed_revenue * round(campaign_index / campaign_count, 12)::decimal(13, 12), 2)
                        - round(attributed_revenue * round((campaign_index - 1) / campaign_count, 12)::decimal(13, 12), 2)
                end as attributed_revenue
            from attribution
            left join interaction_campaigns as campaigns on attribution.interaction_id = campaigns.interaction_id
        )
        group by conversion_type, attribution_model, campaign_id""",
    "by_interaction_type": f"""
        select attribution.conversion_type, attribution.attribution_model, interactions.interaction_type, {SUMS}
        from attribution
        inner join interactions on attribution.interaction_id = interactions.interaction_id
        group by attribution.conversion_type, attribution.attribution_model, interactions.interaction_type""",
    "session_totals": """
        select
            count(*) as sessions, sum(event_count)::bigint as events, sum(page_view_count)::bigint as page_views,
            sum(floor((epoch_us(ended_at) - epoch_us(started_at)) / 1000000.0))::bigint as seconds
        from sessions""",
}


def weight_expressions() -> dict[str, str]:
    """Model → its raw weight over a row of journeys."""
    weights = {"linear": "1", "time_decay": f"power(2::double, -days_before_last / {HALF_LIFE_DAYS})"}
    for model, (positions, pool) in POSITIONS.items():
        keys = [f"{position}_index" for position in positions]
        terms = [
            f"case when interaction_index = {position}_index then {weight} else 0 end"
            for position, weight in positions.items()
        ]
        if pool:
            first, last = f"least({', '.join(keys)})", f"greatest({', '.join(keys)})"
            middles = f"{last} - {first} + 1 - len(list_distinct([{', '.join(keys)}]))"
            is_key = " or ".join(f"interaction_index is not distinct from {key}" for key in keys)
            terms.append(
                f"case when interaction_index between {first} and {last} and not ({is_key}) then {pool} / ({middles}) else 0 end"
            )
        weights[model] = " + ".join(terms)
    return weights


def credits_of_all_models() -> str:
    """The query of all models' credits: a select a model, united."""
    selects = []
    for model, weight in weight_expressions().items():
        condition = REPORTS.get(model, "true") + (" and not is_deal_before_contact" if model in REPORTS else "")
        selects.append(CREDITS.format(model=model, weight=weight, condition=condition))
    return " union all ".join(selects)


def main() -> None:
    """The command."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    whens = " ".join(f"when '{name}' then {rank}" for name, rank in RANKS.items())
    words = vars(core_rules) | {
        "raw": raw,
        "rank": f"case event_type {whens} else {OTHER_RANK} end",
        "web_types": tuple(WEB_TYPES),
        "offline_sources": tuple(OFFLINE_SOURCES),
    }
    with duckdb.connect(out / "core.duckdb", config={"threads": 2}) as connection:
        connection.execute("set TimeZone = 'UTC'; set asof_loop_join_threshold = 0")
        for table, query in STEPS.items():
            connection.execute(f"create table {table} as {query.format(**words)}")
        connection.execute(f"create table attribution as {credits_of_all_models()}")
        for report, query in REPORTS_MADE.items():
            connection.execute(f"copy ({query}) to '{out / report}.parquet' (format parquet)")


if __name__ == "__main__":
    main()
