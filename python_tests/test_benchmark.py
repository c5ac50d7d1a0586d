"""The benchmark's parts that need neither Polars nor pandas; `make bench EVENTS=20000` is the check of the whole."""

from __future__ import annotations

import sys
from pathlib import Path

import bench
import duckdb
import pytest
from bench import Tributary, differences, link_raw
from core_rules import TABLES
from generate import generate
from report import put_on_page


@pytest.fixture(scope="module")
def tributary(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tributary, list[dict]]:
    """The project built from the tables of the core, and what each node took."""
    folder = tmp_path_factory.mktemp("bench")
    generate(folder / "raw", 20_000)
    core = Tributary(folder / "core", link_raw(folder / "raw", folder / "core_raw", TABLES), memory_limit=None)
    return core, core.build("--full-refresh")[1]


@pytest.fixture(scope="module")
def plain(tributary: tuple[Tributary, list[dict]]) -> Path:
    """What the plain SQL makes of the same tables."""
    folder = tributary[0].folder.parent
    (folder / "sql").mkdir()
    program = bench.PROGRAMS / "core_sql.py"
    bench.measured([sys.executable, program, folder / "core_raw", folder / "sql"], folder / "output.txt")
    return folder / "sql"


def test_every_model_is_measured(tributary: tuple[Tributary, list[dict]]) -> None:
    models = {path.stem for path in (bench.PROJECT / "models").rglob("*.sql") if "custom" not in path.parts}
    measured = {node["node"]: node for node in tributary[1]}
    assert models <= measured.keys()
    assert all(measured[model]["cpu_seconds"] > 0 and measured[model]["wall_seconds"] > 0 for model in models)


def test_plain_sql_gives_tributarys_results(tributary: tuple[Tributary, list[dict]], plain: Path) -> None:
    assert differences(tributary[0].database, plain) == []


@pytest.mark.parametrize(
    "file, change",
    [
        ("by_campaign", "select * replace (credits + if(row_number() over () = 1, 2e-6, 0) as credits) from rows"),
        ("by_campaign", "select * from rows where campaign_id <> '(no campaign)'"),
        ("by_campaign", "from rows union all (select * replace ('another' as campaign_id) from rows limit 1)"),
        ("by_interaction_type", "select * replace (attributed_revenue + 0.01 as attributed_revenue) from rows"),
        ("by_interaction_type", "select * replace (conversions + 1 as conversions) from rows"),
        ("session_totals", "select * replace (seconds + 1 as seconds) from rows"),
    ],
)
def test_other_results_are_noticed(
    tributary: tuple[Tributary, list[dict]], plain: Path, tmp_path: Path, file: str, change: str
) -> None:
    for path in plain.glob("*.parquet"):
        rows = f"with rows as (from '{path}') {change if path.stem == file else 'from rows'}"
        duckdb.execute(f"copy ({rows}) to '{tmp_path / path.name}' (format parquet)")
    (problem,) = differences(tributary[0].database, tmp_path)
    assert file in problem or "sessions" in problem


def test_a_program_that_fails_stops_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        bench.measured([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path / "output.txt")


def test_tables_replace_those_of_the_same_number_of_events(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- results of 10 events -->\nold\n<!-- end of 10 events -->\nb\n", encoding="utf-8")
    assert put_on_page("new", 10, page)
    assert not put_on_page("other", 11, page)
    assert page.read_text(encoding="utf-8") == "a\n<!-- results of 10 events -->\n\nnew\n<!-- end of 10 events -->\nb\n"
