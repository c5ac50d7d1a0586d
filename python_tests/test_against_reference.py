"""Every cell of every mart against the reference implementation, on random companies, for several settings of the vars."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from companies import companies
from harness import KEYS, PROJECT, Raw, Warehouse, differences, read_raw
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reference import Config, compute

# Each setting is compiled once. All together, every var that changes a result has a value other than its default.
SETTINGS: dict[str, dict[str, object]] = {
    "default": {},
    "strict": {
        "session_breaks_on_new_source": True,
        "session_timeout_minutes": 60,
        "site_domains": ["shop.example"],
        "lookback_days": 7,
        "max_interactions_per_conversion": 3,
        "middle_scope": "all_others",
        "null_rule": "oldest_contact",
        "home_currency": "JPY",
        "contact_creation_grace_seconds": 0,
        "campaign_metric_exclusions": ["workflow"],
    },
    "other": {
        "null_rule": "off",
        "interaction_types": {
            "contact_create": ["form_submission", "contact_created"],
            "revenue": ["page_view", "cta_click", "sequence_action"],
        },
        "time_decay_half_life_days": 1.5,
        "attribution_weights": {"u_shaped": {"last": 2, "lead_create": 0.5, "pool": 1}, "w_shaped": {"first": 1}},
        "home_currency": "EUR",
        "exchange_rate_max_age_days": 0,
        "campaign_history": True,
        "influence_by_ads": True,
        "campaign_metric_exclusions": [],
        "closed_won_stage_ids": ["nowhere"],
        "offline_creation_sources": {"conversation": "other_lead_creation", "import": "contact_import"},
        "email_hash_salt": "pepper's",
        "position_models": {
            "mine": {"first": 0.5, "last": 0.3, "pool": 0.2},
            "only_deal": {"deal_create": 1, "lead_create": 0, "pool": 3},
        },
    },
}

LONG = os.environ.get("TRIBUTARY_TEST_LONG") == "1"

# The same companies in every run, but for the long form. Shrinking takes minutes: run pytest with TRIBUTARY_SHRINK=1 to have it.
RELAXED = settings(
    deadline=None,
    max_examples=60 if LONG else 30,
    derandomize=not LONG,
    phases=[Phase.explicit, Phase.generate] + [Phase.shrink] * ("TRIBUTARY_SHRINK" in os.environ),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Warehouse]:
    """The project, compiled once per setting, when first asked for."""

    class Lazy(dict):
        def __missing__(self, name: str) -> Warehouse:
            self[name] = Warehouse(tmp_path_factory.mktemp(name), SETTINGS[name])
            return self[name]

    return Lazy()


def expected_marts(raw: Raw, variables: dict[str, object]) -> dict:
    """The reference's marts, at an instant later than all sane data, like the runs' own."""
    types = variables.get("interaction_types")
    config = Config(
        run_started_at=datetime.now(UTC), **{n: v for n, v in variables.items() if n != "interaction_types"}
    )
    config.interaction_types |= types or {}
    return compute(raw, config)


def assert_same_marts(raw: Raw, warehouse: Warehouse, variables: dict[str, object]) -> None:
    """Raises with the first differing cells of any mart."""
    warehouse.run(raw)
    expected = expected_marts(read_raw(warehouse.raw_folder), variables)
    found = [d for mart in KEYS for d in differences(mart, expected[mart], warehouse.rows(mart))]
    assert not found, "\n".join(found[:20])


def test_every_mart_is_compared() -> None:
    """All but the calendar, which says nothing of the data."""
    assert KEYS.keys() == {path.stem for path in (PROJECT / "models/marts").rglob("*.sql")} - {"dim_dates"}


def test_the_demo_company(warehouses: dict[str, Warehouse]) -> None:
    """The whole demo, which holds every planted case, cell by cell."""
    assert_same_marts(read_raw(PROJECT / "seeds/demo"), warehouses["default"], SETTINGS["default"])


@pytest.mark.parametrize("name", SETTINGS)
def test_random_companies(name: str, warehouses: dict[str, Warehouse]) -> None:
    """Random companies, cell by cell."""

    @RELAXED
    @given(companies())
    def check(raw: Raw) -> None:
        assert_same_marts(raw, warehouses[name], SETTINGS[name])

    check()


@pytest.mark.parametrize("preset", ["adobe", "marketo", "google_2023"])
def test_presets(preset: str, tmp_path: Path) -> None:
    """The demo and a few random companies, cell by cell, under each preset but the default."""
    variables: dict[str, object] = {"attribution_preset": preset}
    warehouse = Warehouse(tmp_path, variables)
    assert_same_marts(read_raw(PROJECT / "seeds/demo"), warehouse, variables)

    @settings(RELAXED, max_examples=10 if LONG else 5)
    @given(companies())
    def check(raw: Raw) -> None:
        assert_same_marts(raw, warehouse, variables)

    check()


def snapshot(warehouse: Warehouse) -> dict[str, list[str]]:
    """All marts as sorted text, to the last digit, but for when a row was quarantined."""
    return {
        mart: sorted(repr({k: v for k, v in row.items() if k != "detected_at"}) for row in warehouse.rows(mart))
        for mart in warehouse.marts
    }


def test_shuffled_input_gives_the_same_marts(warehouses: dict[str, Warehouse]) -> None:
    """No result depends on the order of the input, nor on anything but the input: the same twice, to the last digit."""
    warehouse = warehouses["strict"]

    @settings(RELAXED, max_examples=24 if LONG else 12)
    @given(companies(), st.randoms(use_true_random=False))
    def check(raw: Raw, order: random.Random) -> None:
        warehouse.run(raw)
        before = snapshot(warehouse)
        warehouse.run({table: order.sample(rows, len(rows)) for table, rows in raw.items()})
        assert snapshot(warehouse) == before

    check()


def test_credits_and_revenue_add_up(warehouses: dict[str, Warehouse]) -> None:
    """Credits of a conversion and model sum to 1, revenue to the amount exactly, nothing is lost between raw and mart."""
    warehouse = warehouses["other"]

    @settings(RELAXED, max_examples=24 if LONG else 12)
    @given(companies())
    def check(raw: Raw) -> None:
        warehouse.run(raw)
        totals: dict[tuple, list] = {}
        for row in warehouse.rows("fct_attribution"):
            key = row["conversion_type"], row["conversion_id"], row["attribution_model"]
            entry = totals.setdefault(key, [0.0, Decimal(0)])
            entry[0] += row["credit"]
            entry[1] += row["attributed_revenue"] or 0
        amounts = {
            row["conversion_id"]: row["amount"]
            for row in warehouse.rows("rpt_conversion_audit")
            if row["conversion_type"] == "revenue"
        }
        for (conversion_type, conversion_id, _), (credit, revenue) in totals.items():
            assert abs(credit - 1) < 1e-9
            assert revenue == (amounts[conversion_id] if conversion_type == "revenue" else 0)
        for row in warehouse.rows("rpt_reconciliation"):
            assert row["total_conversions"] == row["attributed_conversions"] + row["unattributed_conversions"]
            if row["conversion_type"] == "revenue":
                assert row["total_amount"] == row["attributed_amount"] + row["unattributed_amount"]

    check()


def test_a_shorter_lookback_never_adds_an_interaction(tmp_path: Path, warehouses: dict[str, Warehouse]) -> None:
    """With the lookback shrunk, every journey is a part of what it was."""
    wide, narrow = warehouses["default"], Warehouse(tmp_path, {"lookback_days": 1})

    @settings(RELAXED, max_examples=24 if LONG else 12)
    @given(companies())
    def check(raw: Raw) -> None:
        journeys = []
        for warehouse in (wide, narrow):
            warehouse.run(raw)
            key = KEYS["fct_journeys"]
            journeys.append({tuple(row[column] for column in key) for row in warehouse.rows("fct_journeys")})
        assert journeys[1] <= journeys[0]

    check()
