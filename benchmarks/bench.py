#!/usr/bin/env python3
"""Measures Tributary on made-up data, and other ways to the same results beside it. docs/performance.md says what, and why so.

    python benchmarks/bench.py FOLDER --events 10000000 --python .venv-bench/bin/python

FOLDER/raw is what benchmarks/generate.py wrote for that number of events; all else in FOLDER is made anew. Prints the tables, puts
them into docs/performance.md where it has a place for that number of events, and writes all figures to FOLDER/results.json. Fails
when another way's results differ from Tributary's. With --scale it measures Tributary alone, and prints one line.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import duckdb
import yaml
from core_rules import TABLES
from dbt_nodes import folder_bytes
from report import PAGE, Report, put_on_page

PROJECT = Path(__file__).resolve().parent.parent
PROGRAMS = PROJECT / "benchmarks"
THREADS = 2
Result = TypeVar("Result")

BUILD = ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test", "--threads", "1"]

# What the core leaves: report → its key columns.
REPORTS = {
    "by_campaign": ["conversion_type", "attribution_model", "campaign_id"],
    "by_interaction_type": ["conversion_type", "attribution_model", "interaction_type"],
}


@dataclass
class Usage:
    """What a process took. Seconds and bytes; the memory is its greatest resident set, the spill the temporary files' size."""

    cpu_seconds: float
    wall_seconds: float
    memory_bytes: int
    spill_bytes: int = 0


