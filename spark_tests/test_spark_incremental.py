"""On Spark, too, a build after any change of the raw data gives what a full refresh gives, and a killed one does no harm."""

from __future__ import annotations

import os
import signal
import time

import pytest
from harness import KEYS, WITHOUT_TESTS, Warehouse, declared_columns, write_raw
from spark_dbt import Project
from test_incremental import Company


@pytest.fixture(scope="module")
def full_refresh(tmp_path_factory) -> Warehouse:
    """The project's SQL on DuckDB, to be run on any raw data as a full refresh."""
    return Warehouse(tmp_path_factory.mktemp("full"))


class CompanyOnSpark(Company):
    """Raw data that change, built on Spark again and again."""

    def __init__(self, cluster, schema, folder, seed) -> None:
        super().__init__(folder, seed, {})
        self.project = Project(cluster, schema, folder / "spark", self.variables, increments=True)

    def write(self) -> None:
        """The raw data of this moment."""
        write_raw(self.raw, self.folder / "raw", list(declared_columns()))

    def build(self, *arguments: str) -> None:
        """dbt build on Spark, with the raw data of this moment."""
        self.write()
        self.project.dbt("build", *WITHOUT_TESTS, *arguments)

    def differences(self, full_refresh: Warehouse) -> list[str]:
        """In what the marts on Spark are not those of a full refresh on DuckDB."""
        full_refresh.run(self.raw)
        return self.project.differences({mart: full_refresh.rows(mart) for mart in [*KEYS, "dim_dates"]})


# Increments are off on Spark until this has passed (docs/adr/0012).
@pytest.mark.skipif(os.environ.get("TRIBUTARY_TEST_LONG") != "1", reason="TRIBUTARY_TEST_LONG=1 runs it")
def test_every_mart_equals_a_full_refresh_after_any_changes(cluster, full_refresh, tmp_path):
    """Two batches of changes in all raw tables; a dbt that is killed amid the second; and an executor that is."""
    company = CompanyOnSpark(cluster, "changing", tmp_path, seed=3)
    company.build()
    company.change()
    company.build()
    assert company.differences(full_refresh) == [], "after the first batch"
    assert_nothing_was_rebuilt(company)

    company.change()
    company.write()
    killed = company.project.started("build", *WITHOUT_TESTS)
    for line in killed.stdout:
        if "START" in line and "int_contact_events" in line:
            break
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    running = company.project.started("build", *WITHOUT_TESTS)
    time.sleep(20)
    before = cluster.executors()
    os.kill(before[0], signal.SIGKILL)
    said, _ = running.communicate()
    assert running.returncode == 0, said[-15000:]
    assert cluster.executors() != before
    assert company.differences(full_refresh) == [], "after a killed dbt and a killed executor"


def assert_nothing_was_rebuilt(company: CompanyOnSpark) -> None:
    """The last build was an increment: no reason to build anew was noted."""
    assert company.project.cluster.query("select * from changing_state.rebuild") == []
    compiled = company.project.folder / "target/run/tributary/models/marts/attribution/fct_journeys.sql"
    assert "rename to" in compiled.read_text(encoding="utf-8")
