"""Under each preset every mart is the reference's; and the order of the input, and a shorter lookback, do what they should."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from companies import companies, many_companies
from comparison import LONG, RELAXED, SETTINGS, assert_same_marts
from harness import KEYS, PROJECT, Raw, Warehouse, read_raw
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("preset", ["adobe", "marketo", "google_2023"])
def test_presets(preset: str, tmp_path: Path) -> None:
    """The demo and a few random companies, cell by cell, under each preset but the default."""
    variables: dict[str, object] = {"attribution_preset": preset}
    warehouse = Warehouse(tmp_path, variables)
    assert_same_marts(read_raw(PROJECT / "seeds/demo"), warehouse, variables)

    @settings(RELAXED, max_examples=4 if LONG else 2)
    @given(many_companies())
    def check(raw: Raw) -> None:
        assert_same_marts(raw, warehouse, variables)

    check()


def snapshot(warehouse: Warehouse) -> dict[str, list[str]]:
    """All marts as sorted text, to the last digit, but for when a row was quarantined."""
    return {
        mart: sorted(repr({k: v for k, v in row.items() if k != "detected_at"}) for row in warehouse.rows(mart))
        for mart in warehouse.marts
    }


def test_shuffled_input_gives_the_same_marts(tmp_path: Path) -> None:
    """No result depends on the order of the input, nor on anything but the input: the same twice, to the last digit."""
    warehouse = Warehouse(tmp_path, SETTINGS["strict"])
    warehouse.connection.execute("set threads = 4")  # whose order is nobody's

    @settings(RELAXED, max_examples=24 if LONG else 12)
    @given(companies(), st.randoms(use_true_random=False))
    def check(raw: Raw, order: random.Random) -> None:
        warehouse.run(raw)
        before = snapshot(warehouse)
        warehouse.run({table: order.sample(rows, len(rows)) for table, rows in raw.items()})
        assert snapshot(warehouse) == before

    check()


def test_a_shorter_lookback_never_adds_an_interaction(tmp_path: Path) -> None:
    """With the lookback shrunk, every journey is a part of what it was."""
    wide, narrow = Warehouse(tmp_path / "wide"), Warehouse(tmp_path / "narrow", {"lookback_days": 1})

    @settings(RELAXED, max_examples=8 if LONG else 4)
    @given(many_companies())
    def check(raw: Raw) -> None:
        journeys = []
        for warehouse in (wide, narrow):
            warehouse.run(raw)
            key = KEYS["fct_journeys"]
            journeys.append({tuple(row[column] for column in key) for row in warehouse.rows("fct_journeys")})
        assert journeys[1] <= journeys[0]

    check()
