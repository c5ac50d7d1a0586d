"""Every cell of every mart against the reference implementation, on random companies, for several settings of the vars."""

from __future__ import annotations

from pathlib import Path

import pytest
from companies import companies
from comparison import RELAXED, SETTINGS, assert_same_marts
from harness import KEYS, PROJECT, Raw, Warehouse, read_raw
from hypothesis import given


def test_every_mart_is_compared() -> None:
    """All but the calendar, which says nothing of the data."""
    assert KEYS.keys() == {path.stem for path in (PROJECT / "models/marts").rglob("*.sql")} - {"dim_dates"}


def test_the_demo_company(tmp_path: Path) -> None:
    """The whole demo, which holds every planted case: cell by cell, and everything adds up."""
    assert_same_marts(read_raw(PROJECT / "seeds/demo"), Warehouse(tmp_path), {})


@pytest.mark.parametrize("name", SETTINGS)
def test_random_companies(name: str, tmp_path: Path) -> None:
    """Random companies: cell by cell, and everything adds up."""
    warehouse = Warehouse(tmp_path, SETTINGS[name])

    @RELAXED
    @given(companies())
    def check(raw: Raw) -> None:
        assert_same_marts(raw, warehouse, SETTINGS[name])

    check()
