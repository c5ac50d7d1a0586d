#!/usr/bin/env python3
"""The core of attribution in pandas: vectorised, only the columns that count, codes instead of texts where rows are sorted.

    python benchmarks/core_pandas.py RAW OUT

The same rules, input and output as core_sql.py; sessions and journeys, credits and revenue beside them, are left as Parquet.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_plus

import numpy as np
import pandas as pd
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

GRACE = pd.Timedelta(seconds=GRACE_SECONDS)


def survivors(records: pd.DataFrame, key: str, merged_into: str) -> pd.Series:
    """The record that each one's merges end in, at any depth; indexed by record."""
    ends = records[merged_into].fillna(records[key]).set_axis(records[key])
    while True:
        further = ends.map(ends)
        if further.equals(ends):
            return ends
        ends = further


def web_events(raw: Path) -> tuple[pd.DataFrame, pd.Index]:
    """One row per event, bots left out, in the order of visitor (a code), time, rank and id; and the visitors by code."""
    columns = ["event_id", "visitor_id", "occurred_at", "event_type", "page_url", "contact_id", "is_bot", "loaded_at"]
    events = pd.read_parquet(raw / "web_events", columns=columns)
    earliest, latest = pd.Timestamp("1990-01-01"), pd.Timestamp.now("UTC").tz_localize(None) + pd.Timedelta(days=1)
    good = events[["event_id", "visitor_id", "event_type"]].notna().all(axis=1) & events["occurred_at"].between(
        earliest, latest
    )
    good &= events["loaded_at"].isna() | events["loaded_at"].between(earliest, latest)
    events = events[good]
    # Few keys repeat: only their rows are sorted.
    repeated = events["event_id"].duplicated(keep=False)
    newest = events[repeated].sort_values("loaded_at", na_position="first").drop_duplicates("event_id", keep="last")
    events = pd.concat([events[~repeated], newest])
    events = events[events["is_bot"].fillna(False) == False].drop(columns=["loaded_at", "is_bot"])  # noqa: E712
    events["event_type"] = events["event_type"].astype("category")
    ranks = [RANKS.get(name, OTHER_RANK) for name in events["event_type"].cat.categories]
    events["rank"] = np.array(ranks, dtype="int8")[events["event_type"].cat.codes]
    events["visitor"], visitors = pd.factorize(events.pop("visitor_id"))
    # Ids break ties, and only there.
    tied = events.duplicated(["visitor", "occurred_at", "rank"], keep=False)
    tie = np.zeros(len(events), dtype="int32")
    tie[tied] = events.loc[tied, "event_id"].rank(method="dense").to_numpy(dtype="int32")
    order = np.lexsort((tie, events["rank"], events["occurred_at"].to_numpy(), events["visitor"]))
    return events.iloc[order].reset_index(drop=True), visitors


def visitor_spans(raw: Path, ends: pd.Series, events: pd.DataFrame, visitors: pd.Index) -> pd.DataFrame:
    """One row per visitor and span of time, from valid_from up to but without valid_to, in which it is one contact."""
    recorded = pd.read_parquet(raw / "contact_visitors.parquet", columns=["visitor_id", "contact_id", "identified_at"])
    recorded["visitor"] = visitors.get_indexer(recorded.pop("visitor_id"))
    named = events.loc[events["contact_id"].notna(), ["visitor", "contact_id", "occurred_at"]]
    known = pd.concat([recorded[recorded["visitor"] >= 0], named.rename(columns={"occurred_at": "identified_at"})])
    known["contact"] = known.pop("contact_id").map(ends)
    known = known.dropna(subset="contact").sort_values(["visitor", "identified_at", "contact"])
    known = known[(known["visitor"] != known["visitor"].shift()) | (known["contact"] != known["contact"].shift())]
    is_first, is_last = ~known["visitor"].duplicated(), ~known["visitor"].duplicated(keep="last")
    known["valid_to"] = known["identified_at"].shift(-1).mask(is_last, pd.Timestamp.max.as_unit("us"))
    known["valid_from"] = known.pop("identified_at").mask(is_first, pd.Timestamp.min.as_unit("us"))
    return known


def identified(rows: pd.DataFrame, spans: pd.DataFrame, ends: pd.Series) -> pd.DataFrame:
    """The rows that have a contact (column contact): the one that they name, else the one that the visitor is then."""
    found = rows[rows["visitor"].isin(spans["visitor"])].merge(spans, on="visitor")
    found = found[(found["occurred_at"] >= found["valid_from"]) & (found["occurred_at"] < found["valid_to"])]
    return found.assign(contact=found["contact_id"].map(ends).fillna(found["contact"])).drop(
        columns=["valid_from", "valid_to"]
    )


