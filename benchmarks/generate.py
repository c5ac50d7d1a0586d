#!/usr/bin/env python3
"""Writes every raw table of CONTRACT as Parquet, in the layout of `raw_path`: made-up data of any size, skewed as real ones are.

    python benchmarks/generate.py FOLDER --events 10000000
    python benchmarks/generate.py FOLDER --events 10000000 --day 1

The second adds what a tracker loads on the first day after those events, as web_events/day_001.parquet: a hundred thousand rows at
most, of the sessions that follow, and of a few of long before.

The same rows for the same numbers, on any machine and DuckDB version: all chance is whole-number arithmetic on row numbers. Web
events are written in parts of some million sessions, so memory does not grow with their number. What is in it:

- visitors by rank, the first far ahead of the last; sessions in bursts of 1 to 30 events; 3 % of the events twice
- four contacts with 1 % of all events each, up to 120,000
- 2 % of the events loaded up to 20 days late; 1 % of them bots'
- a tenth of the visitors known, some with two browsers; merged and deleted contacts
- deals of 1 to 12 contacts, in four currencies; thousands of campaigns, with utm values, assets, keywords and spend
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

SESSIONS_A_PART = 3_000_000
DAYS = 540  # of history
SESSIONS_A_DAY = 30_000  # at most; a hundredth of all in smaller data
LATE_SHARE = 1 / 300  # of a day's sessions

# chance(number, topic): a double from 0 up to 1. Rounds of multiplication and shifting in 32 bits, within 64.
MACROS = f"""
create macro mixed(x) as xor(x, x >> 16) * 2246822519::ubigint % 4294967296::ubigint;
create macro chance(number, topic) as
    mixed(mixed(number::ubigint * 2654435761::ubigint % 4294967296::ubigint + topic * 97003::ubigint)) / 4294967296.0;
-- A whole number below size; by_rank: small ones far more often.
create macro any_of(size, number, topic) as floor(size * chance(number, topic))::bigint;
create macro by_rank(size, number, topic) as
    floor(size * chance(number, topic) * chance(number, topic) * chance(number, topic))::bigint;
create macro moment(number, topic) as
    timestamp '2024-01-01' + to_microseconds(({DAYS} * 86400e6 * chance(number, topic))::bigint);
-- Sessions come in the order of their numbers, as a tracker's do.
create macro started(i, sessions) as
    timestamp '2024-01-01' + to_microseconds(((i + chance(i, 4)) * {DAYS} * 86400e6 / sessions)::bigint);
create macro one_of(texts, number, topic) as texts[1 + any_of(len(texts), number, topic)];
"""

WEB_EVENTS = """
with

sessions as (

    select
        i,
        case
            when chance(i, 1) < {heavy_share} then 10 * any_of(4, i, 2) else by_rank({visitors}, i, 3)
        end as visitor,
        {started_at} as started_at,
        case
            when chance(i, 5) < 0.45 then 1 when chance(i, 5) < 0.65 then 2 when chance(i, 5) < 0.78 then 3
            when chance(i, 5) < 0.87 then 5 when chance(i, 5) < 0.95 then 8 when chance(i, 5) < 0.99 then 15
            else 30
        end as event_count,
        chance(i, 6) as way_in,
        by_rank({campaigns}, i, 7) as campaign
    from range({first}, {last}) as numbers (i)

),

events as (

    select
        *,
        unnest(range(event_count)) as j
    from sessions

),

numbered as (

    select
        *,
        i * 32 + j as n
    from events

),

copies as (

    select
        *,
        unnest(range(case when chance(n, 8) < 0.03 then 2 else 1 end)) as copy_number,
        started_at + to_seconds(j * 40 + any_of(30, n, 9)) as occurred_at,
        by_rank({pages}, n, 10) as page,
        case
            when chance(n, 11) < 0.82 then 'page_view' when chance(n, 11) < 0.86 then 'form_submission'
            when chance(n, 11) < 0.91 then 'cta_view' when chance(n, 11) < 0.94 then 'cta_click'
            when chance(n, 11) < 0.96 then 'media_play' else 'custom_event'
        end as event_type
    from numbered

)

