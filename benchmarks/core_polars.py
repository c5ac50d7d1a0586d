#!/usr/bin/env python3
"""The core of attribution in Polars: lazy, on its streaming engine, only the columns that count.

    python benchmarks/core_polars.py RAW OUT

The same rules, input and output as core_sql.py; sessions and journeys, credits and revenue beside them, are left as Parquet.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_plus

import polars as pl
from core_rules import (
    GRACE_SECONDS,
    HALF_LIFE_DAYS,
    MODELS,
    OFFLINE_SOURCES,
    OTHER_RANK,
    POSITIONS,
    RANKS,
    RATE_MAX_AGE_DAYS,
    SESSION_TIMEOUT_SECONDS,
    UTM_CAMPAIGN,
    WEB_TYPES,
)

GRACE = timedelta(seconds=GRACE_SECONDS)
CONVERSIONS = pl.Enum(["contact_create", "deal_create", "revenue"])


def survivors(records: pl.DataFrame, key: str, merged_into: str) -> pl.DataFrame:
    """Record (column key) and the record that its merges end in (survivor), at any depth."""
    chains = records.select(key, survivor=pl.coalesce(merged_into, key))
    while True:
        further = chains.join(chains.rename({key: "survivor", "survivor": "end"}), on="survivor").select(
            key, survivor="end"
        )
        if further.sort(key).equals(chains.sort(key)):
            return chains
        chains = further


def web_events(raw: Path) -> pl.DataFrame:
    """One row per event, bots left out, in the order of visitor and time; url where it has a query string."""
    earliest, latest = datetime(1990, 1, 1), datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    rows = (
        pl.scan_parquet(raw / "web_events/*.parquet")
        .filter(
            pl.col("event_id").is_not_null() & pl.col("visitor_id").is_not_null() & pl.col("event_type").is_not_null(),
            pl.col("occurred_at").is_between(earliest, latest),
            pl.col("loaded_at").is_null() | pl.col("loaded_at").is_between(earliest, latest),
        )
        .select(
            "event_id", "contact_id", "occurred_at", "loaded_at", "is_bot",
            visitor=pl.col("visitor_id").cast(pl.Categorical),
            event_type=pl.col("event_type").cast(pl.Categorical),
            url=pl.when(pl.col("page_url").str.contains("?", literal=True)).then("page_url"),
        )
    )  # fmt: skip
    # Few keys repeat: only their latest versions are looked up.
    repeated = (
        rows.group_by("event_id").agg(pl.col("loaded_at").max().alias("latest"), pl.len()).filter(pl.col("len") > 1)
    )
    return (
        rows.join(repeated.select("event_id", "latest"), on="event_id", how="left")
        .filter(pl.col("latest").is_null() | (pl.col("latest") == pl.col("loaded_at")), pl.col("is_bot").not_().fill_null(True))
        .select(
            "event_id", "contact_id", "occurred_at", "event_type",
            visitor_code=pl.col("visitor").to_physical(), visitor="visitor",
            rank=pl.col("event_type").cast(pl.String).replace_strict(RANKS, default=OTHER_RANK, return_dtype=pl.UInt8),
            utm_campaign=pl.col("url").str.extract(UTM_CAMPAIGN),
        )
        .sort("visitor_code", "occurred_at", "rank", "event_id")
        .collect(engine="streaming")
    )  # fmt: skip


def visitor_spans(raw: Path, contacts: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """One row per visitor and span of time, from valid_from up to but without valid_to, in which it is one contact."""
    named = events.filter(pl.col("contact_id").is_not_null()).select(
        "visitor", "contact_id", identified_at="occurred_at"
    )
    recorded = pl.read_parquet(raw / "contact_visitors.parquet").select(
        pl.col("visitor_id").cast(pl.Categorical).alias("visitor"), "contact_id", "identified_at"
    )
    return (
        pl.concat([recorded, named])
        .join(contacts.select("contact_id", "survivor"), on="contact_id")
        .sort("visitor", "identified_at", "survivor")
        .filter((pl.col("survivor") != pl.col("survivor").shift().over("visitor")).fill_null(True))
        .select(
            "visitor",
            contact="survivor",
            valid_from=pl.when(pl.col("visitor").is_first_distinct()).then(datetime.min).otherwise("identified_at"),
            valid_to=pl.col("identified_at").shift(-1).over("visitor").fill_null(datetime.max),
        )
    )


def identified(rows: pl.DataFrame, spans: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """The rows that have a contact (column contact): the one that they name, else the one that the visitor is then."""
    return (
        rows.join(spans, on="visitor")
        .filter(pl.col("occurred_at") >= pl.col("valid_from"), pl.col("occurred_at") < pl.col("valid_to"))
        .join(contacts.select("contact_id", named="survivor"), on="contact_id", how="left")
        .with_columns(contact=pl.coalesce("named", "contact"))
        .drop("valid_from", "valid_to", "named", "contact_id")
    )


def sessions_of(events: pl.DataFrame, spans: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """One row per session, those of deleted contacts left out."""
    starts = (pl.col("visitor_code") != pl.col("visitor_code").shift()) | (
        pl.col("occurred_at") - pl.col("occurred_at").shift() >= timedelta(seconds=SESSION_TIMEOUT_SECONDS)
    )
    sessions = (
        events.lazy()
        .with_columns(session=starts.fill_null(True).cum_sum())
        .group_by("session")
        .agg(
            pl.col("event_id", "visitor", "contact_id", "occurred_at").first(),
            ended_at=pl.col("occurred_at").last(),
            event_count=pl.len(),
            page_view_count=(pl.col("rank") == RANKS["page_view"]).sum(),
        )
        .collect(engine="streaming")
    )
    deleted = identified(sessions, spans, contacts).join(
        contacts.filter("is_deleted").select(contact="contact_id"), on="contact", how="semi"
    )
    return sessions.join(deleted, on="session", how="anti").rename(
        {"event_id": "session_id", "occurred_at": "started_at"}
    )


def interactions_of(events: pl.DataFrame, spans: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """One row per interaction of a living contact, in their total order (column n); utm_campaign as campaigns compare it."""
    living = contacts.filter(pl.col("contact_id") == pl.col("survivor"), ~pl.col("is_deleted"))
    of_events = (
        identified(events.filter(pl.col("event_type").cast(pl.String).is_in(WEB_TYPES)), spans, contacts)
        .join(living.select(contact="contact_id"), on="contact", how="semi")
        .select(
            "contact", "occurred_at", "rank", "event_type", "utm_campaign", interaction_id="web:" + pl.col("event_id")
        )
    )
    created = living.filter(pl.col("creation_source").str.to_lowercase().is_in(OFFLINE_SOURCES)).select(
        contact="contact_id",
        occurred_at="created_at",
        rank=pl.lit(RANKS["contact_created"], pl.UInt8),
        event_type=pl.lit("contact_created").cast(pl.Categorical),
        utm_campaign=pl.lit(None, pl.String),
        interaction_id="contact:" + pl.col("contact_id"),
    )
    # Few values differ: each is decoded once.
    values = of_events["utm_campaign"].drop_nulls().unique().to_list()
    decoded = [unquote_plus(value, errors="replace").strip().lower() for value in values]
    return (
        pl.concat([of_events, created])
        .with_columns(pl.col("utm_campaign").replace_strict(values, decoded, default=None, return_dtype=pl.String))
        .sort("occurred_at", "rank", "interaction_id")
        .with_row_index("n")
    )


def conversions_of(raw: Path, contacts: pl.DataFrame) -> pl.DataFrame:
    """One row per conversion and living contact whose interactions may win it; amount in whole cents of home currency."""
    living = contacts.filter(pl.col("contact_id") == pl.col("survivor"), ~pl.col("is_deleted"))
    deals = pl.read_parquet(raw / "deals.parquet")
    ends = survivors(deals, "deal_id", "merged_into_deal_id")
    stages = pl.read_parquet(raw / "pipeline_stages.parquet")
    rates = (
        pl.read_parquet(raw / "exchange_rates.parquet")
        .select("currency_code", "rate_date", rate=(pl.col("rate_to_home") * 10**10).cast(pl.Int64))
        .sort("rate_date")
    )
    own = (
        deals.join(ends, on="deal_id")
        .filter(
            pl.col("deal_id") == pl.col("survivor"),
            ~pl.col("is_deleted").fill_null(False),
            pl.col("created_at").is_not_null(),
        )
        .join(stages.filter("is_won").select("stage_id"), on="stage_id", how="left", coalesce=False)
        .with_columns(pl.col("closed_at").cast(pl.Date).alias("closed_date"), pl.col("currency_code").fill_null("USD"))
        .sort("closed_date")
        .join_asof(
            rates,
            left_on="closed_date",
            right_on="rate_date",
            by="currency_code",
            tolerance=f"{RATE_MAX_AGE_DAYS}d",
            check_sortedness=False,
        )
        .with_columns(rate=pl.when(pl.col("currency_code") == "USD").then(10**10).otherwise("rate"))
        .with_columns(cents=((pl.col("amount") * 100).cast(pl.Int64) * pl.col("rate") + 5 * 10**9) // 10**10)
    )
    won = own.filter(
        pl.col("stage_id_right").is_not_null(), pl.col("closed_at").is_not_null(), pl.col("cents").is_not_null()
    )
    of_deals = pl.concat([
        own.select("deal_id", "created_at", pl.lit("deal_create", CONVERSIONS).alias("conversion_type"), converted_at="created_at", cents=pl.lit(None, pl.Int64)),
        won.select("deal_id", "created_at", pl.lit("revenue", CONVERSIONS).alias("conversion_type"), converted_at="closed_at", cents="cents"),
    ])  # fmt: skip
    members = (
        pl.read_parquet(raw / "deal_contacts.parquet")
        .join(ends, on="deal_id")
        .join(contacts.select("contact_id", contact="survivor"), on="contact_id")
        .select("contact", deal_id="survivor")
        .unique()
        .join(living.select(contact="contact_id", contact_created_at="created_at"), on="contact")
    )
    columns = [
        "conversion_type",
        "conversion_id",
        "contact",
        "converted_at",
        "deal_created_at",
        "contact_created_at",
        "cents",
    ]
    return pl.concat([
        living.select(
            pl.lit("contact_create", CONVERSIONS).alias("conversion_type"), conversion_id="contact_id", contact="contact_id",
            converted_at="created_at", deal_created_at=pl.lit(None, pl.Datetime), contact_created_at="created_at", cents=pl.lit(None, pl.Int64),
        ),
        of_deals.join(members, on="deal_id").rename({"deal_id": "conversion_id", "created_at": "deal_created_at"}).select(columns),
    ]).with_columns(conversion=pl.struct("conversion_type", "conversion_id").rank("dense"))  # fmt: skip


def journeys_of(conversions: pl.DataFrame, interactions: pl.DataFrame) -> pl.DataFrame:
    """One row per conversion and interaction, in order, with the indexes of the key interactions."""
    oldest = pl.col("contact").sort_by("contact_created_at", "contact").first().over("conversion")
    owners = conversions.with_columns(
        is_deal_before_contact=(
            pl.col("deal_created_at") < pl.col("contact_created_at").max().over("conversion")
        ).fill_null(False),
        lead_created_at=pl.when(pl.col("contact") == oldest).then("contact_created_at"),
    ).drop("contact_created_at")
    is_form = pl.col("event_type") == "form_submission"
    creating_at = pl.when(is_form).then(pl.col("occurred_at") - GRACE).otherwise("occurred_at")
    key = pl.col("interaction_index")
    is_contact = pl.col("conversion_type") == "contact_create"
    return (
        owners.lazy()
        .join(interactions.lazy().select("n", "contact", "event_type", "occurred_at"), on="contact")
        .with_columns(creating_at=creating_at)
        .filter(pl.when(is_contact).then("creating_at").otherwise("occurred_at") <= pl.col("converted_at"))
        .sort("conversion", "n")
        .with_columns(interaction_index=pl.int_range(1, pl.len() + 1).over("conversion"))
        .with_columns(
            first=pl.lit(1),
            last=pl.len().over("conversion"),
            lead_create=key.filter(pl.col("creating_at") <= pl.col("lead_created_at")).max().over("conversion"),
            deal_create=key.filter(pl.col("occurred_at") <= pl.col("deal_created_at")).max().over("conversion"),
            last_ad=key.filter(pl.col("event_type") == "ad_click").max().over("conversion"),
            days_before_last=(pl.col("occurred_at").max().over("conversion") - pl.col("occurred_at")).dt.total_microseconds() / 86400e6,
        )
        .with_columns(closed_won=pl.when(pl.col("conversion_type") == "revenue").then("last"))
        .with_columns(
            conversion_key=pl.when(is_contact).then("lead_create")
            .when(pl.col("conversion_type") == "deal_create").then("deal_create")
            .otherwise("closed_won")
        )
        .select(
            "conversion", "conversion_type", "conversion_id", "contact", "n", "interaction_index", "cents", "is_deal_before_contact",
            "first", "last", "lead_create", "deal_create", "closed_won", "last_ad", "conversion_key", "days_before_last",
        )
        .collect(engine="streaming")
    )  # fmt: skip


def raw_weight(model: str) -> pl.Expr:
    """A model's raw weight of an interaction; null where the report has no such model or the null rule applies."""
    if model == "linear":
        return pl.lit(1.0)
    if model == "time_decay":
        return pl.lit(2.0) ** (-pl.col("days_before_last") / HALF_LIFE_DAYS)
    positions, pool = POSITIONS[model]
    index = pl.col("interaction_index")
    keys = {name: pl.col("conversion_key" if name == "conversion" else name) for name in positions}
    held = pl.sum_horizontal(pl.when(index == key).then(positions[name]).otherwise(0.0) for name, key in keys.items())
    if pool:
        least, greatest = pl.min_horizontal(*keys.values()), pl.max_horizontal(*keys.values())
        is_key = pl.any_horizontal((index == key).fill_null(False) for key in keys.values())
        # A key counts as another one's when it is the same interaction as one named before it.
        names = list(keys.values())
        different = pl.sum_horizontal(
            key.is_not_null()
            & ~pl.any_horizontal(pl.lit(False), *((key == other).fill_null(False) for other in names[:i]))
            for i, key in enumerate(names)
        )
        middles = greatest.cast(pl.Int64) - least + 1 - different
        held = held + pl.when(index.is_between(least, greatest) & ~is_key).then(pool / middles).otherwise(0.0)
    if model == "w_shaped":
        return pl.when((pl.col("conversion_type") != "contact_create") & ~pl.col("is_deal_before_contact")).then(held)
    if model == "full_path":
        return pl.when((pl.col("conversion_type") == "revenue") & ~pl.col("is_deal_before_contact")).then(held)
    return held


