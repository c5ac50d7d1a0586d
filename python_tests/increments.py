"""dbt, loaded once, for many builds on changing raw data; each may be killed before any statement."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from pathlib import Path

import duckdb
from harness import KEYS, WITHOUT_TESTS, Raw, Row, dbt, declared_columns, fetch, must_pass, started_dbt, write_raw

# Loads dbt, and for each line that it reads runs it in a process of its own. The line says before which statement this kills
# itself, and what stands in statements instead of something else.
LOADED = """
import json, os, signal, sys
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import dbtRunner

answers, execute, count = os.fdopen(os.dup(1), "w"), DuckDBCursorWrapper.execute, 0
os.dup2(2, 1)

def counted(self, sql, *bindings):
    global count
    count += 1
    if count == until:
        os.kill(os.getpid(), signal.SIGKILL)
    for text, other in instead:
        sql = sql.replace(text, other)
    return execute(self, sql, *bindings)

DuckDBCursorWrapper.execute = counted
for line in sys.stdin:
    until, instead = json.loads(line)
    child = os.fork()
    if not child:
        sys.exit(not dbtRunner().invoke(sys.argv[1:]).success)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
"""


class Increments:
    """A database that dbt built from raw data, and builds on it of other raw data."""

    def __init__(self, folder: Path, raw: Raw, variables: Row) -> None:
        self.folder, self.raw, self.tables = folder, raw, list(declared_columns())
        self.variables = {"max_quarantine_share": 1} | variables | {"raw_path": str(folder / "raw")}
        self.database, self.built = folder / "tributary.duckdb", folder / "built.duckdb"
        write_raw(raw, folder / "raw", self.tables)
        must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, variables=self.variables))
        shutil.copy(self.database, self.built)
        self.output = (folder / "output.txt").open("w+")
        self.process = started_dbt(
            "build", *WITHOUT_TESTS, folder=folder, variables=self.variables, module=["-c", LOADED],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.output,
        )  # fmt: skip

    def begin(self) -> None:
        """The database as it was built first."""
        Path(f"{self.database}.wal").unlink(missing_ok=True)
        shutil.copy(self.built, self.database)

    def build(self, raw: Raw, until: int = 0, instead: tuple[tuple[str, str], ...] = ()) -> bool:
        """An ordinary build with raw data; False when it was killed, before statement `until`."""
        write_raw(raw, self.folder / "raw", self.tables)
        print(json.dumps([until, instead]), file=self.process.stdin, flush=True)
        exit_code = int(self.process.stdout.readline())
        assert exit_code in (0, -signal.SIGKILL if until else 0), (self.folder / "output.txt").read_text("utf-8")[
            -8000:
        ]
        return exit_code == 0

    def end(self) -> None:
        """Ends what has dbt loaded."""
        self.process.communicate()
        self.output.close()

    def marts(self) -> dict[str, list[Row]]:
        """All rows of all marts."""
        with duckdb.connect(self.database, read_only=True) as connection:
            return {mart: fetch(connection, f"select * from main.{mart}") for mart in KEYS}