def sessions_of(events: pd.DataFrame, spans: pd.DataFrame, ends: pd.Series, deleted: pd.Index) -> pd.DataFrame:
    """One row per session, those of deleted contacts left out."""
    starts = events["visitor"].ne(events["visitor"].shift()) | events["occurred_at"].diff().ge(
        pd.Timedelta(seconds=SESSION_TIMEOUT_SECONDS)
    )
    first = np.flatnonzero(starts)
    last = np.append(first, len(events))[1:] - 1
    sessions = events.loc[first, ["event_id", "visitor", "contact_id", "occurred_at"]].reset_index(drop=True)
    sessions["ended_at"] = events["occurred_at"].to_numpy()[last]
    sessions["event_count"] = last - first + 1
    sessions["page_view_count"] = np.add.reduceat(events["rank"].eq(RANKS["page_view"]).to_numpy(dtype="int64"), first)
    known = identified(sessions, spans, ends)
    gone = known.loc[known["contact"].isin(deleted), "event_id"]
    return sessions[~sessions["event_id"].isin(gone)].rename(
        columns={"event_id": "session_id", "occurred_at": "started_at"}
    )


def interactions_of(events: pd.DataFrame, spans: pd.DataFrame, ends: pd.Series, living: pd.DataFrame) -> pd.DataFrame:
    """One row per interaction of a living contact, in their total order (the index); utm_campaign as campaigns compare it."""
    of_events = identified(events[events["event_type"].isin(WEB_TYPES)], spans, ends)
    of_events = of_events[of_events["contact"].isin(living["contact"])]
    values = of_events["page_url"].str.extract(UTM_CAMPAIGN, expand=False)
    # Few values differ: each is decoded once.
    decoded = {value: unquote_plus(value, errors="replace").strip().lower() for value in values.dropna().unique()}
    of_events = of_events.assign(interaction_id="web:" + of_events["event_id"], utm_campaign=values.map(decoded))
    created = living.loc[living["creation_source"].str.lower().isin(OFFLINE_SOURCES), ["contact", "created_at"]]
    created = created.rename(columns={"created_at": "occurred_at"}).assign(
        event_type="contact_created", rank=RANKS["contact_created"], interaction_id="contact:" + created["contact"]
    )
    columns = ["interaction_id", "contact", "event_type", "rank", "occurred_at", "utm_campaign"]
    interactions = pd.concat([of_events[columns[:-1]].assign(utm_campaign=of_events["utm_campaign"]), created])
    interactions["event_type"] = interactions["event_type"].astype("category")
    return interactions.sort_values(["occurred_at", "rank", "interaction_id"], ignore_index=True)[columns]


def cents(amounts: pd.Series, rates: pd.Series) -> pd.Series:
    """Amounts (decimals with two places) times rates (decimals with ten), rounded to whole cents."""

    def converted(amount: Decimal | None, rate: Decimal | None) -> int | None:
        if pd.isna(amount) or pd.isna(rate):
            return None
        return int((amount * rate * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))

    return pd.Series(map(converted, amounts, rates), index=amounts.index, dtype="Int64")