def with_credits(journeys: pl.DataFrame) -> pl.DataFrame:
    """Adds credit_<model>, and revenue_<model> in whole cents: weights to 18 decimals, shares to 12 (docs/adr/0001, "Money")."""
    weighted = journeys.lazy().with_columns(
        (raw_weight(model) * 1e18).round().cast(pl.Int128).alias(f"weight_{model}") for model in MODELS
    )

    def revenue(model: str) -> pl.Expr:
        weight, of_conversion = pl.col(f"weight_{model}"), pl.col(f"total_{model}").cast(pl.Float64)
        so_far = weight.cum_sum().over("conversion")

        def earned(share: pl.Expr) -> pl.Expr:
            whole = (share * 1e12).round().cast(pl.Int128)
            return (pl.col("cents").cast(pl.Int128) * whole + 5 * 10**11) // 10**12

        return (
            earned(so_far.cast(pl.Float64) / of_conversion) - earned((so_far - weight).cast(pl.Float64) / of_conversion)
        ).cast(pl.Int64)

    totals = [pl.col(f"weight_{model}").sum().over("conversion").alias(f"total_{model}") for model in MODELS]
    credits = [
        pl.when(pl.col(f"total_{model}") > 0)
        .then(pl.col(f"weight_{model}") / pl.col(f"total_{model}"))
        .round(15)
        .alias(f"credit_{model}")
        for model in MODELS
    ]
    revenues = [
        pl.when(pl.col(f"total_{model}") > 0).then(revenue(model)).alias(f"revenue_{model}") for model in MODELS
    ]
    kept = ["conversion", "conversion_type", "conversion_id", "contact", "n", "interaction_index"]
    totalled = weighted.with_columns(totals)
    of_revenue = totalled.filter(pl.col("conversion_type") == "revenue").select(*kept, *credits, *revenues)
    of_others = totalled.filter(pl.col("conversion_type") != "revenue").select(
        *kept, *credits, *(pl.lit(None, pl.Int64).alias(f"revenue_{model}") for model in MODELS)
    )
    return pl.concat([of_revenue, of_others]).collect(engine="streaming")


