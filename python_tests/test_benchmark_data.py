"""The data of the benchmark: the same in every run, skewed as they say, and fit to build from."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from generate import DAYS, generate, generate_day
from harness import dbt, declared_columns, must_pass

EVENTS = 30_000


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with all raw tables."""
    folder = tmp_path_factory.mktemp("benchmark") / "raw"
    generate(folder, EVENTS)
    return folder


def rows(folder: Path, table: str, query: str) -> list[tuple]:
    """A query on a raw table, which it calls rows."""
    files = folder / table / "*.parquet" if (folder / table).is_dir() else folder / f"{table}.parquet"
    return duckdb.sql(f"with rows as (from '{files}') {query}").fetchall()


def test_every_raw_table_is_there(raw: Path) -> None:
    assert {path.stem for path in raw.iterdir()} == declared_columns().keys()


def test_the_same_number_gives_the_same_rows(raw: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", EVENTS)
    for table in declared_columns():
        first, again = (rows(folder, table, "from rows order by all") for folder in (raw, tmp_path / "again"))
        assert first == again, table


def test_a_folder_with_something_in_it_is_left_alone(raw: Path) -> None:
    with pytest.raises(SystemExit, match="is not empty"):
        generate(raw, EVENTS)


def test_events_are_skewed_and_some_come_twice(raw: Path) -> None:
    (count, distinct), *_ = rows(raw, "web_events", "select count(*), count(distinct event_id) from rows")
    assert abs(count / EVENTS - 1) < 0.05
    assert 0.02 < 1 - distinct / count < 0.04
    shares = rows(raw, "web_events", f"select count(*) / {count} from rows group by visitor_id order by 1 desc limit 4")
    assert min(shares) > (0.005,)
    sizes = rows(raw, "deal_contacts", "select count(*) from rows group by deal_id")
    assert (min(sizes), len(set(sizes)) > 4) == ((1,), True)


def test_a_day_adds_events_that_were_not_there_and_some_of_long_before(raw: Path, tmp_path: Path) -> None:
    """As many as a hundredth of the history; two days share none; the same day gives the same rows."""
    for folder, day in ((tmp_path, 1), (tmp_path, 2), (tmp_path / "again", 1)):
        (folder / "web_events").mkdir(parents=True, exist_ok=True)
        generate_day(folder, EVENTS, day)
    first, again = (f"'{folder}/web_events/day_001.parquet'" for folder in (tmp_path, tmp_path / "again"))
    assert duckdb.sql(f"from {first} order by all").fetchall() == duckdb.sql(f"from {again} order by all").fetchall()
    assert (
        duckdb.sql(f"describe from {first}").fetchall()
        == duckdb.sql(f"describe from '{raw}/web_events/*.parquet'").fetchall()
    )
    query = f"""
        with history as (from '{raw}/web_events/*.parquet'), days as (from '{tmp_path}/web_events/*.parquet'), day as (from {first})
        select
            (select count(*) from day) / (select count(*) from history),
            (select count(distinct event_id) from days) + (select count(distinct event_id) from history),
            (select count(distinct event_id) from (from days union all from history)),
            (select count(*) from day where occurred_at < timestamp '2024-01-01' + to_days({DAYS - 1})),
            (select min(loaded_at) >= timestamp '2024-01-01' + to_days({DAYS}) from day)
    """
    ((share, apart, together, late, is_loaded_then),) = duckdb.sql(query).fetchall()
    assert 0.005 < share < 0.02
    assert apart == together
    assert late > 0
    assert is_loaded_then


def test_the_project_builds_from_it(raw: Path, tmp_path: Path) -> None:
    """All data tests pass, and the usual share of bad rows is enough."""
    must_pass(dbt("build", "--exclude-resource-type", "unit_test", folder=tmp_path, variables={"raw_path": str(raw)}))
    with duckdb.connect(tmp_path / "tributary.duckdb", read_only=True) as connection:
        empty = [
            mart
            for (mart,) in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'main'"
            ).fetchall()
            if not connection.execute(f"select count(*) from {mart}").fetchone()[0]
        ]
    assert empty == []