def conversions_of(raw: Path, ends: pd.Series, living: pd.DataFrame) -> pd.DataFrame:
    """One row per conversion and living contact whose interactions may win it; amount in whole cents of home currency."""
    deals = pd.read_parquet(raw / "deals.parquet")
    deal_ends = survivors(deals, "deal_id", "merged_into_deal_id")
    stages = pd.read_parquet(raw / "pipeline_stages.parquet")
    rates = pd.read_parquet(raw / "exchange_rates.parquet")
    rates["rate_date"] = pd.to_datetime(rates["rate_date"]).dt.as_unit("us")
    own = deals[
        (deals["deal_id"] == deals["deal_id"].map(deal_ends))
        & ~deals["is_deleted"].fillna(False)
        & deals["created_at"].notna()
    ]
    own = own.assign(
        closed_date=own["closed_at"].dt.floor("D").dt.as_unit("us"), currency_code=own["currency_code"].fillna("USD")
    )
    won = own[own["stage_id"].isin(stages.loc[stages["is_won"], "stage_id"]) & own["closed_at"].notna()].sort_values(
        "closed_date"
    )
    won = pd.merge_asof(
        won,
        rates.sort_values("rate_date"),
        left_on="closed_date",
        right_on="rate_date",
        by="currency_code",
        tolerance=pd.Timedelta(days=RATE_MAX_AGE_DAYS),
    )
    won["cents"] = cents(won["amount"], won["rate_to_home"].mask(won["currency_code"] == "USD", Decimal(1)))
    won = won.dropna(subset="cents").assign(conversion_type="revenue", converted_at=won["closed_at"])
    of_deals = pd.concat([own.assign(conversion_type="deal_create", converted_at=own["created_at"]), won])
    members = pd.read_parquet(raw / "deal_contacts.parquet", columns=["deal_id", "contact_id"])
    members = (
        pd.DataFrame({"deal_id": members["deal_id"].map(deal_ends), "contact": members["contact_id"].map(ends)})
        .dropna()
        .drop_duplicates()
    )
    members = members.merge(
        living[["contact", "created_at"]].rename(columns={"created_at": "contact_created_at"}), on="contact"
    )
    of_deals = of_deals.merge(members, on="deal_id").rename(
        columns={"deal_id": "conversion_id", "created_at": "deal_created_at"}
    )
    of_contacts = living[["contact", "created_at"]].rename(columns={"created_at": "converted_at"})
    of_contacts = of_contacts.assign(
        conversion_type="contact_create",
        conversion_id=of_contacts["contact"],
        contact_created_at=of_contacts["converted_at"],
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
    conversions = pd.concat([of_contacts, of_deals[columns]]).reset_index(drop=True)
    conversions["conversion"] = conversions.groupby(["conversion_type", "conversion_id"]).ngroup()
    conversions["conversion_type"] = conversions["conversion_type"].astype("category")
    newest = conversions.groupby("conversion")["contact_created_at"].transform("max")
    conversions["is_deal_before_contact"] = conversions["deal_created_at"] < newest
    oldest = conversions.sort_values(["contact_created_at", "contact"]).drop_duplicates("conversion").index
    conversions["lead_created_at"] = conversions["contact_created_at"].where(conversions.index.isin(oldest))
    return conversions.drop(columns="contact_created_at")


def journeys_of(conversions: pd.DataFrame, interactions: pd.DataFrame) -> pd.DataFrame:
    """One row per conversion and interaction, in order, with the indexes of the key interactions (NaN where there is none)."""
    touched = interactions[["contact", "event_type", "occurred_at"]].rename_axis("n").reset_index()
    # Codes of contacts join faster than their ids.
    ids = pd.Index(conversions["contact"].unique())
    touched["contact"], conversions = (
        ids.get_indexer(touched["contact"]),
        conversions.assign(contact=ids.get_indexer(conversions["contact"])),
    )
    journeys = conversions.merge(touched[touched["contact"] >= 0], on="contact")
    creating_at = journeys["occurred_at"].mask(
        journeys["event_type"] == "form_submission", journeys["occurred_at"] - GRACE
    )
    is_contact = journeys["conversion_type"] == "contact_create"
    in_time = journeys["occurred_at"].mask(is_contact, creating_at) <= journeys["converted_at"]
    journeys = journeys.assign(creating_at=creating_at)[in_time].sort_values(["conversion", "n"], ignore_index=True)
    of_conversion = journeys.groupby("conversion", sort=False)
    index = of_conversion.cumcount() + 1
    journeys["interaction_index"] = index

    def last_where(condition: pd.Series) -> pd.Series:
        return index.where(condition).groupby(journeys["conversion"], sort=False).transform("max")

    journeys["first"] = 1
    journeys["last"] = of_conversion["interaction_index"].transform("size")
    journeys["lead_create"] = last_where(journeys["creating_at"] <= journeys["lead_created_at"])
    journeys["deal_create"] = last_where(journeys["occurred_at"] <= journeys["deal_created_at"])
    journeys["last_ad"] = last_where(journeys["event_type"] == "ad_click")
    is_revenue = journeys["conversion_type"] == "revenue"
    journeys["closed_won"] = journeys["last"].where(is_revenue)
    journeys["conversion_key"] = np.select(
        [journeys["conversion_type"] == "contact_create", is_revenue],
        [journeys["lead_create"], journeys["closed_won"]],
        journeys["deal_create"],
    )
    since = of_conversion["occurred_at"].transform("max") - journeys["occurred_at"]
    journeys["days_before_last"] = since.astype("timedelta64[us]").astype("int64") / 86400e6
    dropped = [
        "creating_at",
        "lead_created_at",
        "deal_created_at",
        "converted_at",
        "occurred_at",
        "event_type",
        "contact",
    ]
    return journeys.drop(columns=dropped)


def raw_weight(journeys: pd.DataFrame, model: str) -> np.ndarray:
    """A model's raw weights; NaN where the report has no such model or the null rule applies."""
    if model == "linear":
        return np.ones(len(journeys))
    if model == "time_decay":
        return 2.0 ** (-journeys["days_before_last"].to_numpy() / HALF_LIFE_DAYS)
    positions, pool = POSITIONS[model]
    index = journeys["interaction_index"].to_numpy()
    keys = [
        journeys["conversion_key" if name == "conversion" else name].to_numpy(dtype="float64") for name in positions
    ]
    weight = sum(np.where(index == key, share, 0.0) for key, share in zip(keys, positions.values(), strict=True))
    if pool:
        least, greatest = np.fmin.reduce(keys), np.fmax.reduce(keys)
        is_key = np.logical_or.reduce([index == key for key in keys])
        # A key counts as another one's when it is the same interaction as one named before it.
        different = sum(
            ~np.isnan(key)
            & ~np.logical_or.reduce([key == other for other in keys[:i]] or [np.zeros(len(key), dtype=bool)])
            for i, key in enumerate(keys)
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            part = pool / (greatest - least + 1 - different)
        weight = weight + np.where((index >= least) & (index <= greatest) & ~is_key, part, 0.0)
    kind = journeys["conversion_type"]
    if model == "w_shaped":
        return np.where((kind != "contact_create") & ~journeys["is_deal_before_contact"], weight, np.nan)
    if model == "full_path":
        return np.where((kind == "revenue") & ~journeys["is_deal_before_contact"], weight, np.nan)
    return weight


def revenue_of(weight: pd.Series, conversion: pd.Series, amount: pd.Series) -> pd.Series:
    """Revenue in whole cents: weights to 18 decimals, running shares to 12 (docs/adr/0001, "Money"), in whole numbers of 64 bits."""
    whole = (weight * 1e18).round().astype("int64")
    parts = pd.DataFrame({"high": whole // 10**9, "low": whole % 10**9}).groupby(conversion, sort=False)

    def joined(part: pd.DataFrame) -> pd.Series:
        return part["high"] * 1e9 + part["low"]

    total, so_far = joined(parts.transform("sum")), joined(parts.cumsum())

    def earned(share: pd.Series) -> pd.Series:
        whole_share = (share * 1e12).round().astype("int64")
        high, low = whole_share // 10**6, whole_share % 10**6
        return (amount * high + (amount * low + 5 * 10**11) // 10**6) // 10**6

    return (earned(so_far / total) - earned((so_far - whole) / total)).where(total > 0)


def with_credits(journeys: pd.DataFrame) -> pd.DataFrame:
    """The journeys with credit_<model>, and revenue_<model> in whole cents, null outside the revenue report."""
    credited = journeys[["conversion", "conversion_type", "conversion_id", "n", "interaction_index"]].copy()
    is_revenue = (journeys["conversion_type"] == "revenue").to_numpy()
    amount, conversion = journeys.loc[is_revenue, "cents"].astype("int64"), journeys.loc[is_revenue, "conversion"]
    for model in MODELS:
        weight = pd.Series(
            (raw_weight(journeys, model) * 1e18).round() / 1e18, index=journeys.index
        )  # 18 decimals (docs/adr/0001)
        total = weight.groupby(journeys["conversion"], sort=False).transform("sum")
        credited[f"credit_{model}"] = (weight / total.where(total > 0)).round(15)
        weighed = is_revenue & (total > 0).to_numpy() & weight.notna().to_numpy()
        revenue = revenue_of(weight[weighed], conversion[weighed[is_revenue]], amount[weighed[is_revenue]])
        credited[f"revenue_{model}"] = revenue.reindex(journeys.index)
    return credited


def sums(credited: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Credits, revenue and conversions per report, model and value of a dimension: first by conversion, then of all."""
    measures = [f"{measure}_{model}" for measure in ("credit", "revenue") for model in MODELS]
    earned = pd.DataFrame({
        f"earned_{model}": (credited[f"credit_{model}"] > 0) | (credited[f"revenue_{model}"].fillna(0) != 0) for model in MODELS
    })  # fmt: skip
    by = ["conversion_type", dimension]
    grouped = pd.concat([credited[[*by, "conversion", *measures]], earned], axis=1).groupby(
        [*by, "conversion"], observed=True, sort=False
    )
    by_conversion = grouped.agg(dict.fromkeys(measures, "sum") | dict.fromkeys(earned, "max")).reset_index()
    wide = by_conversion.groupby(by, observed=True)[[*measures, *earned]].sum().reset_index()
    long = pd.concat(
        pd.DataFrame({
            "conversion_type": wide["conversion_type"].astype("str"),
            "attribution_model": model,
            dimension: wide[dimension].astype("str"),
            "credits": wide[f"credit_{model}"],
            "attributed_revenue": wide[f"revenue_{model}"].where(wide["conversion_type"] == "revenue").round() / 100,
            "conversions": wide[f"earned_{model}"].astype("int64"),
        })
        for model in MODELS
    )  # fmt: skip
    return long[long["conversions"] > 0]


def campaigns_of(raw: Path) -> pd.DataFrame:
    """One row per utm_campaign and campaign that has it: the campaign's index among those, and their number."""
    utms = pd.read_parquet(raw / "campaign_utms.parquet")
    utms = utms[
        utms["campaign_id"].isin(pd.read_parquet(raw / "campaigns.parquet", columns=["campaign_id"])["campaign_id"])
    ]
    utms = utms.assign(utm_campaign=utms["utm_campaign"].str.strip().str.lower()).drop_duplicates()
    utms = utms.sort_values(["utm_campaign", "campaign_id"])[["utm_campaign", "campaign_id"]]
    of_utm = utms.groupby("utm_campaign")
    return utms.assign(campaign_index=of_utm.cumcount() + 1, campaign_count=of_utm["campaign_id"].transform("size"))


def split_among_campaigns(credited: pd.DataFrame) -> pd.DataFrame:
    """An interaction's credits and revenue split among its campaigns, the latter in whole cents."""
    credited["campaign_id"] = credited["campaign_id"].fillna("(no campaign)").astype("category")
    several = credited["campaign_count"] > 1
    count, index = credited.loc[several, "campaign_count"], credited.loc[several, "campaign_index"]

    def earned(revenue: pd.Series, k: pd.Series) -> pd.Series:
        share = (k / count * 1e12).round()
        return np.sign(revenue) * np.floor(revenue.abs() * share / 1e12 + 0.5)

    for model in MODELS if several.any() else []:
        credited.loc[several, f"credit_{model}"] /= count
        revenue = credited.loc[several, f"revenue_{model}"]
        credited.loc[several, f"revenue_{model}"] = earned(revenue, index) - earned(revenue, index - 1)
    return credited


def main() -> None:
    """The command."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2])
    recorded = pd.read_parquet(
        raw / "contacts.parquet",
        columns=["contact_id", "merged_into_contact_id", "created_at", "creation_source", "is_deleted"],
    )
    ends = survivors(recorded, "contact_id", "merged_into_contact_id")
    own = recorded[recorded["contact_id"] == recorded["contact_id"].map(ends)].rename(columns={"contact_id": "contact"})
    is_deleted = own["is_deleted"].fillna(False).astype(bool)
    living, deleted = own[~is_deleted], pd.Index(own.loc[is_deleted, "contact"])
    events, visitors = web_events(raw)
    spans = visitor_spans(raw, ends, events, visitors)
    sessions = sessions_of(events, spans, ends, deleted)
    sessions.to_parquet(out / "sessions.parquet", index=False)
    totals = {
        "sessions": len(sessions),
        "events": sessions["event_count"].sum(),
        "page_views": sessions["page_view_count"].sum(),
        "seconds": ((sessions["ended_at"] - sessions["started_at"]) // pd.Timedelta(seconds=1)).sum(),
    }
    pd.DataFrame([totals]).to_parquet(out / "session_totals.parquet", index=False)
    del sessions
    interactions = interactions_of(events, spans, ends, living)
    del events
    credited = with_credits(journeys_of(conversions_of(raw, ends, living), interactions))
    credited.to_parquet(out / "journeys.parquet", index=False)
    credited = credited.join(
        interactions[["utm_campaign", "event_type"]].rename(columns={"event_type": "interaction_type"}), on="n"
    )
    sums(credited, "interaction_type").to_parquet(out / "by_interaction_type.parquet", index=False)
    by_campaign = split_among_campaigns(credited.merge(campaigns_of(raw), on="utm_campaign", how="left"))
    sums(by_campaign, "campaign_id").to_parquet(out / "by_campaign.parquet", index=False)


if __name__ == "__main__":
    main()