def sums(credited: pl.LazyFrame, dimension: str) -> pl.DataFrame:
    """Credits, revenue and conversions per report, model and value of a dimension: first by conversion, then of all."""
    by = ["conversion_type", dimension]
    by_conversion = credited.group_by(*by, "conversion").agg(
        *(pl.col(f"credit_{model}").sum() for model in MODELS),
        *(pl.col(f"revenue_{model}").sum() for model in MODELS),
        *(
            ((pl.col(f"credit_{model}") > 0) | (pl.col(f"revenue_{model}") != 0)).any().alias(f"earned_{model}")
            for model in MODELS
        ),
    )
    wide = by_conversion.group_by(by).agg(
        *(pl.col(f"{measure}_{model}").sum() for measure in ("credit", "revenue", "earned") for model in MODELS)
    )
    return pl.concat(
        wide.select(
            pl.col("conversion_type").cast(pl.String),
            pl.lit(model).alias("attribution_model"),
            pl.col(dimension).cast(pl.String),
            pl.col(f"credit_{model}").alias("credits"),
            (pl.col(f"revenue_{model}").cast(pl.Decimal(28, 4)) / 100)
            .cast(pl.Decimal(28, 4))
            .alias("attributed_revenue"),
            pl.col(f"earned_{model}").cast(pl.Int64).alias("conversions"),
        ).filter(pl.col("conversions") > 0)
        for model in MODELS
    ).collect(engine="streaming")


