"""What tests against the reference implementation share: settings of the vars, random companies, and the comparison itself."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from decimal import Decimal

from harness import KEYS, Raw, Row, Warehouse, differences, read_raw
from hypothesis import HealthCheck, Phase, settings
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


def expected_marts(raw: Raw, variables: dict[str, object]) -> dict:
    """The reference's marts, at an instant later than all sane data, like the runs' own."""
    types = variables.get("interaction_types")
    config = Config(
        run_started_at=datetime.now(UTC), **{n: v for n, v in variables.items() if n != "interaction_types"}
    )
    config.interaction_types |= types or {}
    return compute(raw, config)


def assert_same_marts(raw: Raw, warehouse: Warehouse, variables: dict[str, object]) -> None:
    """Raises with the first differing cells of any mart, or when something does not add up."""
    warehouse.run(raw)
    expected = expected_marts(read_raw(warehouse.raw_folder), variables)
    marts = {mart: warehouse.rows(mart) for mart in KEYS}
    found = [d for mart in KEYS for d in differences(mart, expected[mart], marts[mart])]
    assert not found, "\n".join(found[:20])
    assert_everything_adds_up(marts)


def assert_everything_adds_up(marts: dict[str, list[Row]]) -> None:
    """Credits of a conversion and model sum to 1, revenue to the amount exactly, nothing is lost between raw and mart."""
    totals: dict[tuple, list] = {}
    for row in marts["fct_attribution"]:
        key = row["conversion_type"], row["conversion_id"], row["attribution_model"]
        entry = totals.setdefault(key, [0.0, Decimal(0)])
        entry[0] += row["credit"]
        entry[1] += row["attributed_revenue"] or 0
    amounts = {
        row["conversion_id"]: row["amount"]
        for row in marts["rpt_conversion_audit"]
        if row["conversion_type"] == "revenue"
    }
    for (conversion_type, conversion_id, _), (credit, revenue) in totals.items():
        assert abs(credit - 1) < 1e-9
        assert revenue == (amounts[conversion_id] if conversion_type == "revenue" else 0)
    for row in marts["rpt_reconciliation"]:
        assert row["total_conversions"] == row["attributed_conversions"] + row["unattributed_conversions"]
        if row["conversion_type"] == "revenue":
            assert row["total_amount"] == row["attributed_amount"] + row["unattributed_amount"]
