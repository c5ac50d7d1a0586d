"""Runs the dbt project on given raw data, and compares its marts with the reference implementation's.

Two ways to run: `dbt()` runs the real command, from a process that has it loaded; `Warehouse` takes the SQL that dbt compiled
and executes it again and again on other raw data, without dbt's fixed cost, so that hundreds of random companies can be compared.
"""

from __future__ import annotations

import csv
import fcntl
import functools
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
import yaml

PROJECT = Path(__file__).resolve().parent.parent

# Arguments of a build of seeds and models alone.
WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")

Row = dict[str, object]
Raw = dict[str, list[dict[str, "str | None"]]]


def dbt_command(
    *arguments: str, folder: Path, variables: Row | None = None, artifacts: bool = False
) -> tuple[list[str], dict[str, str]]:
    """A call of dbt as `dbt()` makes it: its arguments, and its environment.

    The folder is dbt's home, and raw_path and the database are said from there: what dbt is told is then the same in every
    folder, so that one may take over what another has parsed.
    """
    variables = dict(variables or {})
    if isinstance(variables.get("raw_path"), str):
        variables["raw_path"] = re.sub(f"^{re.escape(str(folder))}(?=/)", "~", variables["raw_path"])
    command = [*arguments, "--target-path", str(folder / "target")]
    command += ["--log-path", str(folder / "logs"), "--vars", yaml.safe_dump(variables, sort_keys=False)]
    environment = os.environ | {
        "HOME": str(folder),
        "TRIBUTARY_DATABASE": "~/tributary.duckdb",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_WRITE_JSON": str(artifacts),
    }
    return command, environment


@functools.cache
def loaded_dbt() -> subprocess.Popen[str]:
    """dbt, loaded (loaded_dbt.py). It ends with this process, which alone can ask it."""
    command = [sys.executable, str(PROJECT / "python_tests/loaded_dbt.py")]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def dbt(
    *arguments: str,
    folder: Path,
    variables: Row | None = None,
    project: Path = PROJECT,
    artifacts: bool = False,
    environment: dict[str, str] | None = None,
    killed_at: int = 0,
    instead: Iterable[tuple[str, str]] = (),
) -> subprocess.CompletedProcess[str]:
    """Runs dbt on the project; database, logs and target go to `folder`. Returns the finished process, failed or not.

    artifacts: whether it writes manifest.json and the like. environment: what is added to the usual one.
    killed_at: the statement before which it kills itself. instead: texts in statements, and what is sent instead.
    """
    command, usual = dbt_command(*arguments, folder=folder, variables=variables, artifacts=artifacts)
    parsed = folder / "target/partial_parse.msgpack"
    told = hashlib.sha256(repr((str(project), command[-1])).encode()).hexdigest()
    shared = shared_folder() / f"{told}.msgpack"
    if shared.exists() and not parsed.exists():
        parsed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shared, parsed)
    with tempfile.TemporaryDirectory() as texts:
        output = [f"{texts}/stdout", f"{texts}/stderr"]
        asked = {
            # Another project may be edited between two runs, and another environment may mean another profile: both are read anew.
            "read_as": told if project == PROJECT and not environment else None,
            "arguments": command,
            "project": str(project),
            "environment": usual | (environment or {}),
            "output": output,
            "killed_at": killed_at,
            "instead": list(instead),
        }
        print(json.dumps(asked), file=loaded_dbt().stdin, flush=True)
        exit_code = int(loaded_dbt().stdout.readline())
        said = [Path(path).read_text(encoding="utf-8") for path in output]
    if parsed.exists() and not shared.exists():
        unfinished = shared.with_suffix(f".{os.getpid()}")
        shutil.copy(parsed, unfinished)
        unfinished.rename(shared)
    return subprocess.CompletedProcess(command, exit_code, *said)


