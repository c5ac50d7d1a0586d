"""A build after any change of the raw data gives what a full refresh gives: every mart, row for row (docs/adr/0009)."""

from __future__ import annotations

import os
import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from changes import KINDS, ONE_OF_EACH, Change, Changing, changes
from companies import several
from harness import (
    KEYS,
    WITHOUT_TESTS,
    Raw,
    Row,
    Warehouse,
    built_marts,
    dbt,
    declared_columns,
    differences,
    must_pass,
    write_raw,
)
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from increments import Increments

LONG = os.environ.get("TRIBUTARY_TEST_LONG") == "1"

# Settings under which sessions, sources and journeys are told otherwise than by default.
OTHER_VARS: Row = {
    "session_breaks_on_new_source": True,
    "lookback_days": 20,
    "max_interactions_per_conversion": 4,
    "site_domains": ["shop.example"],
    "null_rule": "oldest_contact",
}


def company() -> Raw:
    """Four companies in one. Of every second visitor each web event says when it was loaded: in the hour in which it happened."""
    raw = several(range(4))
    said = set(sorted({event["visitor_id"] or "" for event in raw["web_events"]})[::2])
    for event in raw["web_events"]:
        if event["visitor_id"] in said:
            event["loaded_at"] = event["loaded_at"] or event["occurred_at"]
    return raw


COMPANY = company()

# So many does a build take, about.
STATEMENTS = 800


class Both:
    """The company by increments of dbt's, and what a full refresh makes of it."""

    def __init__(self, folder: Path, variables: Row) -> None:
        (folder / "increments").mkdir()
        self.increments = Increments(folder / "increments", COMPANY, variables)
        self.full_refresh = Warehouse(folder, variables)
        # The same rows in less time, and another way to them than the increments'.
        self.full_refresh.connection.execute("pragma disable_optimizer")

    def expected(self, at: Changing) -> dict[str, list[Row]]:
        """Every mart after a full refresh, but for when a row was quarantined."""
        self.full_refresh.run(at.raw)
        return {mart: without_detected_at(self.full_refresh.rows(mart)) for mart in KEYS}

    def differences(self, expected: dict[str, list[Row]]) -> list[str]:
        """In what the marts of the increments are not those expected."""
        marts = self.increments.marts()
        return [d for mart in KEYS for d in differences(mart, expected[mart], marts[mart])]


def without_detected_at(rows: list[Row]) -> list[Row]:
    """Rows without the instant of the run."""
    return [{name: cell for name, cell in row.items() if name != "detected_at"} for row in rows]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """With the vars that are the default."""
    return Both(tmp_path_factory.mktemp("both"), {})


def check_increments(both: Both) -> None:
    """Random batches of changes, a build after each; some of these are killed before a random statement."""

    killed = 0

    @settings(
        deadline=None,
        max_examples=30 if LONG else 4,
        derandomize=not LONG,
        # Shrinking takes minutes: run pytest with TRIBUTARY_SHRINK=1 to have it.
        phases=[Phase.explicit, Phase.generate] + [Phase.shrink] * ("TRIBUTARY_SHRINK" in os.environ),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.tuples(changes(), st.none() | st.integers(1, STATEMENTS)), min_size=2, max_size=4))
    @example([(ONE_OF_EACH, None)])
    # All that was loaded in an hour goes, and nothing comes. A version that cannot be read stays what it is when another one comes.
    @example(
        [
            ([Change("a visitor comes", (0, 14, 0))], None),
            ([], None),
            ([Change("a visitor gone", (0, -1, 0))], None),
            ([Change("an event again that cannot be read", (7, 5, 3))], None),
            ([Change("an old event again", (7, 5, 3))], None),
        ]
    )
    def check(batches: list[tuple[list[Change], int | None]]) -> None:
        nonlocal killed
        both.increments.begin()
        at = Changing(both.increments.raw)
        for number, (batch, killed_at) in enumerate(batches, start=1):
            for change in batch:
                change.apply(at)
            if killed_at is not None and number < len(batches):
                killed += not both.increments.build(at.raw, killed_at=killed_at)
            else:
                both.increments.build(at.raw)
                found = both.differences(both.expected(at))
                assert not found, f"after batch {number}: " + "\n".join(found[:20])

    check()
    assert killed


def test_every_mart_equals_a_full_refresh_after_any_changes(both: Both) -> None:
    check_increments(both)


@pytest.mark.skipif(not LONG, reason="takes as long again as all other tests of increments: make test-long")
def test_it_does_with_other_settings(tmp_path: Path) -> None:
    check_increments(Both(tmp_path, OTHER_VARS))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_change_is_one(kind: str) -> None:
    """A kind that left the raw data as they are would prove nothing."""
    for number in range(10):
        at = Changing(COMPANY)
        Change(kind, (number, number, number)).apply(at)
        if at.raw != COMPANY:
            return
    pytest.fail(f"{kind} changes nothing")


def test_a_change_that_is_not_written_down_is_noticed(both: Both) -> None:
    """Whatever it is that the models write down: when the models after them hear nothing of it, marts differ."""
    at = Changing(both.increments.raw)
    begun = with_versions_of_their_own_hours(both, at)
    for change in ONE_OF_EACH:
        if change.kind != "a visitor gone":  # it would hide that visitors lost events
            change.apply(at)
    give_visitors_away(at)
    at.raw["web_events"] = [event for event in at.raw["web_events"] if event["loaded_at"] != LATER_VERSION]
    expected = both.expected(at)
    unnoticed = []
    for what, instead in UNSAID.items():
        shutil.copy(begun, both.increments.database)
        both.increments.build(at.raw, instead=(instead,))
        if not both.differences(expected):
            unnoticed.append(what)
    assert unnoticed == []


