"""Runs the dbt project on the tests' cluster, and compares its marts with those that DuckDB makes of the same raw data."""

from __future__ import annotations

import json
import os
import signal
from datetime import date, datetime
from pathlib import Path

from cluster import HOST, Cluster
from harness import KEYS, Row, differences, started_dbt

# What tells the rows apart of a mart that the reference does not have.
KEYS.setdefault("dim_dates", ["date_day"])

# Statements at once: a driver plans one on a core, while the executors run another.
THREADS = 3


class Project:
    """The project built into schemas of its own on the cluster. `folder` takes what dbt writes; `variables` are its vars,
    `table_format` that of its tables."""

    def __init__(
        self, cluster: Cluster, schema: str, folder: Path, variables: Row | None = None, table_format: str = "parquet"
    ) -> None:
        self.cluster, self.schema, self.folder, self.variables = cluster, schema, folder, variables or {}
        self.table_format = table_format

    def dbt(self, *arguments: str) -> str:
        """Runs dbt with the target spark; raises with what it said when it failed."""
        environment = {
            "TRIBUTARY_SPARK_METHOD": "thrift",
            "TRIBUTARY_SPARK_HOST": HOST,
            "TRIBUTARY_SPARK_PORT": str(self.cluster.thrift_port),
            "TRIBUTARY_SPARK_SCHEMA": self.schema,
            "TRIBUTARY_SPARK_FORMAT": self.table_format,
            "DBT_LOG_LEVEL_FILE": "debug",
        }
        arguments = (*arguments, "--target", "spark", "--threads", str(THREADS))
        options = {"folder": self.folder, "variables": self.variables, "environment": environment, "artifacts": True}
        process = started_dbt(*arguments, **options)
        try:
            said, _ = process.communicate()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        assert process.returncode == 0, said[-15000:]
        return said

    def rows(self, relation: str, like: list[Row]) -> list[Row]:
        """Rows of a relation in the types of other rows; Hive's protocol gives UTC timestamps and dates as text."""
        kinds = {name: type(cell) for row in like for name, cell in row.items() if cell is not None}

        def typed(name: str, cell: object) -> object:
            kind = kinds.get(name)
            return kind.fromisoformat(cell) if kind in (date, datetime) and isinstance(cell, str) else cell

        found = self.cluster.query(f"select * from {relation}")
        return [{name: typed(name, cell) for name, cell in row.items()} for row in found]

    def differences(self, expected: dict[str, list[Row]], part: str = "") -> list[str]:
        """In what the marts are not the expected ones, row by row: credits to 1e-9, everything else exactly.

        part: ending of the schema of other relations than marts; of those each column tells a row, but that of a raw row.
        """
        schema = self.schema + part
        relations = {row["tableName"] for row in self.cluster.query(f"show tables in {schema}")}
        found = [f"{mart} is on one engine only" for mart in relations ^ expected.keys()]
        for mart in sorted(relations & expected.keys()):
            rows = self.rows(f"{schema}.{mart}", expected[mart])
            if rows and expected[mart] and list(rows[0]) != list(expected[mart][0]):
                found.append(f"{mart}: other columns, or in another order")
            ignored = ("detected_at", "raw_row") if mart == "quarantine" else ()
            if part:
                KEYS[mart] = [name for name in (expected[mart] or [{}])[0] if not name.startswith("raw_")]
                ignored = ("raw_row", "raw_record", "raw_line")
            found += differences(mart, expected[mart], rows, ignored=ignored)
            if mart == "quarantine":
                found += raw_rows_that_differ(expected[mart], rows)
        return found


def raw_rows_that_differ(expected: list[Row], found: list[Row]) -> list[str]:
    """Quarantined rows are the same JSON values, of whatever spelling."""

    def values(rows: list[Row]) -> list[str]:
        return sorted(json.dumps([row["raw_table"], row["reason"], json.loads(row["raw_row"])]) for row in rows)

    return [
        f"quarantine: {a} on DuckDB, {b} on Spark"
        for a, b in zip(values(expected), values(found), strict=False)
        if a != b
    ]