def measured(
    command: list[object], log: Path, spill: Path | None = None, environment: dict[str, str] | None = None
) -> Usage:
    """Runs a program of its own to its end. Its output goes to a file; raises with the end of it when the program failed."""
    threads = {"POLARS_MAX_THREADS": str(THREADS), "OMP_NUM_THREADS": str(THREADS)}
    started, spilled = time.perf_counter(), 0
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=PROJECT,
            env=os.environ | threads | (environment or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        ended = 0
        while not ended:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            spilled = max(spilled, folder_bytes(spill) if spill else 0)
            time.sleep(0.0 if ended else 0.02)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{log.read_text(encoding='utf-8')[-4000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit, spilled)


def middle(run: Callable[[], Result]) -> Result:
    """Of three runs of the same the one with the middle CPU seconds: what is short varies from run to run."""
    return sorted(
        (run() for _ in range(3)), key=lambda result: (result[0] if isinstance(result, tuple) else result).cpu_seconds
    )[1]


def link_raw(source: Path, target: Path, tables: Iterable[str]) -> Path:
    """A raw folder that has some of another one's tables, as links; files can be added to it."""
    for table in tables:
        if (source / table).is_dir():
            (target / table).mkdir(parents=True)
            for file in (source / table).iterdir():
                (target / table / file.name).symlink_to(file)
        else:
            target.mkdir(parents=True, exist_ok=True)
            (target / f"{table}.parquet").symlink_to(source / f"{table}.parquet")
    return target


def write_empty(source: Path, target: Path) -> Path:
    """A raw folder with the tables and columns of another one, and no rows."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        files = path / "*.parquet" if path.is_dir() else path
        duckdb.execute(f"copy (from '{files}' limit 0) to '{target / path.stem}.parquet' (format parquet)")
    return target


class Tributary:
    """The project on one raw folder, with a database, target and profile of its own in a folder."""

    def __init__(self, folder: Path, raw: Path, memory_limit: str | None) -> None:
        self.folder = folder
        self.database = folder / "tributary.duckdb"
        folder.mkdir(parents=True)
        profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
        settings = profile["tributary"]["outputs"]["duckdb"]["settings"]
        settings |= {"threads": THREADS} | ({"memory_limit": memory_limit} if memory_limit else {})
        (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
        self.options = ["--profiles-dir", folder, "--target-path", folder / "target", "--log-path", folder / "logs"]
        self.options += ["--vars", json.dumps({"raw_path": str(raw)})]
        self.dbt("parse")  # so that no measured run parses the project

    def dbt(self, *arguments: str) -> Usage:
        """A dbt command, as a user would give it."""
        return self.run([sys.executable, "-m", "dbt.cli.main", *arguments, *self.options])

    def build(self, *flags: str) -> tuple[Usage, list[dict]]:
        """A build without tests, one node at a time; and what each node took."""
        nodes = self.folder / "nodes.json"
        spill = f"{self.database}.tmp"
        usage = self.run([sys.executable, PROGRAMS / "dbt_nodes.py", nodes, spill, *BUILD, *flags, *self.options])
        return usage, json.loads(nodes.read_text(encoding="utf-8"))

    def run(self, command: list[object]) -> Usage:
        """A measured program on this database."""
        environment = {"TRIBUTARY_DATABASE": str(self.database)}
        return measured(command, self.folder / "output.txt", Path(f"{self.database}.tmp"), environment)


def differences(database: Path, out: Path) -> list[str]:
    """Where a program's results are not Tributary's: credits to 1e-6, money to the cent, counts exactly."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as tributary (read_only)")
        for report, key in REPORTS.items():
            rows = connection.execute(f"""
                select {", ".join(key)}, ours.credits, theirs.credits, ours.attributed_revenue, theirs.attributed_revenue,
                    ours.conversions, theirs.conversions
                from tributary.main.rpt_attribution_{report} as ours
                full join '{out / report}.parquet' as theirs using ({", ".join(key)})
                where
                    ours.conversions is distinct from theirs.conversions
                    or abs(ours.credits - theirs.credits) > 1e-6
                    or coalesce(ours.attributed_revenue, 0) <> coalesce(theirs.attributed_revenue, 0)::decimal(28, 4)
                order by all
            """).fetchall()
            found += [f"{out.name}: {report}: {len(rows)} rows differ, such as {row}" for row in rows[:1]]
        ours = connection.execute(
            "select count(*), sum(event_count), sum(page_view_count), sum(duration_seconds) from tributary.main.fct_sessions"
        ).fetchall()
        theirs = connection.execute(
            f"select sessions, events, page_views, seconds from '{out}/session_totals.parquet'"
        ).fetchall()
        if ours != theirs:
            found.append(f"{out.name}: sessions, events, page views, seconds: {theirs} instead of {ours}")
    return found


def measure(folder: Path, events: int, python: Path, memory_limit: str | None) -> dict:
    """All that is measured, as results.json has it."""
    raw, work = folder / "raw", folder / "work"
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    logs = work / "output.txt"
    results: dict = {"events": events}

    def say(text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)

    say("scan and sort")
    scan = [sys.executable, PROGRAMS / "scan.py", raw]
    measured(scan, logs)  # so that the files are in the system's cache for all alike
    imports = {
        "duckdb": [sys.executable, "-c", "import duckdb"],
        "polars": [python, "-c", "import polars"],
        "pandas": [python, "-c", "import pandas, pyarrow.parquet"],
    }
    results["start"] = {name: middle(partial(measured, command, logs)) for name, command in imports.items()}
    results["scan"] = middle(partial(measured, scan, logs))
    results["sort"] = middle(partial(measured, [*scan, "sort"], logs))

    say("dbt on empty data")
    empty = Tributary(work / "empty", write_empty(raw, work / "empty_raw"), memory_limit)
    empty.build("--full-refresh")
    results["fixed_full"], results["fixed_full_nodes"] = middle(partial(empty.build, "--full-refresh"))
    results["fixed_increment"], results["fixed_increment_nodes"] = middle(empty.build)
    results["fixed_run"] = middle(partial(empty.dbt, "run"))

    say("Tributary on all tables")
    tables = [path.stem for path in raw.iterdir()]
    history = link_raw(raw, work / "history_raw", tables)
    full = Tributary(work / "full", history, memory_limit)
    results["full"], results["full_nodes"] = full.build("--full-refresh")
    results["database_bytes"] = full.database.stat().st_size

    say("a day more")
    subprocess.run(
        [sys.executable, PROGRAMS / "generate.py", history, "--events", str(events), "--day", "1"], check=True
    )
    results["day"], results["day_nodes"] = full.build()

    say("Tributary on the tables of the core")
    core_raw = link_raw(raw, work / "core_raw", TABLES)
    core = Tributary(work / "core", core_raw, memory_limit)
    results["core"], results["core_nodes"] = core.build("--full-refresh")

    for name, interpreter in {"polars": python, "pandas": python, "sql": sys.executable}.items():
        say(name)
        (work / name).mkdir()
        command = [interpreter, PROGRAMS / f"core_{name}.py", core_raw, work / name]
        results[name] = measured(command, logs, work / name / "core.duckdb.tmp")

    # Only now: what this process takes itself would count as the memory of those that it starts.
    say("comparing")
    problems = [problem for name in ("polars", "pandas", "sql") for problem in differences(core.database, work / name)]
    with duckdb.connect(full.database, read_only=True) as connection:
        (last,) = connection.execute("select max(ended_at) from fct_sessions").fetchall()[0]
        (last_of_history,) = connection.execute(
            f"select max(occurred_at) from '{raw}/web_events/*.parquet'"
        ).fetchall()[0]
        if last <= last_of_history:
            problems.append("the day that was added is not in fct_sessions")
        results["day_rows"] = connection.execute(
            f"select count(*) from '{history}/web_events/day_001.parquet'"
        ).fetchall()[0][0]
        results["rows"] = connection.execute(f"select count(*) from '{raw}/web_events/*.parquet'").fetchall()[0][0]
    results["raw_bytes"] = sum(path.stat().st_size for path in (raw / "web_events").iterdir())
    libraries = subprocess.run(
        [python, "-c", "import polars, pandas; print(polars.__version__, pandas.__version__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    polars_version, pandas_version = libraries.stdout.split()
    results["machine"] = {
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "python": platform.python_version(),
        "memory_limit": memory_limit or "DuckDB's own",
        "versions": {name: version(name) for name in ("dbt-core", "dbt-duckdb", "duckdb")}
        | {"polars": polars_version, "pandas": pandas_version},
    }
    text = json.dumps(results, indent=1, default=asdict)
    (folder / "results.json").write_text(text, encoding="utf-8")
    if problems:
        raise SystemExit("The results differ:\n" + "\n".join(problems))
    return json.loads(text)


def scale(folder: Path, events: int, memory_limit: str | None) -> str:
    """A line of docs/performance.md, "Scale": the scan, a full refresh and a day more, of Tributary alone."""
    raw, work = folder / "raw", folder / "scale"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    scan = middle(partial(measured, [sys.executable, PROGRAMS / "scan.py", raw], work / "output.txt"))
    history = link_raw(raw, work / "history_raw", [path.stem for path in raw.iterdir()])
    tributary = Tributary(work / "full", history, memory_limit)
    full, _ = tributary.build("--full-refresh")
    added = [sys.executable, PROGRAMS / "generate.py", history, "--events", str(events), "--day", "1"]
    subprocess.run(added, check=True)
    day, _ = tributary.build()
    cells = [f"{events:,}", memory_limit or "DuckDB's own", f"{scan.cpu_seconds:.1f}", f"{full.cpu_seconds:.0f}"]
    cells += [f"{full.cpu_seconds / events * 1e6:.1f}", f"{full.wall_seconds:.0f}", f"{full.memory_bytes / 1e9:.2f}"]
    cells += [f"{full.spill_bytes / 1e9:.1f}", f"{day.cpu_seconds:.0f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure Tributary, and other ways to the same results beside it.")
    parser.add_argument("folder", type=Path, help="folder whose raw/ holds the data; all else in it is made anew")
    parser.add_argument("--events", type=int, required=True, help="number of web events that the data were made for")
    parser.add_argument("--python", type=Path, help="a Python with Polars, pandas and PyArrow")
    parser.add_argument("--scale", action="store_true", help="Tributary alone: the scan, a full refresh and a day more")
    parser.add_argument("--memory-limit", help="DuckDB's memory_limit for Tributary, such as 8GB")
    arguments = parser.parse_args()
    if arguments.scale:
        print(scale(arguments.folder.resolve(), arguments.events, arguments.memory_limit))
        return
    if arguments.python is None:
        parser.error("--python is needed, unless --scale is given")
    # Not resolved: the interpreter of a virtual environment is a link, and its place says which environment it is.
    results = measure(arguments.folder.resolve(), arguments.events, arguments.python.absolute(), arguments.memory_limit)
    report = Report(results)
    print(report.page(), report.profile(), sep="\n")
    if not put_on_page(report.page(), arguments.events):
        print(f"{PAGE.name} has no place for {arguments.events} events: it stays as it is.")


if __name__ == "__main__":
    main()
