"""Runs the dbt project on given raw data, and compares its marts with the reference implementation's.

Two ways to run: `dbt()` calls the real command; `Warehouse` takes the SQL that dbt compiled and executes it again and again on
other raw data, without dbt's fixed cost, so that hundreds of random companies can be compared.
"""

from __future__ import annotations

import csv
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import yaml

PROJECT = Path(__file__).resolve().parent.parent

Row = dict[str, object]
Raw = dict[str, list[dict[str, "str | None"]]]


def dbt_command(*arguments: str, folder: Path, variables: Row | None = None) -> tuple[list[str], dict[str, str]]:
    """A call of dbt as `dbt()` makes it: the command, and its environment."""
    command = [sys.executable, "-m", "dbt.cli.main", *arguments, "--target-path", str(folder / "target")]
    command += ["--log-path", str(folder / "logs"), "--vars", yaml.safe_dump(variables or {}, sort_keys=False)]
    environment = os.environ | {
        "TRIBUTARY_DATABASE": str(folder / "tributary.duckdb"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
    }
    return command, environment


def dbt(
    *arguments: str, folder: Path, variables: Row | None = None, project: Path = PROJECT
) -> subprocess.CompletedProcess:
    """Runs dbt on the project; database, logs and target go to `folder`. Returns the finished process, failed or not."""
    command, environment = dbt_command(*arguments, folder=folder, variables=variables)
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def started_dbt(
    *arguments: str,
    folder: Path,
    variables: Row | None = None,
    environment: dict[str, str] | None = None,
    module: list[str] | None = None,
    **options: object,
) -> subprocess.Popen[str]:
    """The same without waiting, in a process group of its own.

    `environment` is added to; `module` is what Python runs instead of `-m dbt.cli.main`; `options` are those of Popen.
    """
    command, usual = dbt_command(*arguments, folder=folder, variables=variables)
    if module:
        command[1:3] = module
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | options
    environment = usual | (environment or {})
    return subprocess.Popen(command, cwd=PROJECT, env=environment, text=True, start_new_session=True, **options)


def must_pass(process: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    """Raises with dbt's own output when a dbt run failed."""
    assert process.returncode == 0, process.stdout[-12000:] + process.stderr[-2000:]
    return process


def declared_columns() -> dict[str, list[str]]:
    """Columns of every raw table, as models/staging/_raw__sources.yml declares them."""
    declaration = yaml.safe_load((PROJECT / "models/staging/_raw__sources.yml").read_text(encoding="utf-8"))
    return {
        table["name"]: [column["name"] for column in table["columns"]] for table in declaration["sources"][0]["tables"]
    }


def write_raw(raw: Raw, folder: Path, tables: list[str] | None = None) -> None:
    """Writes raw tables as <table>.csv with all declared columns; of `tables`, those that `raw` lacks get a header alone."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = declared_columns()
    for table in tables or raw:
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns[table], lineterminator="\n")
            writer.writeheader()
            writer.writerows(raw.get(table, []))


def read_raw(folder: Path) -> Raw:
    """Reads <table>.csv files as the reference wants them: cells as text, empty ones as None."""
    raw: Raw = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            raw[path.stem] = [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    return raw


class Warehouse:
    """The project's compiled SQL on a database in memory, run anew for every company.

    `folder` keeps dbt's output and the raw CSV files; `variables` are the vars of this compilation, to which are added those
    that find the raw files and let any share of them be bad.
    """

    def __init__(self, folder: Path, variables: Row | None = None) -> None:
        self.raw_folder = folder / "raw"
        self.tables = list(declared_columns())
        write_raw({}, self.raw_folder, self.tables)
        self.variables = {"max_quarantine_share": 1} | (variables or {}) | {"raw_path": str(self.raw_folder)}
        must_pass(dbt("build", "--exclude-resource-type", "test", "unit_test", folder=folder, variables=self.variables))
        manifest = json.loads((folder / "target/manifest.json").read_text(encoding="utf-8"))
        self.models = in_order([n for n in manifest["nodes"].values() if n["resource_type"] == "model"])
        self.views_with_other_sql: dict[str, str] = {}
        self.marts = [n["name"] for n in self.models if n["path"].startswith("marts/")]
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'; set threads = 2; attach ':memory:' as tributary")
        self.connection.execute(f"attach '{folder / 'tributary.duckdb'}' as built (read_only)")
        self.connection.execute("copy from database built to tributary; detach built")

    def run(self, raw: Raw, instead: dict[str, str] | None = None) -> None:
        """Replaces the raw data and rebuilds every table, with other SQL for some models; views follow by themselves."""
        instead = instead or {}
        write_raw(raw, self.raw_folder, self.tables)
        for node in self.models:
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            if kind != "view" or node["name"] in instead | self.views_with_other_sql:
                code = instead.get(node["name"], node["compiled_code"])
                self.connection.execute(f"create or replace {kind} {node['relation_name']} as {code}")
        self.views_with_other_sql = instead

    def rows(self, mart: str) -> list[Row]:
        """All rows of a mart."""
        return fetch(self.connection, f"select * from tributary.main.{mart}")


def in_order(nodes: list[dict]) -> list[dict]:
    """Manifest nodes, each after those that it depends on."""
    waiting = {node["unique_id"]: node for node in nodes}
    ordered: list[dict] = []
    while waiting:
        ready = [n for n in waiting.values() if not any(parent in waiting for parent in n["depends_on"]["nodes"])]
        ordered += ready
        for node in ready:
            del waiting[node["unique_id"]]
    return ordered


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Rows of a query as dicts."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def built_marts(folder: Path, ignored: tuple[str, ...] = ("detected_at",)) -> dict[str, list[Row]]:
    """All rows of all marts that `dbt()` built in a folder, in a fixed order, without some columns."""
    with duckdb.connect(folder / "tributary.duckdb", read_only=True) as connection:
        marts = connection.execute("select table_name from information_schema.tables where table_schema = 'main'")
        rows = {mart: fetch(connection, f"select * from main.{mart}") for (mart,) in marts.fetchall()}
    return {
        mart: sorted(({k: v for k, v in row.items() if k not in ignored} for row in found), key=repr)
        for mart, found in rows.items()
    }


# An e-mail address, percent-encoded or not.
ADDRESS = re.compile(r"[\w.+-]+(@|%40)[\w-]+(\.[\w-]+)+", re.IGNORECASE)


def leaked_addresses(folder: Path) -> set[tuple[str, str, str]]:
    """Mart, column and cell of every text with an e-mail address in the marts that `dbt()` built in a folder (SPEC: none)."""
    return {
        (mart, column, cell)
        for mart, rows in built_marts(folder, ignored=()).items()
        for row in rows
        for column, cell in row.items()
        if isinstance(cell, str) and ADDRESS.search(cell)
    }


# What tells the rows of a mart apart. Every mart of the reference is here.
KEYS = {
    "quarantine": ["raw_table", "row_key", "reason", "raw_row"],
    "fct_sessions": ["session_id"],
    "fct_interactions": ["interaction_id"],
    "bridge_interaction_campaigns": ["interaction_id", "campaign_id"],
    "fct_journeys": ["conversion_type", "conversion_id", "interaction_id"],
    "fct_attribution": ["conversion_type", "conversion_id", "interaction_id", "attribution_model"],
    "bridge_interaction_positions": ["conversion_type", "conversion_id", "interaction_id", "position"],
    "rpt_attribution_by_campaign": ["conversion_type", "attribution_model", "campaign_id"],
    "rpt_attribution_by_source": ["conversion_type", "attribution_model", "interaction_source"],
    "rpt_attribution_by_interaction_type": ["conversion_type", "attribution_model", "interaction_type"],
    "rpt_attribution_by_asset": ["conversion_type", "attribution_model", "asset_type", "asset_id"],
    "rpt_model_comparison": ["conversion_type", "campaign_id"],
    "rpt_campaign_influences": ["campaign_id", "contact_id", "asset_type", "asset_id"],
    "rpt_campaign_performance": ["campaign_id"],
    "rpt_campaign_performance_daily": ["campaign_id", "date"],
    "rpt_attribution": ["conversion_type", "conversion_id", "interaction_id", "attribution_model"],
    "explain_attribution": ["conversion_type", "conversion_id", "interaction_id", "attribution_model"],
    "rpt_conversion_audit": ["conversion_type", "conversion_id"],
    "rpt_reconciliation": ["conversion_type", "attribution_model"],
    "dim_contacts": ["contact_id"],
    "dim_companies": ["company_id"],
    "dim_deals": ["deal_id"],
    "dim_campaigns": ["campaign_id"],
    "dim_assets": ["asset_type", "asset_id"],
}


def differences(mart: str, expected: list[Row], actual: list[Row], ignored: tuple[str, ...] = ()) -> list[str]:
    """Every cell in which two versions of a mart differ, in words; money, ids and times exactly, doubles to 1e-9.

    Compares the columns of `expected`; rows are matched by the mart's key, as a multiset.
    """
    key = KEYS[mart]

    def keyed(rows: list[Row]) -> dict[tuple, Row]:
        seen: Counter = Counter()
        result = {}
        for row in sorted(rows, key=lambda row: repr([row[column] for column in key])):
            identity = tuple(row[column] for column in key)
            result[identity, seen[identity]] = row
            seen[identity] += 1
        return result

    left, right = keyed(expected), keyed(actual)
    found = [
        f"{mart}{identity[0]}: row only in {side}"
        for side, one, other in (("reference", left, right), ("dbt", right, left))
        for identity in one
        if identity not in other
    ]
    for identity, row in left.items():
        for column, value in row.items():
            if identity in right and column not in ignored and not same(value, right[identity][column]):
                found.append(f"{mart}{identity[0]}.{column}: reference {value!r}, dbt {right[identity][column]!r}")
    return found


def same(left: object, right: object) -> bool:
    """Whether two cells are equal: doubles to 1e-9, everything else exactly (Decimals by value)."""
    if isinstance(left, float) or isinstance(right, float):
        return left is not None and right is not None and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return left is not None and right is not None and Decimal(left) == Decimal(right)
    return left == right