def shared_folder() -> Path:
    """A folder that all workers of this run of pytest share (conftest.py)."""
    return Path(os.environ["TRIBUTARY_TEST_SHARED"])


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made by whoever asks first; nobody may change it afterwards."""
    folder = shared_folder() / name
    with (shared_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


def built_demo(folder: Path) -> None:
    """Puts the built demo into a folder."""
    built = made_once("demo", lambda made: must_pass(dbt("build", *WITHOUT_TESTS, folder=made)))
    shutil.copy(built / "tributary.duckdb", folder)


def started_dbt(
    *arguments: str,
    folder: Path,
    variables: Row | None = None,
    environment: dict[str, str] | None = None,
    module: list[str] | None = None,
    artifacts: bool = False,
    **options: object,
) -> subprocess.Popen[str]:
    """The same by the real command and without waiting, in a process group of its own.

    `artifacts` as there; `environment` is added to; `module` is what Python runs instead of `-m dbt.cli.main`; `options` are those of Popen.
    """
    command, usual = dbt_command(*arguments, folder=folder, variables=variables, artifacts=artifacts)
    command = [sys.executable, *(module or ["-m", "dbt.cli.main"]), *command]
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

    `folder` keeps the raw CSV files; `variables` are the vars of this compilation, to which are added those that find the raw
    files and let any share of them be bad. A set of vars is built by dbt once in all tests.
    """

    def __init__(self, folder: Path, variables: Row | None = None) -> None:
        self.raw_folder = folder / "raw"
        self.tables = list(declared_columns())
        write_raw({}, self.raw_folder, self.tables)
        self.variables = {"max_quarantine_share": 1} | (variables or {}) | {"raw_path": str(self.raw_folder)}
        name = "warehouse-" + hashlib.sha256(repr(sorted((variables or {}).items())).encode()).hexdigest()
        built = made_once(name, lambda made: self.build(made))
        manifest = json.loads((built / "target/manifest.json").read_text(encoding="utf-8"))
        self.models = in_order([n for n in manifest["nodes"].values() if n["resource_type"] == "model"])
        self.marts = [n["name"] for n in self.models if n["path"].startswith("marts/")]
        self.connection = duckdb.connect()
        # One thread, since these companies are small: a second one costs more than it does.
        self.connection.execute("set TimeZone = 'UTC'; set threads = 1; attach ':memory:' as tributary")
        self.connection.execute(f"attach '{built / 'tributary.duckdb'}' as built (read_only)")
        self.connection.execute("copy from database built to tributary; detach built")
        self.read_from(f"{built.with_suffix('.unfinished')}/raw/", f"{self.raw_folder}/")

    def build(self, folder: Path) -> None:
        """Lets dbt build the project from no rows at all."""
        write_raw({}, folder / "raw", self.tables)
        variables = self.variables | {"raw_path": str(folder / "raw")}
        must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, variables=variables, artifacts=True))

    def read_from(self, before: str, now: str) -> None:
        """Makes the views of raw tables read another folder."""
        views = "select sql from duckdb_views() where database_name = 'tributary' and schema_name = 'main_raw'"
        self.connection.execute("use tributary")
        for (sql,) in self.connection.execute(views).fetchall():
            assert before in sql or "read_csv" not in sql
            self.connection.execute(sql.replace("CREATE VIEW", "create or replace view").replace(before, now))
        self.connection.execute("use memory")

    def run(self, raw: Raw) -> None:
        """Replaces the raw data and rebuilds every table; views follow by themselves."""
        write_raw(raw, self.raw_folder, self.tables)
        self.make(node for node in self.models if node["config"]["materialized"] != "view")

    def make(self, nodes: Iterable[dict], instead: dict[str, str] | None = None) -> None:
        """Makes tables and views, with other SQL for some models."""
        for node in nodes:
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            code = (instead or {}).get(node["name"], node["compiled_code"])
            self.connection.execute(f"create or replace {kind} {node['relation_name']} as {code}")

    @contextmanager
    def other(self, name: str, code: str) -> Iterator[list[str]]:
        """For as long as it lasts a model has other SQL, on the same raw data; gives the names of it and of all after it."""
        changed: list[dict] = []
        for node in self.models:
            before = {each["unique_id"] for each in changed}
            if node["name"] == name or before & set(node["depends_on"]["nodes"]):
                changed.append(node)
        self.connection.execute("begin")
        try:
            self.make(changed, {name: code})
            yield [node["name"] for node in changed]
        finally:
            self.connection.execute("rollback")

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


def built_marts(
    folder: Path, ignored: tuple[str, ...] = ("detected_at",), schema: str = "main"
) -> dict[str, list[Row]]:
    """All rows of all marts (or of another schema) that `dbt()` built in a folder, in a fixed order, without some columns."""
    home = {"home_directory": str(folder)}  # from where raw_path is said (dbt_command)
    with duckdb.connect(folder / "tributary.duckdb", read_only=True, config=home) as connection:
        marts = connection.execute("select table_name from information_schema.tables where table_schema = ?", [schema])
        rows = {mart: fetch(connection, f"select * from {schema}.{mart}") for (mart,) in marts.fetchall()}
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
