"""What the tests share: one cluster, warm from the first test on, and the demo built on both engines."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import Cluster
from harness import WITHOUT_TESTS, built_marts, dbt, must_pass
from spark_dbt import Project


@pytest.fixture(scope="session", autouse=True)
def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where python_tests/harness.py keeps what several builds share."""
    os.environ["TRIBUTARY_TEST_SHARED"] = str(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The cluster; ended by process id when the tests are over, whatever happened, and also when they are told to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield cluster.start()
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def demo_folder_of_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt built the demo on DuckDB."""
    folder = tmp_path_factory.mktemp("demo_duckdb")
    must_pass(dbt("build", *WITHOUT_TESTS, folder=folder))
    return folder


@pytest.fixture(scope="session")
def demo_on_duckdb(demo_folder_of_duckdb: Path) -> dict:
    """The demo's marts on DuckDB: {mart: rows}."""
    return built_marts(demo_folder_of_duckdb, ignored=())


@pytest.fixture(scope="session")
def demo(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demo built on Spark, without its tests."""
    project = Project(cluster, "demo", tmp_path_factory.mktemp("demo_spark"))
    project.dbt("build", *WITHOUT_TESTS)
    return project
