"""A build after any change of the raw data gives what a full refresh gives: every mart, row for row (docs/adr/0009)."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from companies import several
from harness import KEYS, Raw, Row, Warehouse, built_marts, dbt, declared_columns, differences, must_pass, write_raw

LONG = bool(os.environ.get("TRIBUTARY_TEST_LONG"))
WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")

# Settings under which sessions, sources and journeys are told otherwise than by default.
OTHER_VARS: Row = {
    "session_breaks_on_new_source": True,
    "lookback_days": 20,
    "max_interactions_per_conversion": 4,
    "site_domains": ["shop.example"],
    "null_rule": "oldest_contact",
}


@pytest.fixture(scope="module", params=[{}, OTHER_VARS] if LONG else [{}], ids=str)
def full_refresh(request, tmp_path_factory) -> Warehouse:
    """The project's SQL, to be run on any raw data as a full refresh."""
    return Warehouse(tmp_path_factory.mktemp("full"), request.param)


class Company:
    """Raw data that change, the folder they are in, and the database that is built from them again and again."""

    def __init__(self, folder: Path, seed: int, variables: Row) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.everything: Raw = several(range(seed * 10, seed * 10 + 5))
        self.raw: Raw = {
            table: [row for row in rows if self.chance.random() < 0.6] for table, rows in self.everything.items()
        }
        self.variables = {"max_quarantine_share": 1} | variables | {"raw_path": str(folder / "raw")}

    def build(self, *arguments: str) -> None:
        """dbt build, with the raw data of this moment."""
        write_raw(self.raw, self.folder / "raw", list(declared_columns()))
        must_pass(dbt("build", *WITHOUT_TESTS, *arguments, folder=self.folder, variables=self.variables))

    def change(self) -> None:
        """Takes rows away, adds others and changes cells, in every table; all rows in another order.

        Whatever a source may do: events that come late or again, contacts that merge, deals re-dated, rates corrected. A row
        that says when it was loaded and changes says so.
        """
        for table, every_row in self.everything.items():
            present = {json.dumps(row, sort_keys=True) for row in self.raw[table]}
            rows = [row for row in self.raw[table] if self.chance.random() > 0.05]
            rows = [self.changed(row, every_row) if self.chance.random() < 0.05 else row for row in rows]
            rows += [
                row
                for row in every_row
                if self.chance.random() < 0.15 and json.dumps(row, sort_keys=True) not in present
            ]
            self.chance.shuffle(rows)
            self.raw[table] = rows

    def changed(self, row: dict[str, str | None], every_row: list[dict[str, str | None]]) -> dict[str, str | None]:
        """The row with one cell of another row, and with its time of loading."""
        other = self.chance.choice(every_row)
        column = self.chance.choice(list(row))
        return row | {name: other.get(name) for name in (column, "loaded_at") if name in row}

    def differences(self, full_refresh: Warehouse) -> list[str]:
        """In what the marts are not those of a full refresh."""
        full_refresh.run(self.raw)
        marts = built_marts(self.folder)
        found = []
        for mart in KEYS:
            expected = [
                {name: cell for name, cell in row.items() if name != "detected_at"} for row in full_refresh.rows(mart)
            ]
            found += differences(mart, expected, marts[mart])
        return found


@pytest.mark.parametrize("seed", range(8) if LONG else range(2))
def test_every_mart_equals_a_full_refresh_after_any_changes(seed, full_refresh, tmp_path):
    """Random changes in all raw tables, a build after each."""
    variables = {name: value for name, value in full_refresh.variables.items() if name != "raw_path"}
    company = Company(tmp_path, seed, variables)
    company.build()
    for batch in range(8 if LONG else 3):
        company.change()
        company.build()
        assert company.differences(full_refresh) == [], f"after batch {batch}"


def test_a_build_of_some_models_loses_nothing(full_refresh, tmp_path):
    """A selective build reads new events; the models that it left out have them by the next build."""
    company = Company(tmp_path, 77, {})
    company.build()
    for selection in ("base_web_event_exceptions", "int_changed_web_events", "int_sessionized_events int_visitor_contacts", "fct_journeys"):
        company.change()
        company.build("--select", *selection.split())
    company.build()
    assert company.differences(full_refresh) == []


def test_a_full_refresh_of_some_models_is_followed_by_one_of_all(full_refresh, tmp_path):
    """What was built anew alone no longer says what changed, so the next build makes everything anew."""
    company = Company(tmp_path, 78, {})
    company.build()
    company.change()
    company.build("--full-refresh", "--select", "base_web_event_exceptions")
    company.build()
    assert company.differences(full_refresh) == []


def test_a_changed_var_or_model_is_named_and_needs_a_full_refresh(tmp_path):
    """Tables that were computed otherwise are never mixed with new rows."""
    company = Company(tmp_path, 79, {})
    company.build()
    company.variables["lookback_days"] = 30
    process = dbt("build", *WITHOUT_TESTS, folder=tmp_path, variables=company.variables)
    assert process.returncode != 0
    assert "var lookback_days: null is now 30" in process.stdout
    assert "--full-refresh" in process.stdout
    company.build("--full-refresh")
    company.build()
