"""The same raw data give the same marts on DuckDB and on Spark, row for row: ids, times and money exactly, credits to 1e-9."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from changes import ONE_OF_EACH, Changing
from companies import several
from harness import WITHOUT_TESTS, Raw, Row, built_marts, dbt, declared_columns, must_pass, write_raw
from spark_dbt import Project

LONG = os.environ.get("TRIBUTARY_TEST_LONG") == "1"

# Settings under which sessions, sources and journeys are told otherwise than by default.
OTHER_VARS = {
    "max_quarantine_share": 1,
    "session_breaks_on_new_source": True,
    "lookback_days": 20,
    "max_interactions_per_conversion": 4,
    "site_domains": ["shop.example"],
    "null_rule": "oldest_contact",
}


def test_the_demo_is_the_same(demo, demo_on_duckdb):
    assert demo.differences(demo_on_duckdb) == []


def test_the_share_of_quarantined_rows_is_asked_for(demo):
    """The hook that would fail the build (python_tests/test_inputs.py) runs here, too."""
    log = (demo.folder / "logs/dbt.log").read_text(encoding="utf-8")
    assert "ranked.reason as commonest_reason" in log


def test_the_demo_passes_every_data_test_and_unit_test(demo):
    """On Spark itself, what dispatched macros must give on both engines above all."""
    demo.dbt("test")


@pytest.mark.parametrize("form", ["parquet", "csv"] if LONG else ["parquet"])
def test_random_companies_are_the_same(form, cluster, tmp_path):
    """Ten companies of the reference's tests at once, from files of either form; the demo is of CSV files, too. One of
    the two executors is killed amid the build from Parquet files: it ends well all the same, or else the next one does.
    Then every kind of change comes at once, by tables of a schema, and an increment gives what DuckDB makes from nothing."""
    raw = several(range(100, 110) if form == "parquet" else range(200, 210))
    variables = OTHER_VARS if form == "parquet" else {"max_quarantine_share": 1}
    by_path = variables | {"raw_path": write_files(raw, form, tmp_path / "before")}
    project = Project(cluster, f"companies_{form}", tmp_path / "spark", by_path)
    with ThreadPoolExecutor() as pool:
        on_duckdb = pool.submit(built_on_duckdb, tmp_path / "before", by_path)
        if form == "parquet":
            build_though_an_executor_dies(project)
        else:
            project.dbt("build", *WITHOUT_TESTS)
    assert project.differences(on_duckdb.result()) == []

    by_path = variables | {"raw_path": write_files(changed_in_every_way(raw), "parquet", tmp_path / "after")}
    cluster.query(f"create schema raw_{form}")
    for file in (tmp_path / "after/parquet").iterdir():
        cluster.query(f"create table raw_{form}.{file.stem} as select * from parquet.`{file}`")
    project.variables = variables | {"raw_schema": f"raw_{form}"}
    with ThreadPoolExecutor() as pool:
        on_duckdb = pool.submit(built_on_duckdb, tmp_path / "after", by_path)
        project.dbt("build", *WITHOUT_TESTS)
    stretches = tmp_path / "spark/target/compiled/tributary/models/intermediate/sessions/int_session_stretches.sql"
    assert "earlier_visitors" in stretches.read_text(encoding="utf-8"), (
        "an increment alone asks what was before its slices"
    )
    assert project.differences(on_duckdb.result()) == []
    staged = built_marts(tmp_path / "after/duckdb", ignored=(), schema="main_staging")
    assert len(staged) > len(declared_columns())
    assert project.differences(staged, part="_staging") == []


def test_an_increment_is_merged_where_the_format_takes_it(cluster, tmp_path):
    """Four companies in tables that take `merge` (jvm/merging_format.scala), every kind of change at once, and an increment:
    DuckDB makes the same from nothing. No table is dropped for it, so that readers find each at every moment."""
    raw = several(range(106, 110))
    variables = OTHER_VARS | {"raw_path": write_files(raw, "parquet", tmp_path / "before")}
    project = Project(cluster, "merged", tmp_path / "spark", variables, table_format="delta")
    project.dbt("build", *WITHOUT_TESTS)
    made = marts_made_at(project)
    assert {"fct_journeys", "rpt_attribution_by_campaign"} <= made.keys()
    project.variables |= {"raw_path": write_files(changed_in_every_way(raw), "parquet", tmp_path / "after")}
    with ThreadPoolExecutor() as pool:
        on_duckdb = pool.submit(built_on_duckdb, tmp_path / "after", project.variables)
        project.dbt("build", *WITHOUT_TESTS)
    assert project.differences(on_duckdb.result()) == []
    assert marts_made_at(project) == made
    log = (project.folder / "logs/dbt.log").read_text(encoding="utf-8")
    assert "merge into merged.fct_journeys" in log


def changed_in_every_way(raw: Raw) -> Raw:
    """Raw tables after a change of every kind."""
    at = Changing(raw)
    for change in ONE_OF_EACH:
        change.apply(at)
    at.raw["campaign_keywords"].append({"campaign_id": at.raw["campaigns"][0]["campaign_id"], "keyword": "Brand "})
    return at.raw


def marts_made_at(project: Project) -> dict[str, str]:
    """When each mart that an increment keeps was made, as the catalog says."""
    rows = project.cluster.query(f"show table extended in {project.schema} like '*'")
    kept = {row["tableName"]: row["information"] for row in rows if "Provider: delta" in row["information"]}
    return {
        name: next(line for line in information.splitlines() if line.startswith("Created Time"))
        for name, information in kept.items()
        if name not in ("dim_dates", "quarantine")
    }


def write_files(raw: Raw, form: str, folder: Path) -> str:
    """Writes raw tables as files of this form, all cells text; returns the folder that they are in."""
    write_raw(raw, folder / "csv", list(declared_columns()))
    if form == "parquet":
        (folder / "parquet").mkdir()
        for table in declared_columns():
            duckdb.sql(f"from read_csv('{folder}/csv/{table}.csv', all_varchar = true)").write_parquet(
                f"{folder}/parquet/{table}.parquet"
            )
    return str(folder / form)


def built_on_duckdb(folder: Path, variables: Row) -> dict[str, list[Row]]:
    """The marts that DuckDB makes from nothing, in <folder>/duckdb."""
    must_pass(dbt("build", *WITHOUT_TESTS, folder=folder / "duckdb", variables=variables))
    return built_marts(folder / "duckdb", ignored=())


def build_though_an_executor_dies(project: Project, seconds: float = 60) -> None:
    """Builds, with one executor killed so many seconds after dbt has started; where that fails the build, once more."""
    before = set(project.cluster.executors())
    assert len(before) == 2
    timer = threading.Timer(seconds, os.kill, (min(before), signal.SIGKILL))
    timer.start()
    try:
        project.dbt("build", *WITHOUT_TESTS)
        outcome = "the build ended well"
    except AssertionError:
        project.dbt("build", *WITHOUT_TESTS)
        outcome = "the build failed, and the next one ended well"
    assert timer.finished.is_set(), "the build was over before an executor was killed"
    assert min(before) not in project.cluster.executors()
    print(f"One executor of two was killed: {outcome}.")