select
    'e' || n as event_id,
    'v' || visitor as visitor_id,
    occurred_at,
    event_type,
    'https://www.example.com/page-' || page || case
        when j > 0 then ''
        when way_in < 0.12
            then '?utm_source=google&utm_medium=cpc&utm_campaign=campaign-' || campaign || '&utm_term=keyword-' || campaign % 50
                || '&gclid=' || i
        when way_in < 0.20 then '?utm_source=newsletter&utm_medium=email&utm_campaign=campaign-' || campaign
        when way_in < 0.26 then '?utm_source=linkedin&utm_medium=paid-social&utm_campaign=campaign-' || campaign
        else ''
    end as page_url,
    'Page ' || page as page_title,
    case
        when j > 0 then 'https://www.example.com/page-' || by_rank({pages}, n, 12)
        when way_in < 0.12 or way_in between 0.26 and 0.50 then 'https://www.google.com/'
        when way_in between 0.50 and 0.56 then 'https://www.linkedin.com/'
        when way_in between 0.56 and 0.60 then 'https://duckduckgo.com/?q=keyword-' || campaign % 50
        when way_in between 0.60 and 0.66 then 'https://partner-' || by_rank(400, i, 13) || '.example/'
    end as referrer_url,
    one_of(['landing-page', 'blog-post', 'standard-page', 'standard-page'], page, 14) as content_type,
    'p' || page as page_id,
    case when event_type = 'form_submission' then 'f' || page % {forms} end as form_id,
    case when event_type in ('cta_view', 'cta_click') then 'cta' || page % {ctas} end as cta_id,
    case when event_type = 'media_play' then 'm' || page % 20 end as media_id,
    case when event_type = 'custom_event' then 'event_' || page % 10 end as event_name,
    case
        when event_type = 'form_submission' and visitor % 10 = 0 and chance(n, 15) < 0.2 then 'c' || visitor // 10
    end as contact_id,
    chance(i, 16) < 0.01 as is_bot,
    {arrived_at} + to_seconds(
        copy_number * 3600 + case when chance(n, 17) < 0.02 then any_of(20 * 86400, n, 18) else 300 end
    ) as loaded_at
