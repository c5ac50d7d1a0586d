"""The built demo as others see it: the same each time, without addresses, with every relation and column that was promised."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from harness import (
    ADDRESS,
    PROJECT,
    WITHOUT_TESTS,
    Row,
    built_demo,
    built_marts,
    dbt,
    leaked_addresses,
    must_pass,
    read_raw,
)

MODELS = (
    "linear first_interaction last_interaction u_shaped w_shaped full_path time_decay j_shaped inverse_j_shaped last_ad"
)
UTMS = "utm_source utm_medium utm_campaign utm_content utm_term"
CREDIT = "conversion_type conversion_id interaction_id attribution_model credit attributed_revenue"

# What dashboards depend on: no name here may change or go away.
PROMISED = {
    "dim_contacts": "contact_id company_id company_name owner_name lead_source email_hash created_at",
    "dim_companies": "company_id company_name",
    "dim_deals": "deal_id deal_name deal_type owner_id owner_name pipeline_id pipeline_name created_at closed_at",
    "dim_campaigns": "campaign_id campaign_name",
    "dim_assets": "asset_type asset_id asset_title",
    "fct_sessions": f"""
        session_id visitor_id contact_id session_number started_at ended_at duration_seconds event_count page_view_count
        split_reason landing_page_url referrer_url {UTMS} source source_drilldown_1 source_drilldown_2
    """,
    "fct_interactions": f"""
        interaction_id contact_id visitor_id session_id interaction_type occurred_at interaction_source asset_type asset_id
        asset_title interaction_url {UTMS} ad_network ad_keyword form_id cta_id social_post_id email_id company_id lead_source
    """,
    "bridge_interaction_campaigns": "interaction_id campaign_id match_type campaign_share",
    "fct_journeys": f"""
        conversion_type conversion_id interaction_id contact_id interaction_index interaction_count occurred_at converted_at
        is_first is_lead_create is_deal_create is_closed_won is_last is_last_ad is_middle
        {" ".join(f"credit_{model} revenue_{model}" for model in MODELS.split())}
    """,
    "fct_attribution": CREDIT,
    "bridge_interaction_positions": "conversion_type conversion_id interaction_id position",
    "rpt_attribution": f"""
        {CREDIT} asset_title asset_type deal_created_at deal_closed_at deal_name deal_owner_name pipeline_name deal_type
        interaction_source interaction_date interaction_type interaction_url {UTMS} ad_keyword campaign_names company_name
        cta_id form_id lead_source social_post_id
    """,
    "rpt_attribution_by_campaign": """
        conversion_type attribution_model campaign_id credits attributed_revenue attributed_revenue_unsplit conversions contacts
        first_conversion_date last_conversion_date
    """,
    "rpt_attribution_by_source": "conversion_type attribution_model interaction_source credits attributed_revenue",
    "rpt_attribution_by_asset": "conversion_type attribution_model asset_type asset_id credits attributed_revenue",
    "rpt_attribution_by_interaction_type": "conversion_type attribution_model interaction_type credits attributed_revenue",
    "rpt_model_comparison": f"""
        conversion_type campaign_id campaign_name rank_spread credits_spread
        {" ".join(f"credits_{model} attributed_revenue_{model} rank_{model}" for model in MODELS.split())}
    """,
    "rpt_conversion_audit": "conversion_type conversion_id is_included reason explanation remedy amount deal_name owner_name",
    "explain_attribution": f"""
        {CREDIT} contact_id positions position_weight pool_weight middle_count raw_weight normaliser amount interaction_index
        interaction_count occurred_at converted_at explanation
    """,
    "rpt_reconciliation": """
        conversion_type attribution_model total_conversions attributed_conversions unattributed_conversions
        total_amount attributed_amount unattributed_amount unattributed_amount_no_contact
    """,
    "quarantine": "raw_table row_key reason raw_row detected_at",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the built demo."""
    folder = tmp_path_factory.mktemp("demo")
    built_demo(folder)
    return folder


@pytest.fixture(scope="module")
def columns(demo: Path) -> dict[str, dict[str, str]]:
    """Name and type of each column of each relation."""
    found: dict[str, dict[str, str]] = {}
    with duckdb.connect(demo / "tributary.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'main' and not internal"
        )
        for relation, column, kind in rows.fetchall():
            found.setdefault(relation, {})[column] = kind
    return found


def test_what_was_promised_is_there(columns: dict) -> None:
    """Every relation, with at least the columns above."""
    missing = {relation: set(names.split()) - set(columns.get(relation, ())) for relation, names in PROMISED.items()}
    assert {relation: names for relation, names in missing.items() if names} == {}


