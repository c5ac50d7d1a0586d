"""A reader of the published copy in a process of its own, as a BI tool is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb

# A reader in a process of its own: reads again and again, and writes down what it saw. {0} relation as the format has it.
READER = """
import json, os, sys, time, duckdb
path, stop = sys.argv[1:]
while not os.path.exists(stop):
    if path.endswith(".duckdb"):
        connection, place = duckdb.connect(path, read_only=True), "{}"
    else:  # the link is followed once, so that all files are of one version
        connection, place = duckdb.connect(), f"'{os.path.realpath(path)}/{{}}.parquet'"
    connection.execute("set enable_progress_bar = false")  # it would be written among the lines
    ask = lambda query: connection.execute(query).fetchall()
    relation = place.format
    (build,) = ask(f"select build_id from {relation('publication')}")
    attributed = ask(f'''
        select attribution_model, sum(attributed_revenue) from {relation('fct_attribution')}
        where conversion_type = 'revenue' group by attribution_model order by attribution_model''')
    reconciled = ask(f'''
        select attribution_model, attributed_amount from {relation('rpt_reconciliation')}
        where conversion_type = 'revenue' order by attribution_model''')
    rows = [ask(f"select count(*) from {relation(mart)}")[0][0]
            for mart in ("fct_attribution", "rpt_attribution", "explain_attribution")]
    connection.close()
    assert attributed == reconciled and len(set(rows)) == 1, (build, attributed, reconciled, rows)
    sys.stdout.write(json.dumps([build[0], str(attributed), rows[0]]) + chr(10))
    sys.stdout.flush()
    time.sleep(0.2)
"""


class Reader:
    """The reader above, on a copy at `path`, until it is asked what it saw."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.stop, self.seen = folder / "stop", (folder / "seen").open("w+")
        command = [sys.executable, "-c", READER, str(path), str(self.stop)]
        self.process = subprocess.Popen(command, stdout=self.seen, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Reader:
        """The reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends it, if it has not ended."""
        self.process.kill()

    def states(self) -> list[tuple]:
        """Every state that was read, in order, each once: build, attributed revenue per model, rows of the attribution."""
        self.stop.touch()
        _, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, errors
        self.seen.seek(0)
        states = [tuple(json.loads(line)) for line in self.seen]
        assert len(states) > 5
        return [state for number, state in enumerate(states) if number == 0 or state != states[number - 1]]


def state_of(database: Path, builds: str = "main_raw.last_build") -> tuple:
    """What the reader would see in the database that dbt builds, or in a copy, where `builds` is publication."""
    with duckdb.connect(database, read_only=True) as connection:
        (build,) = connection.execute(f"select build_id from {builds}").fetchone()
        attributed = connection.execute("""
            select attribution_model, sum(attributed_revenue) from fct_attribution
            where conversion_type = 'revenue' group by attribution_model order by attribution_model""").fetchall()
        (rows,) = connection.execute("select count(*) from fct_attribution").fetchone()
    return build, str(attributed), rows