# What is written down that changed (macros/incremental/changes.sql, unchanged.sql), and in which words it is not.
UNSAID = {
    entity: (f"'{entity}' as entity,", "'nobody' as entity,")
    for entity in (
        "visitor", "version_hour", "owner", "contact", "contact_conversion", "deal_conversion", "interaction", "campaign_contact",
        "relation", "raw_table",
    )
} | {"slices": ("as select * from found_slices", "as select * from found_slices where false")}  # fmt: skip


# When a version of an event was loaded whose older one is in an hour of its own, too.
LATER_VERSION = "2020-01-02 05:00:00"


def with_versions_of_their_own_hours(both: Both, at: Changing) -> Path:
    """A copy of the database after a build in which one event has two versions, of two visitors. When the later is gone, the
    older counts again: as all that there is in its hour of loading, in which nothing changed."""
    one, *_, other = [event for event in at.raw["web_events"] if event["event_type"] == "page_view"]
    one = one | {"event_id": "versions", "is_bot": None, "loaded_at": "2020-01-01 05:00:00"}
    at.raw["web_events"] += [one, one | {"visitor_id": other["visitor_id"], "loaded_at": LATER_VERSION}]
    both.increments.begin()
    both.increments.build(at.raw)
    return Path(shutil.copy(both.increments.database, both.increments.folder / "versions.duckdb"))


def give_visitors_away(at: Changing) -> None:
    """Web events come again as another visitor's, in an hour of loading that none was in before: only the new version says
    that the first visitor lost them. And visitors turn out to be somebody else, of whom no event changed."""
    events = at.raw["web_events"]
    unsaid = {event["visitor_id"] for event in events if not event["loaded_at"]}
    said = [event for event in events if event["visitor_id"] not in unsaid and readable(event["loaded_at"])]
    loaded = [datetime.fromisoformat(event["loaded_at"]) for event in said]
    new_hour = str(max(time for time in loaded if time < datetime.now()) + timedelta(hours=1))
    for number, (event, other) in enumerate(zip(said[::9], said[4::9], strict=False)):
        events.append(event | {"visitor_id": other["visitor_id"], "loaded_at": new_hour})
        contact_id = at.row("contacts", number)["contact_id"]
        at.raw["contact_visitors"].append(
            {
                "visitor_id": said[9 * number + 2]["visitor_id"],
                "contact_id": contact_id,
                "identified_at": event["loaded_at"],
            }
        )


def readable(time: str) -> bool:
    """Whether Python can read a time that has no offset."""
    try:
        return datetime.fromisoformat(time).tzinfo is None
    except ValueError:
        return False


class Company:
    """The company in a database that dbt builds, after changes of its raw data."""

    def __init__(self, folder: Path, both: Both, seed: int) -> None:
        self.folder, self.both, self.chance = folder, both, random.Random(seed)
        shutil.copy(both.increments.built, folder / "tributary.duckdb")
        self.at = Changing(both.increments.raw)
        self.variables = both.increments.variables | {"raw_path": str(folder / "raw")}

    def change(self) -> None:
        """Some changes."""
        for kind in self.chance.sample(list(KINDS), 12):
            Change(kind, tuple(self.chance.randrange(60) for _ in range(3))).apply(self.at)

    def build(self, *arguments: str) -> None:
        """dbt build, with the raw data of this moment."""
        write_raw(self.at.raw, self.folder / "raw", list(declared_columns()))
        must_pass(dbt("build", *WITHOUT_TESTS, *arguments, folder=self.folder, variables=self.variables))

    def differences(self) -> list[str]:
        """In what the marts are not those of a full refresh."""
        expected, marts = self.both.expected(self.at), built_marts(self.folder)
        return [d for mart in KEYS for d in differences(mart, expected[mart], marts[mart])]


def test_a_build_of_some_models_loses_nothing(both: Both, tmp_path: Path) -> None:
    """A selective build reads new events; the models that it left out have them by the next build."""
    company = Company(tmp_path, both, 77)
    selections = (
        "base_web_event_exceptions",
        "int_changed_web_events",
        "int_session_stretches int_visitor_contacts",
        "fct_journeys",
    )
    for selection in selections:
        company.change()
        company.build("--select", *selection.split())
    company.build()
    assert company.differences() == []


def test_a_full_refresh_of_some_models_is_followed_by_one_of_all(both: Both, tmp_path: Path) -> None:
    """What was built anew alone no longer says what changed, so the next build makes everything anew."""
    company = Company(tmp_path, both, 78)
    company.change()
    company.build("--full-refresh", "--select", "base_web_event_exceptions")
    company.build()
    assert company.differences() == []


def test_a_changed_var_or_model_is_named_and_needs_a_full_refresh(both: Both, tmp_path: Path) -> None:
    """Tables that were computed otherwise are never mixed with new rows."""
    company = Company(tmp_path, both, 79)
    company.variables["lookback_days"] = 30
    write_raw(company.at.raw, tmp_path / "raw", list(declared_columns()))
    process = dbt("build", *WITHOUT_TESTS, folder=tmp_path, variables=company.variables)
    assert process.returncode != 0
    assert "var lookback_days: null is now 30" in process.stdout
    assert "--full-refresh" in process.stdout
    company.build("--full-refresh")
    company.build()