def test_types_are_those_promised(columns: dict) -> None:
    """Ids are varchar, timestamps are without zone (UTC), money is decimal with its currency beside it, flags are boolean."""
    kinds = {  # the first that matches
        r".*conversions.*": "BIGINT",
        r"(.*_)?(amount|revenue|budget)(_.*)?": r"DECIMAL\(\d+,4\)",
        r"credits?(_.*)?": "DOUBLE",
        r".*_ids?": "VARCHAR",
        r".*_at": "TIMESTAMP",
        r".*_date": "DATE",
        r"(is|has)_.*": "BOOLEAN",
    }
    wrong = []
    for relation, names in columns.items():
        for column, kind in names.items():
            expected = next((kinds[pattern] for pattern in kinds if re.fullmatch(pattern, column)), ".*")
            if not re.fullmatch(expected, kind):
                wrong.append(f"{relation}.{column} is {kind}")
    assert wrong == []
    money = {
        relation for relation, names in columns.items() if any(re.search(r"amount|revenue", name) for name in names)
    }
    assert {relation for relation in money if "home_currency" not in columns[relation]} == set()


def test_the_wide_report_is_the_marts_joined(demo: Path) -> None:
    """Each cell of rpt_attribution is that of the mart it comes from: no row is lost or doubled, no deal in contact_create."""
    marts = built_marts(demo)

    def by(mart: str, *key: str) -> dict[tuple, Row]:
        return {tuple(row[column] for column in key): row for row in marts[mart]}

    conversion = ("conversion_type", "conversion_id", "interaction_id")
    attribution = by("fct_attribution", *conversion, "attribution_model")
    journeys, interactions = by("fct_journeys", *conversion), by("fct_interactions", "interaction_id")
    contacts, deals, assets = (
        by("dim_contacts", "contact_id"),
        by("dim_deals", "deal_id"),
        by("dim_assets", "asset_type", "asset_id"),
    )
    assert len(attribution) == len(marts["fct_attribution"]) == len(marts["rpt_attribution"])
    no_deal = dict.fromkeys(marts["dim_deals"][0])
    for row in marts["rpt_attribution"]:
        journey = journeys[tuple(row[column] for column in conversion)]
        interaction = interactions[row["interaction_id"],]
        contact = contacts[interaction["contact_id"],]
        deal = no_deal if row["conversion_type"] == "contact_create" else deals[row["conversion_id"],]
        asset = assets.get((interaction["asset_type"], interaction["asset_id"]), {"asset_title": None})
        form = assets.get(("form", interaction["form_id"]), {"asset_title": None})
        expected = {
            **{f"deal_{column.removeprefix('deal_')}": cell for column, cell in deal.items()},
            "pipeline_id": deal["pipeline_id"],
            "pipeline_name": deal["pipeline_name"],
            **contact,
            "contact_created_at": contact["created_at"],
            **journey,
            **interaction,
            **asset,
            "form_title": form["asset_title"],
            **attribution[(*(row[column] for column in conversion), row["attribution_model"])],
            "interaction_date": interaction["occurred_at"].date(),
            "conversion_date": journey["converted_at"].date(),
        }
        shared = row.keys() - {"campaign_ids", "campaign_names"}
        assert {column: row[column] for column in shared} == {column: expected[column] for column in shared}


def test_the_wide_reports_campaigns_are_the_bridges(demo: Path) -> None:
    """Campaigns of an interaction as one text, in the bridge's order, so that sums over rows stay right."""
    marts = built_marts(demo)
    names = {row["campaign_id"]: row["campaign_name"] or row["campaign_id"] for row in marts["dim_campaigns"]}
    campaigns: dict[str, list[str]] = {}
    for row in sorted(marts["bridge_interaction_campaigns"], key=lambda row: row["campaign_index"]):
        campaigns.setdefault(row["interaction_id"], []).append(row["campaign_id"])
    assert max(map(len, campaigns.values())) > 1
    for row in marts["rpt_attribution"]:
        ids = campaigns.get(row["interaction_id"], [])
        assert row["campaign_ids"] == ("; ".join(ids) or "(no campaign)")
        assert row["campaign_names"] == ("; ".join(names[each] for each in ids) or "(no campaign)")


def test_no_address_is_in_any_mart(demo: Path) -> None:
    """The raw data has addresses in URLs, names and quarantined rows; no text of any mart has one, percent-encoded or not."""
    raw = read_raw(PROJECT / "seeds/demo")
    assert sum(bool(ADDRESS.search(row["page_url"] or "")) for row in raw["web_events"]) > 1
    assert leaked_addresses(demo) == set()


def test_a_second_build_gives_the_same_marts(demo: Path) -> None:
    """To the last digit of every cell; only when a row was rejected is known anew."""
    before = built_marts(demo)
    assert len(before) >= len(PROMISED)
    assert len(before["fct_journeys"]) > 1000
    must_pass(dbt("build", *WITHOUT_TESTS, folder=demo))
    assert built_marts(demo) == before