from copies
"""

# Table → its rows. {contacts} and the like are how many there are.
TABLES = {
    "contacts": """
        select
            'c' || i as contact_id, moment(i, 101) as created_at, 'Person.' || i || '@example.com' as email,
            one_of(['form', 'form', 'form', 'import', 'integration', 'manual'], i, 102) as creation_source,
            one_of(['web', 'fair', 'partner', null], i, 103) as lead_source,
            one_of(['lead', 'opportunity', 'customer'], i, 104) as lifecycle_stage,
            'co' || i // 4 as company_id, 'o' || i % 40 as owner_id,
            case when i % 200 = 199 then 'c' || i - 1 end as merged_into_contact_id,
            i % 300 = 250 as is_deleted, moment(i, 101) + interval 1 day as updated_at
        from range({contacts}) as numbers (i)""",
    "contact_visitors": """
        select 'v' || 10 * i as visitor_id, 'c' || i as contact_id, moment(i, 101) as identified_at
        from range({contacts}) as numbers (i)
        union all
        select 'v' || 10 * i + 5, 'c' || i, moment(i, 101) + to_days(any_of(90, i, 105)::integer)
        from range({contacts}) as numbers (i) where chance(i, 106) < 0.1""",
    "companies": """
        select 'co' || i as company_id, 'Company ' || i as company_name, 'company-' || i || '.example' as domain
        from range({contacts} // 4 + 1) as numbers (i)""",
    "owners": "select 'o' || i as owner_id, 'Owner ' || i as owner_name from range(40) as numbers (i)",
    "deals": """
        select
            'd' || i as deal_id, 'Deal ' || i as deal_name, (any_of(5000000, i, 201) / 100)::decimal(12, 2) as amount,
            one_of(['USD', 'USD', 'USD', 'EUR', 'GBP', 'JPY'], i, 202) as currency_code, moment(i, 203) as created_at,
            case when chance(i, 204) < 0.5 then moment(i, 203) + to_days(5 + any_of(90, i, 205)::integer) end as closed_at,
            case when chance(i, 204) < 0.5 then 'won' else one_of(['open', 'lost'], i, 206) end as stage_id,
            'pipeline' as pipeline_id, 'o' || i % 40 as owner_id, one_of(['newbusiness', 'existingbusiness'], i, 207) as deal_type,
            'co' || any_of({contacts} // 4 + 1, i, 208) as company_id,
            case when i % 500 = 499 then 'd' || i - 1 end as merged_into_deal_id,
            i % 700 = 650 as is_deleted, moment(i, 203) + interval 1 day as updated_at
        from range({deals}) as numbers (i)""",
    # Each of the contacts with the longest journeys is in two deals.
    "deal_contacts": """
        select
            'd' || i as deal_id,
            'c' || case when i < 8 and k = 0 then i % 4 else (any_of({contacts}, i, 301) + 7 * k) % {contacts} end as contact_id,
            moment(i, 203) + to_hours(k) as associated_at
        from (
            select i, unnest(range(1 + by_rank(12, i, 302))) as k from range({deals}) as numbers (i)
        )""",
    "deal_stage_changes": """
        select 'd' || i as deal_id, 'open' as stage_id, moment(i, 203) as entered_at from range({deals}) as numbers (i)""",
    "pipeline_stages": """
        from (values
            ('open', 'pipeline', 'Sales', 'Open', false, false), ('won', 'pipeline', 'Sales', 'Won', true, true),
            ('lost', 'pipeline', 'Sales', 'Lost', true, false)
        ) as stages (stage_id, pipeline_id, pipeline_name, stage_name, is_closed, is_won)""",
    "exchange_rates": """
        select
            currency_code, (date '2024-01-01' + i::integer) as rate_date,
            (base * (0.95 + 0.1 * chance(i, topic)))::decimal(18, 10) as rate_to_home
        from range(700) as numbers (i), (values ('EUR', 1.1, 401), ('GBP', 1.3, 402), ('JPY', 0.0067, 403)) as currencies (currency_code, base, topic)""",
    "email_events": """
        select
            'm' || i as email_event_id, 'mail-' || by_rank({mails}, i, 501) as email_id,
            case when chance(i, 502) < 0.95 then 'person.' else 'old.' end || contact || '@example.com' as recipient_email,
            one_of(['sent', 'delivered', 'open', 'open', 'click'], i, 503) as event_type, moment(i, 504) as occurred_at,
            'https://www.example.com/page-' || by_rank({pages}, i, 505) || '?utm_source=newsletter&utm_medium=email&utm_campaign=campaign-'
                || by_rank({campaigns}, i, 506) as clicked_url,
            case when chance(i, 507) < 0.5 then 'c' || contact end as contact_id,
            chance(i, 508) < 0.05 as is_filtered, moment(i, 504) + interval 10 minutes as loaded_at
        from (select i, any_of({contacts}, i, 509) as contact from range({events} // 20) as numbers (i))""",
    "ad_interactions": """
        select
            'a' || i as ad_interaction_id, moment(i, 601) as occurred_at,
            one_of(['google', 'google', 'microsoft', 'facebook', 'linkedin'], i, 602) as network,
            'v' || by_rank({visitors}, i, 603) as visitor_id, 'ad' || by_rank(900, i, 604) as ad_id,
            'adc' || by_rank(100, i, 605) as ad_campaign_id, 'keyword-' || by_rank(50, i, 606) as keyword,
            'https://www.example.com/page-' || by_rank({pages}, i, 607) || '?gclid=' || i as landing_url,
            moment(i, 601) + interval 10 minutes as loaded_at
        from range({events} // 50) as numbers (i)""",
    "social_interactions": """
        select
            's' || i as social_interaction_id, moment(i, 701) as occurred_at, 'post' || by_rank({posts}, i, 702) as social_post_id,
            one_of(['linkedin', 'facebook', 'instagram'], i, 703) as network,
            one_of(['click', 'click', 'like', 'share'], i, 704) as interaction_type, 'v' || by_rank({visitors}, i, 705) as visitor_id,
            moment(i, 701) + interval 10 minutes as loaded_at
        from range({events} // 200) as numbers (i)""",
    "marketing_event_participations": """
        select
            'pa' || i as participation_id, 'webinar' || by_rank(200, i, 801) as marketing_event_id,
            'c' || any_of({contacts}, i, 802) as contact_id,
            one_of(['registered', 'attended', 'no_show', 'cancelled'], i, 803) as state, moment(i, 804) as occurred_at
        from range({events} // 500) as numbers (i)""",
    "sales_activities": """
        select
            't' || i as activity_id,
            one_of(['call', 'meeting', 'sales_email', 'conversation', 'sequence'], i, 901) as activity_type,
            moment(i, 902) as occurred_at, chance(i, 903) < 0.5 as is_connected,
            case when chance(i, 904) < 0.4 then moment(i, 902) + interval 1 day end as replied_at, 'Activity ' || i as title
        from range({events} // 200) as numbers (i)""",
    "sales_activity_contacts": """
        select 't' || i as activity_id, 'c' || (any_of({contacts}, i, 905) + 7 * k) % {contacts} as contact_id
        from (select i, unnest(range(1 + any_of(2, i, 906))) as k from range({events} // 200) as numbers (i))""",
    "sales_activity_deals": """
        select 't' || i as activity_id, 'd' || any_of({deals}, i, 907) as deal_id
        from range({events} // 200) as numbers (i) where chance(i, 908) < 0.6""",
    "workflow_enrollments": """
        select 'c' || any_of({contacts}, i, 1001) as contact_id, 'w' || by_rank({workflows}, i, 1002) as workflow_id, moment(i, 1003) as occurred_at
        from range({events} // 200) as numbers (i)""",
    "list_memberships": """
        select
            'c' || any_of({contacts}, i, 1004) as contact_id, 'l' || by_rank({lists}, i, 1005) as list_id, moment(i, 1006) as occurred_at,
            chance(i, 1007) < 0.5 as is_static
        from range({events} // 200) as numbers (i)""",
    "sequence_enrollments": """
        select 'c' || any_of({contacts}, i, 1008) as contact_id, 'q' || by_rank(30, i, 1009) as sequence_id, moment(i, 1010) as occurred_at
        from range({events} // 1000) as numbers (i)""",
    "assets": """
        select asset_type, prefix || i as asset_id, asset_type || ' ' || i as title, i % 3 = 0 as cta_has_form, i % 5 = 0 as is_legacy_cta
        from range({most_assets}) as numbers (i), (values
            ('landing_page', 'p', {pages}), ('blog_post', 'p', {pages}), ('website_page', 'p', {pages}), ('form', 'f', {forms}),
            ('cta', 'cta', {ctas}), ('marketing_email', 'mail-', {mails}), ('social_post', 'post', {posts}), ('ad', 'ad', 900), ('marketing_event', 'webinar', 200)
        ) as kinds (asset_type, prefix, size)
        where i < size""",
    "campaigns": """
        select
            'k' || i as campaign_id, 'Campaign ' || i as campaign_name, date '2024-01-01' + any_of(500, i, 1101)::integer as start_date,
            (any_of(9000000, i, 1102) / 100)::decimal(12, 2) as budget, one_of(['USD', 'USD', 'EUR'], i, 1103) as currency_code,
            'o' || i % 40 as owner_id
        from range({campaigns}) as numbers (i)""",
    "campaign_utms": """
        select 'k' || i as campaign_id, 'Campaign-' || i as utm_campaign from range({campaigns}) as numbers (i)""",
    "campaign_assets": """
        select
            'k' || i as campaign_id, kind.asset_type, kind.prefix || any_of(kind.size, i * 16 + k, 1201) as asset_id,
            date '2024-01-01' + any_of(300, i, 1202)::integer as associated_at
        from (
            select i, unnest(range(8)) as k from range({campaigns}) as numbers (i)
        )
        cross join lateral (
            select ([
                {{'asset_type': 'landing_page', 'prefix': 'p', 'size': {pages}}}, {{'asset_type': 'blog_post', 'prefix': 'p', 'size': {pages}}},
                {{'asset_type': 'form', 'prefix': 'f', 'size': {forms}}}, {{'asset_type': 'cta', 'prefix': 'cta', 'size': {ctas}}},
                {{'asset_type': 'marketing_email', 'prefix': 'mail-', 'size': {mails}}}, {{'asset_type': 'social_post', 'prefix': 'post', 'size': {posts}}},
                {{'asset_type': 'workflow', 'prefix': 'w', 'size': {workflows}}}, {{'asset_type': 'static_list', 'prefix': 'l', 'size': {lists}}}
            ])[k + 1] as kind
        )""",
    "campaign_keywords": """
        select 'k' || i as campaign_id, 'keyword-' || i as keyword from range(least({campaigns}, 50)) as numbers (i)""",
    "campaign_spend": """
        select
            'k' || i as campaign_id, date '2024-01-01' + (7 * k + any_of(7, i, 1301))::integer as spend_date,
            (any_of(200000, i * 100 + k, 1302) / 100)::decimal(12, 2) as amount, one_of(['USD', 'USD', 'EUR'], i, 1103) as currency_code,
            'ads' as spend_source
        from range({campaigns}) as numbers (i), range(60) as weeks (k)""",
}


