"""dbt's own increment, again and again: what dbt executes in one of its runs is written down, and then executed on other raw data.

Nothing is written by hand: every statement that dbt sends to DuckDB in a build on tables that are there, hooks, temporary
relations and transactions included, in its order and on its connections. What dbt would say otherwise next time are the first
and last changed hour of raw events, which a macro asks for; the answer is put in anew.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import duckdb
import yaml
from harness import PROJECT, WITHOUT_TESTS, Raw, Row, dbt, declared_columns, fetch, must_pass, started_dbt, write_raw

# dbt, writing down each statement and the connection that it is for.
RECORDER = """
import json, sys
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
file, connections, execute = open(sys.argv.pop(1), "w"), [], DuckDBCursorWrapper.execute
def recorded(self, sql, bindings=None):
    assert bindings is None
    if self not in connections:
        connections.append(self)
    file.write(json.dumps([connections.index(self), sql]) + "\\n")
    return execute(self, sql)
DuckDBCursorWrapper.execute = recorded
from dbt.cli.main import cli
cli()
"""

# Events of these hours come in the run that is recorded; no other data has them.
FIRST_HOUR, LAST_HOUR = "1991-02-03 04:00:00", "2026-09-08 07:00:00"
ASKED = "select min(loaded_hour), max(loaded_hour) from ("


class Increments:
    """A database that dbt built from raw data, and an increment of it that can be done with any other."""

    def __init__(self, folder: Path, raw: Raw, variables: Row) -> None:
        self.folder, self.tables = folder, list(declared_columns())
        self.variables = {"max_quarantine_share": 1} | variables | {"raw_path": str(folder / "raw")}
        write_raw(raw, folder / "raw", self.tables)
        must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, variables=self.variables))
        event = raw["web_events"][0]
        hours = [event | {"event_id": f"hour {hour}", "loaded_at": hour} for hour in (FIRST_HOUR, LAST_HOUR)]
        self.raw = raw | {"web_events": raw["web_events"] + hours}
        write_raw(self.raw, folder / "raw", self.tables)
        self.statements = self.recorded()
        profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))["tributary"]
        self.settings = profile["outputs"][profile["target"]]["settings"]
        self.begin()

    def recorded(self) -> list[tuple[int, str]]:
        """What dbt executes in a build: number of the connection, statement."""
        file = self.folder / "statements.jsonl"
        arguments = ("build", "--threads", "1", "--exclude-resource-type", "test", "unit_test", "seed")
        process = started_dbt(
            *arguments, folder=self.folder, variables=self.variables, module=["-c", RECORDER, str(file)]
        )
        output, _ = process.communicate()
        assert process.returncode == 0, output
        statements = [(number, sql) for number, sql in map(json.loads, file.read_text("utf-8").splitlines())]
        # It is an increment, and the hours are where they are looked for.
        text = "\n".join(sql for _, sql in statements)
        assert 'delete from "tributary"."main"."fct_journeys"' in text
        assert text.count(ASKED) == 1
        assert FIRST_HOUR in text
        assert LAST_HOUR in text
        return statements

    def begin(self) -> None:
        """The database as the recorded run left it."""
        self.connection = duckdb.connect()
        self.connection.execute("attach ':memory:' as tributary")
        self.connection.execute(f"attach '{self.folder / 'tributary.duckdb'}' as built (read_only)")
        self.connection.execute("copy from database built to tributary; detach built")

    def run(self, raw: Raw, until: int | None = None) -> None:
        """An increment with raw data; until: it is cut off before that statement, as if it had been killed there."""
        write_raw(raw, self.folder / "raw", self.tables)
        bounds: tuple = ()
        for _, statements in itertools.groupby(self.statements[:until], key=itemgetter(0)):
            with self.cursor() as cursor:
                for _, sql in statements:
                    for hour, bound in zip((FIRST_HOUR, LAST_HOUR), bounds, strict=False):
                        sql = sql.replace(f"'{hour}'", f"'{bound}'" if bound else "null")
                    rows = cursor.execute(sql).fetchall()
                    if ASKED in sql:
                        (bounds,) = rows
        if until is not None:
            self.drop_leftovers()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection as dbt's; what it did not commit is gone when it is closed."""
        with self.connection.cursor() as cursor:
            cursor.execute("use tributary")
            for name, value in self.settings.items():
                cursor.execute(f"set {name} = '{value}'")
            yield cursor

    def drop_leftovers(self) -> None:
        """What dbt does with the tables that it had put aside when it was killed."""
        for kind in ("table", "view"):
            names = f"select format('{{}}.{{}}', schema_name, {kind}_name) from duckdb_{kind}s() where {kind}_name like '%\\_\\_dbt\\_%' escape '\\'"
            for (name,) in self.connection.execute(names).fetchall():
                self.connection.execute(f"drop {kind} tributary.{name}")

    def rows(self, mart: str) -> list[Row]:
        """All rows of a mart."""
        return fetch(self.connection, f"select * from tributary.main.{mart}")