def campaigns_of(raw: Path) -> pl.DataFrame:
    """One row per utm_campaign and campaign that has it: the campaign's index among those, and their number."""
    return (
        pl.read_parquet(raw / "campaign_utms.parquet")
        .join(pl.read_parquet(raw / "campaigns.parquet"), on="campaign_id", how="semi")
        .select("campaign_id", pl.col("utm_campaign").str.strip_chars().str.to_lowercase())
        .unique()
        .sort("utm_campaign", "campaign_id")
        .with_columns(
            campaign_index=pl.int_range(1, pl.len() + 1).over("utm_campaign"),
            campaign_count=pl.len().over("utm_campaign").cast(pl.Int64),
        )
    )


def split_among_campaigns(credited: pl.LazyFrame) -> pl.LazyFrame:
    """An interaction's credits and revenue split among its campaigns, the latter in whole cents."""
    count, index = pl.col("campaign_count").fill_null(1), pl.col("campaign_index").fill_null(1)

    def part(revenue: pl.Expr) -> pl.Expr:
        def earned(k: pl.Expr) -> pl.Expr:
            cents = revenue.cast(pl.Int128) * (k / count * 1e12).round().cast(pl.Int128)
            return cents.sign() * ((cents.abs() + 5 * 10**11) // 10**12)

        return pl.when(count == 1).then(revenue).otherwise((earned(index) - earned(index - 1)).cast(pl.Int64))

    return credited.with_columns(
        pl.col("campaign_id").fill_null("(no campaign)"),
        *(pl.col(f"credit_{model}") / count for model in MODELS),
        *(part(pl.col(f"revenue_{model}")).alias(f"revenue_{model}") for model in MODELS),
    )


def main() -> None:
    """The command."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    recorded = pl.read_parquet(raw / "contacts.parquet").select(
        "contact_id",
        "merged_into_contact_id",
        "created_at",
        "creation_source",
        is_deleted=pl.col("is_deleted").fill_null(False),
    )
    contacts = survivors(recorded, "contact_id", "merged_into_contact_id").join(
        recorded.select("created_at", "creation_source", "is_deleted", survivor="contact_id"), on="survivor"
    )
    events = web_events(raw)
    spans = visitor_spans(raw, contacts, events)
    sessions = sessions_of(events, spans, contacts)
    sessions.write_parquet(out / "sessions.parquet")
    sessions.select(
        sessions=pl.len(),
        events=pl.col("event_count").sum(),
        page_views=pl.col("page_view_count").sum(),
        seconds=(pl.col("ended_at") - pl.col("started_at")).dt.total_seconds().sum(),
    ).write_parquet(out / "session_totals.parquet")
    del sessions
    interactions = interactions_of(events, spans, contacts)
    del events
    journeys = with_credits(journeys_of(conversions_of(raw, contacts), interactions))
    journeys.write_parquet(out / "journeys.parquet")
    described = interactions.select("n", "utm_campaign", interaction_type=pl.col("event_type"))
    credited = journeys.lazy().join(described.lazy(), on="n")
    sums(credited, "interaction_type").write_parquet(out / "by_interaction_type.parquet")
    by_campaign = split_among_campaigns(credited.join(campaigns_of(raw).lazy(), on="utm_campaign", how="left"))
    sums(by_campaign, "campaign_id").write_parquet(out / "by_campaign.parquet")


if __name__ == "__main__":
    main()
