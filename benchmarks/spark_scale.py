#!/usr/bin/env python3
"""Builds raw tables of any size on a Spark cluster on this machine, and says what its stages took.

    .venv/bin/python benchmarks/generate.py FOLDER/raw --events 1000000
    PYTHONPATH=spark_tests:python_tests .venv-spark/bin/python benchmarks/spark_scale.py FOLDER --day 1000000 --compare

All else in FOLDER is made anew. Prints a table of dbt's slowest models and one of Spark's slowest stages: of which model, the
time of all their tasks and of the longest beside the median, what was shuffled, and what was spilled to disk. With --day, which
says how many events the raw tables were made with, it then builds a day more, as `make bench` does. With --compare, DuckDB
builds the same from nothing at the end, and a last table says how many rows of each mart differ.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from cluster import Cluster
from harness import KEYS, WITHOUT_TESTS, dbt, must_pass
from spark_dbt import Project

SETTINGS = {"spark.ui.enabled": "true", "spark.ui.retainedStages": "100000", "spark.sql.shuffle.partitions": "16"}
SETTINGS |= {"spark.executor.extraJavaOptions": "-XX:+UseParallelGC"}
# As Spark is by default: what the tests do without is worth its cost here.
SETTINGS |= {"spark.sql.codegen.wholeStage": "true", "spark.sql.codegen.factoryMode": "FALLBACK"}
SETTINGS |= {"spark.sql.adaptive.enabled": "true"}
MB = 1_000_000

# Views of fct_journeys, a row or more for each of its credits: tens of millions, in which nothing is that is not there.
UNFOLDED = {"fct_attribution", "rpt_attribution", "explain_attribution", "bridge_interaction_positions"}


def seconds_of_cpu(cluster: Cluster) -> float:
    """CPU time of all processes of the cluster and of their children, since they started."""
    ids = [process.pid for process in cluster.processes.values()] + cluster.executors()
    ticks = (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13] for process in ids)
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def build(project: Project) -> None:
    """Builds, and prints what it took and which models took longest."""
    began, cpu_before = time.monotonic(), seconds_of_cpu(project.cluster)
    project.dbt("build", *WITHOUT_TESTS)
    print(f"Built in {time.monotonic() - began:.0f} s, {seconds_of_cpu(project.cluster) - cpu_before:.0f} s of CPU.\n")
    print("| model | seconds |\n|---|---|", *slowest_models(project.folder), sep="\n")


def slowest_models(folder: Path, count: int = 12) -> list[str]:
    """Rows of a table: model, seconds."""
    results = json.loads((folder / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    models = sorted(results, key=lambda result: -result["execution_time"])[:count]
    return [f"| {model['unique_id'].split('.')[-1]} | {model['execution_time']:.0f} |" for model in models]


def slowest_stages(cluster: Cluster, count: int = 12) -> list[str]:
    """Rows of a table: model, tasks, seconds of all tasks, of the median and the longest one, MB shuffled and spilled."""
    rows = []
    stages = sorted(cluster.rest("stages?status=complete"), key=lambda stage: -stage["executorRunTime"])
    for stage in stages[:count]:
        path = f"stages/{stage['stageId']}/{stage['attemptId']}/taskSummary?quantiles=0.5,1.0"
        median, longest = (milliseconds / 1000 for milliseconds in cluster.rest(path)["executorRunTime"])
        # A stage is described by its statement, at whose head dbt says of which model it is.
        model = re.search(r'"node_id": "[^"]*?([^".]+)"', stage.get("description", ""))
        figures = [stage["shuffleReadBytes"] / MB, stage["shuffleWriteBytes"] / MB, stage["diskBytesSpilled"] / MB]
        rows.append(
            f"| {model[1] if model else ''} | {stage['numTasks']} | {stage['executorRunTime'] / 1000:.0f} | {median:.1f} | {longest:.1f} | "
            + " | ".join(f"{figure:.0f}" for figure in figures)
            + " |"
        )
    total = [
        sum(stage[name] for stage in stages) for name in ("executorRunTime", "shuffleWriteBytes", "diskBytesSpilled")
    ]
    rows.append(f"| all {len(stages)} | | {total[0] / 1000:.0f} | | | | {total[1] / MB:.0f} | {total[2] / MB:.0f} |")
    return rows


def differences(project: Project, database: Path) -> list[str]:
    """Rows of a table: mart, rows on DuckDB, rows that Spark does not have alike: doubles to 1e-9, everything else exactly.

    The tests compare in Python (spark_dbt.py), and say which cell; it would not hold millions of rows.
    """
    found = []
    with duckdb.connect(database, read_only=True) as connection:
        for mart in sorted(KEYS.keys() - UNFOLDED):
            spark = project.folder / mart
            project.cluster.query(
                f"insert overwrite directory '{spark}' using parquet select * from {project.schema}.{mart}"
            )
            columns = connection.sql(f"select column_name, data_type from duckdb_columns() where table_name = '{mart}'")
            types = {name: kind for name, kind in columns.fetchall() if name not in ("raw_row", "detected_at")}
            # Of rows with one key (in quarantine alone) each is compared with one: they differ in nothing that is compared.
            key = [name for name in KEYS[mart] if name in types]
            numbered = f"select *, row_number() over (partition by {', '.join(key)}) as copy from"
            same_key = " and ".join(f"ours.{name} is not distinct from theirs.{name}" for name in [*key, "copy"])
            unlike = " or ".join(
                f"abs(ours.{name} - theirs.{name}) > 1e-9 * greatest(1, abs(ours.{name}))"
                f" or (ours.{name} is null) <> (theirs.{name} is null)"
                if kind == "DOUBLE"
                else f"ours.{name} is distinct from theirs.{name}"
                for name, kind in types.items()
            )
            counts = connection.sql(f"""
                select count(ours.copy), count(*) filter (where ours.copy is null or theirs.copy is null or {unlike})
                from ({numbered} {mart}) as ours
                full join ({numbered} '{spark}/*.parquet') as theirs on {same_key}
            """).fetchall()[0]
            found.append(f"| {mart} | {counts[0]} | {counts[1]} |")
    return found


def main() -> None:
    """Builds, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--day", metavar="EVENTS")
    parser.add_argument("--compare", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    for made in ("cluster", "dbt", "duckdb"):
        shutil.rmtree(folder / made, ignore_errors=True)
        (folder / made).mkdir()
    cluster = Cluster(folder / "cluster", SETTINGS)
    try:
        cluster.start()
        project = Project(cluster, "main", folder / "dbt", {"raw_path": str(folder / "raw"), "max_quarantine_share": 1})
        build(project)
        print("\n| model | tasks | s, all tasks | median task | longest task | MB read | MB shuffled | MB spilled |")
        print("|---|---|---|---|---|---|---|---|", *slowest_stages(cluster), sep="\n")
        if arguments.day:
            generate = [sys.executable, str(Path(__file__).with_name("generate.py")), str(folder / "raw")]
            subprocess.run([*generate, "--events", arguments.day, "--day", "1"], check=True)
            print("\nA day more:")
            build(project)
        if arguments.compare:
            os.environ["TRIBUTARY_TEST_SHARED"] = str(folder / "duckdb")
            must_pass(dbt("build", *WITHOUT_TESTS, folder=folder / "duckdb", variables=project.variables))
            print("\n| mart | rows | rows that differ |", "|---|---|---|", sep="\n")
            print(*differences(project, folder / "duckdb/tributary.duckdb"), sep="\n")
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
