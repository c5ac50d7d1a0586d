"""The demo data: what scripts/generate_demo.py writes is what lies in seeds/demo, and holds what its README says.

The planted cases are looked up in the reference implementation's marts: a case that no longer comes out
fails here. Not here: whether the SQL agrees with the reference.
"""

from __future__ import annotations

import csv
import importlib
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from reference import Config, compute

PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = PROJECT / "scripts" / "generate_demo.py"
FOLDER = PROJECT / "seeds" / "demo"
DECLARATION = PROJECT / "models" / "staging" / "_raw__sources.yml"

REJECTION_REASONS = {
    "missing_key",
    "unreadable_timestamp",
    "unreadable_number",
    "unreadable_boolean",
    "missing_value",
    "future_timestamp",
    "timestamp_before_1990",
    "duplicate_key",
    "dangling_reference",
    "merge_cycle",
}
REVENUE_REASONS = {
    "deleted",
    "merged",
    "not_closed_won",
    "no_amount",
    "no_create_date",
    "no_close_date",
    "no_contact",
    "contacts_deleted",
    "no_exchange_rate",
    "amount_out_of_range",
    "no_interactions",
}
MAX_DIRTY_SHARE = 0.04
MAX_BYTES = 1_500_000


@pytest.fixture(scope="module")
def files():
    """The module scripts/demo/files.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPT.parent)
        return importlib.import_module("demo.files")


@pytest.fixture(scope="module")
def demo(files):
    return files.play()


@pytest.fixture(scope="module")
def tables(files, demo):
    return files.fill(demo)


@pytest.fixture(scope="module")
def planted(demo):
    """Case of the README → what is planted there."""
    return {planted.case: planted.things for planted in demo.planted}


@pytest.fixture(scope="module")
def raw():
    tables = {}
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


@pytest.fixture(scope="module")
def marts(raw):
    config = Config(run_started_at=datetime(2026, 7, 1), site_domains=["quillfern.example"])
    return compute(raw, config)


@pytest.fixture(scope="module")
def sessions(marts):
    return {session["session_id"]: session for session in marts["fct_sessions"]}


@pytest.fixture(scope="module")
def interactions(marts):
    return {row["interaction_id"]: row for row in marts["fct_interactions"]}


def journey(marts, conversion_type, conversion_id):
    """The rows of one journey, in order."""
    rows = (
        row
        for row in marts["fct_journeys"]
        if (row["conversion_type"], row["conversion_id"]) == (conversion_type, conversion_id)
    )
    return sorted(rows, key=lambda row: row["interaction_index"])


def web(event):
    return f"web:{event.id}"


# --- files ------------------------------------------------------------------------------------------


def test_check_passes_on_what_is_committed():
    run = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, encoding="utf-8")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_check_names_files_that_are_changed_missing_or_surplus(files, tmp_path):
    written = files.render((FOLDER / "README.md").read_text(encoding="utf-8"))
    copy = shutil.copytree(FOLDER, tmp_path / "demo")
    assert files.differing(written, copy) == []

    (copy / "owners.csv").write_bytes((copy / "owners.csv").read_bytes().replace(b"\n", b"\r\n"))
    (copy / "deals.csv").unlink()
    (copy / "invoices.csv").write_text("invoice_id\n")
    assert files.differing(written, copy) == ["deals.csv", "invoices.csv", "owners.csv"]


def test_headers_and_keys_are_the_declared_ones(tables):
    declaration = yaml.safe_load(DECLARATION.read_text(encoding="utf-8"))
    declared = {
        table["name"]: (
            tuple(column["name"] for column in table["columns"]),
            tuple(table["config"]["meta"]["key"]),
        )
        for table in declaration["sources"][0]["tables"]
    }
    for filled in tables:
        name = filled.table.name
        assert (filled.columns, filled.table.key) == declared[name], name
        header = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header == ",".join(filled.columns)


def test_files_stay_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) < MAX_BYTES


def test_all_hosts_of_people_are_reserved_ones(raw):
    addresses = [
        address
        for row in (*raw["contacts"], *raw["owners"])
        for address in (row["email"], *row.get("additional_emails", "").split(";"))
        if address
    ]
    assert [address for address in addresses if not address.endswith(".example")] == []


# --- dirty rows -------------------------------------------------------------------------------------


def test_no_table_has_more_dirty_rows_than_a_build_puts_up_with(tables):
    shares = {filled.table.name: len(filled.dirt) / len(filled.rows) for filled in tables}
    assert {name: share for name, share in shares.items() if share > MAX_DIRTY_SHARE} == {}


def test_every_rejection_reason_is_planted(tables):
    assert {spoiled.reason for filled in tables for spoiled, _ in filled.dirt} == REJECTION_REASONS


def test_the_quarantine_takes_the_dirty_rows_and_no_others(tables, marts):
    def shown_key(table, row, reason):
        """As in quarantine.row_key: stripped, and without what cannot be read (here a date in a key)."""
        if (table.name, reason) == ("exchange_rates", "unreadable_timestamp"):
            row = {**row, "rate_date": ""}
        return "|".join(row[column].strip() for column in table.key)

    planted = Counter(
        (
            filled.table.name,
            shown_key(filled.table, row, spoiled.reason),
            spoiled.reason,
        )
        for filled in tables
        for spoiled, row in filled.dirt
    )
    taken = Counter((row["raw_table"], row["row_key"], row["reason"]) for row in marts["quarantine"])
    assert taken == planted


# --- planted cases ----------------------------------------------------------------------------------


def test_every_traffic_source_rule_has_its_session(demo, sessions):
    expected = {
        (case.topic, case.case): case.outcome.removeprefix("source ")
        for case in demo.planted
        if case.outcome.startswith("source ")
    }
    found = {
        (case.topic, case.case): sessions[case.things[0].id]["source"]
        for case in demo.planted
        if case.outcome.startswith("source ")
    }
    assert found == expected
    assert {case for topic, case in found if topic == "Traffic source rules"} == {
        f"rule {number}" for number in range(1, 16)
    }


def test_every_audit_reason_has_its_deal(demo, marts):
    reasons = {
        row["conversion_id"]: row["reason"]
        for row in marts["rpt_conversion_audit"]
        if row["conversion_type"] == "revenue"
    }
    cases = [case for case in demo.planted if case.outcome.startswith("audit: ")]
    assert {case.case: f"audit: {reasons[case.things[0].id]}" for case in cases} == {
        case.case: case.outcome for case in cases
    }
    assert {case.case.split()[0] for case in cases} == REVENUE_REASONS


def test_the_revenue_report_has_deals_enough(marts):
    included = [
        row for row in marts["rpt_conversion_audit"] if row["conversion_type"] == "revenue" and row["is_included"]
    ]
    assert len(included) >= 25


def test_merged_contacts_are_their_survivor(planted, marts, interactions):
    first, second, survivor, deal = planted["contacts merged twice over"]
    owners = {row["contact_id"] for row in interactions.values()}
    assert {first.id, second.id, survivor.id} & owners == {survivor.id}
    assert {row["contact_id"] for row in journey(marts, "revenue", deal.id)} == {survivor.id}


def test_a_shared_browser_belongs_to_whom_it_last_named(planted, interactions):
    visitor, first, second, _ = planted["a shared browser"]
    switch = visitor.identified[1][1]
    owners = {
        (row["occurred_at"] >= switch, row["contact_id"])
        for row in interactions.values()
        if row["visitor_id"] == visitor.id
    }
    assert owners == {(False, first.id), (True, second.id)}


def test_late_identification_gives_earlier_visits(planted, marts, interactions):
    visitor, late = planted["late identification"]
    rows = [row for row in interactions.values() if row["visitor_id"] == visitor.id]
    assert {row["contact_id"] for row in rows} == {late.id}
    assert min(row["occurred_at"] for row in rows) < late.created_at - timedelta(days=200)

    visitor, imported = planted["an imported contact known by a cookie eight months later"]
    first, *_ = journey(marts, "contact_create", imported.id)
    assert interactions[first["interaction_id"]]["visitor_id"] == visitor.id
    assert first["occurred_at"] < imported.created_at


def test_deleted_contacts_and_bots_leave_no_trace(planted, marts, sessions, interactions):
    leaving, deal = planted["a deleted contact with events, on a deal"]
    assert leaving.id not in {row["contact_id"] for row in interactions.values()}
    assert {row["contact_id"] for row in journey(marts, "revenue", deal.id)} == {
        association.contact.id for association in deal.associations
    } - {leaving.id}

    *bots, _, _ = planted["bots"]
    assert not {bot.id for bot in bots} & {row["visitor_id"] for row in sessions.values()}


def test_an_event_that_names_its_contact_tells_whose_device_it_is(planted, sessions, interactions):
    named, contact, unnamed = planted["an event that names its contact, on an unknown device"]
    assert interactions[web(named)]["contact_id"] == contact.id
    assert interactions[web(unnamed)]["contact_id"] == contact.id
    assert unnamed.contact is None
    assert not named.visitor.identified
    # The two write their times with different offsets.
    assert sessions[named.id]["event_count"] == 2


def test_sessions_end_after_exactly_the_timeout(planted, sessions):
    first, second = planted["a gap of exactly 30:00"]
    assert {first.id, second.id} <= sessions.keys()
    first, second = planted["a gap of 29:59"]
    assert {first.id, second.id} & sessions.keys() == {first.id}


@pytest.mark.parametrize("seconds, creates", [(45, True), (60, True), (61, False)])
def test_forms_create_contacts_within_the_grace(planted, marts, seconds, creates):
    form, contact = planted[f"a form {seconds} s after its contact was created"]
    assert form.occurred_at - contact.created_at == timedelta(seconds=seconds)
    rows = journey(marts, "contact_create", contact.id)
    lead_create = [row["interaction_id"] for row in rows if row["is_lead_create"]]
    assert len(lead_create) == 1
    assert (lead_create == [web(form)]) is creates


def test_interactions_of_one_instant_have_an_order(planted, marts):
    custom, demo_page, click, form, pricing = planted["five interactions at one instant"]
    (deal,) = planted["10000.01 over more than three interactions"]
    rows = journey(marts, "revenue", deal.id)
    together = [row["interaction_id"] for row in rows if row["occurred_at"] == form.occurred_at]
    assert together == [web(event) for event in (form, click, demo_page, pricing, custom)]
    assert len(rows) > 3
    assert sum(row["revenue_linear"] for row in rows) == Decimal("10000.01")


def test_contacts_created_offline_have_that_one_interaction(planted, interactions):
    for kind in ("import", "integration", "manual", "api"):
        (contact,) = planted[f"created by {kind}, nothing else known"]
        rows = [row for row in interactions.values() if row["contact_id"] == contact.id]
        assert [row["interaction_source"] for row in rows] == ["offline"], kind


@pytest.mark.parametrize(
    "case, null_rule",
    [
        ("created before one of its contacts", "any_contact"),
        ("created before all its contacts", "oldest_contact"),
    ],
)
def test_deals_older_than_their_contacts_have_null_credits(planted, raw, case, null_rule):
    deal, _ = planted[case]

    def w_shaped(rule):
        marts = compute(raw, Config(run_started_at=datetime(2026, 7, 1), null_rule=rule))
        return {row["credit_w_shaped"] is None for row in journey(marts, "revenue", deal.id)}

    assert w_shaped(null_rule) == {True}
    assert w_shaped("off") == {False}


def test_planted_deals_close_and_convert_as_the_readme_says(planted, raw, marts):
    amounts = {
        row["conversion_id"]: row["amount"]
        for row in marts["rpt_conversion_audit"]
        if row["conversion_type"] == "revenue" and row["is_included"]
    }
    rates = {(row["currency_code"], row["rate_date"]): row["rate_to_home"] for row in raw["exchange_rates"]}

    (zero,) = planted["won for nothing"]
    assert amounts[zero.id] == 0
    (saturday,) = planted["closed on a Saturday"]
    assert ("EUR", "2025-11-15") not in rates
    converted = Decimal(saturday.amount) * Decimal(rates["EUR", "2025-11-14"])
    assert abs(amounts[saturday.id] - converted) <= Decimal("0.005")
    for deal in planted["yen (no minor unit) and dinar (three digits)"]:
        assert amounts[deal.id] > 0

    (fallback,) = planted["no close date, but a change into closed won"]
    assert {row["converted_at"] for row in journey(marts, "revenue", fallback.id)} == {fallback.history[-1][1]}


def test_contacts_taken_off_a_deal_do_not_count_at_its_close(planted, marts):
    deal, leaving, returning = planted["a contact taken off before the close, another one put back"]
    people = {
        report: {row["contact_id"] for row in journey(marts, report, deal.id)} for report in ("deal_create", "revenue")
    }
    assert {leaving.id, returning.id} <= people["deal_create"]
    assert {leaving.id, returning.id} & people["revenue"] == {returning.id}


def test_interactions_are_in_the_campaigns_planted(planted, marts):
    campaigns = {}
    for row in marts["bridge_interaction_campaigns"]:
        campaigns.setdefault(row["interaction_id"], {})[row["campaign_id"]] = row["match_type"]
    (both,) = planted["an interaction in two campaigns"]
    assert campaigns[web(both)] == {"cmp-06": "utm", "cmp-01": "asset"}
    early, late = planted["an asset associated after some of its views"]
    assert "cmp-01" not in campaigns.get(web(early), {})
    assert campaigns[web(late)] == {"cmp-01": "asset"}
    assert set().union(*campaigns.values()) == {f"cmp-0{number}" for number in range(1, 9)}
    assert {match for row in campaigns.values() for match in row.values()} == {
        "utm",
        "asset",
        "keyword",
    }


def test_addresses_in_urls_are_masked(planted, interactions):
    for event in planted["an e-mail address in a query string, as it is and encoded"]:
        url = interactions[web(event)]["interaction_url"]
        assert "(email)" in url
        assert event.visitor.identified[0][0].email.split("@")[0] not in url