def sizes(events: int) -> dict[str, float]:
    """How many there are of everything, for a number of web events."""
    visitors = max(40, events // 12)
    campaigns = min(4000, max(20, events // 2500))
    return {
        "events": events,
        "sessions": int(events / 3.33),  # 3.23 events a session, 3 % of them twice
        "visitors": visitors,
        "contacts": max(8, visitors // 10),
        "deals": max(4, visitors // 100),
        "campaigns": campaigns,
        # An asset is in some two campaigns at most: pages, forms and the like are made for them.
        "pages": 2 * campaigns,
        "forms": campaigns // 2,
        "ctas": campaigns // 2,
        "mails": campaigns,
        "posts": campaigns // 2,
        "workflows": campaigns // 2,
        "lists": campaigns // 2,
        "most_assets": 2 * campaigns,
        "heavy_share": min(0.04, 480_000 / events),
    }


def queries(events: int) -> Iterator[tuple[str, str]]:
    """File, relative to the folder, and the query of its rows."""
    size = sizes(events)
    for name, query in TABLES.items():
        yield f"{name}.parquet", query.format(**size)
    for part, first in enumerate(range(0, size["sessions"], SESSIONS_A_PART)):
        last = min(first + SESSIONS_A_PART, size["sessions"])
        yield f"web_events/part_{part:03}.parquet", web_events(events, first, last)


def web_events(
    events: int, first: int, last: int, started_at: str = "started(i, {sessions})", arrived_at: str = "occurred_at"
) -> str:
    """The query of the events of sessions first to last; when a session i started, and when an event came in, may be said."""
    size = sizes(events)
    return WEB_EVENTS.format(
        first=first, last=last, started_at=started_at.format(**size), arrived_at=arrived_at, **size
    )


def day_of_web_events(events: int, day: int) -> str:
    """The query of what is loaded on a day after the history, 1 or more; the last of its sessions are late ones."""
    sessions = sizes(events)["sessions"]
    count = min(SESSIONS_A_DAY, sessions // 100)
    first = sessions + (day - 1) * count
    first_late = first + count - max(1, int(count * LATE_SHARE))
    midnight = f"timestamp '2024-01-01' + to_days({DAYS + day - 1})"
    return web_events(
        events,
        first,
        first + count,
        started_at=f"case when i < {first_late} then {midnight} + to_microseconds((86400e6 * (i + chance(i, 4) - {first}) / {count})::bigint)"
        " else moment(i, 19) end",
        arrived_at=f"greatest(occurred_at, {midnight})",
    )


def generate(folder: Path, events: int) -> None:
    """Writes all tables to a folder that is new or empty; about as many web events as asked for, within 2 %."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: give another folder, or empty it first")
    (folder / "web_events").mkdir(parents=True)
    write(folder, queries(events))


def generate_day(folder: Path, events: int, day: int) -> None:
    """Adds a file with a day's web events to a folder that has those of `generate`."""
    write(folder, [(f"web_events/day_{day:03}.parquet", day_of_web_events(events, day))])


def write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Writes files, given with the queries of their rows."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true; set TimeZone = 'UTC'")
        connection.execute(MACROS)
        for file, query in files:
            connection.execute(f"copy ({query}) to '{folder / file}' (format parquet, compression zstd)")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Write made-up raw tables as Parquet, for the benchmark.")
    parser.add_argument("folder", type=Path, help="folder to write to; new or empty")
    parser.add_argument("--events", type=int, default=10_000_000, help="number of web events (10 million)")
    parser.add_argument(
        "--day", type=int, help="add the web events of this day after the history, 1 or more; nothing else"
    )
    arguments = parser.parse_args()
    if arguments.day is None:
        generate(arguments.folder, arguments.events)
    else:
        generate_day(arguments.folder, arguments.events, arguments.day)


if __name__ == "__main__":
    main()
