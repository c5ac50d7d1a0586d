"""dbt, kept running, so that many builds on changing raw data cost no start; each may be killed at any statement."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import duckdb
from harness import KEYS, WITHOUT_TESTS, Raw, Row, dbt, declared_columns, fetch, must_pass, started_dbt, write_raw

# Runs dbt with the arguments of each line that it reads, and says whether it went well and in how many statements. The order may
# say before which of them it kills itself, and what stands in statements instead of something else.
KEPT = """
import json, os, signal, sys
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import dbtRunner

answers, execute, order, count = os.fdopen(os.dup(1), "w"), DuckDBCursorWrapper.execute, {}, 0
os.dup2(2, 1)

def counted(self, sql, *bindings):
    global count
    count += 1
    if count == order["until"]:
        os.kill(os.getpid(), signal.SIGKILL)
    for text, instead in order["instead"]:
        sql = sql.replace(text, instead)
    return execute(self, sql, *bindings)

DuckDBCursorWrapper.execute = counted
for line in sys.stdin:
    order, count = json.loads(line), 0
    print(json.dumps([dbtRunner().invoke(sys.argv[1:]).success, count]), file=answers, flush=True)
"""


class Increments:
    """A database that dbt built from raw data, and builds on it of other raw data."""

    def __init__(self, folder: Path, raw: Raw, variables: Row) -> None:
        self.folder, self.raw, self.tables = folder, raw, list(declared_columns())
        self.variables = {"max_quarantine_share": 1} | variables | {"raw_path": str(folder / "raw")}
        self.database, self.built = folder / "tributary.duckdb", folder / "built.duckdb"
        self.process: subprocess.Popen[str] | None = None
        write_raw(raw, folder / "raw", self.tables)
        must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, variables=self.variables))
        shutil.copy(self.database, self.built)

    def begin(self) -> None:
        """The database as it was built first."""
        Path(f"{self.database}.wal").unlink(missing_ok=True)
        shutil.copy(self.built, self.database)

    def build(self, raw: Raw, until: int = 0, instead: tuple[tuple[str, str], ...] = ()) -> int:
        """An ordinary build with raw data: how many statements it took; 0 when it was killed, before statement `until`."""
        write_raw(raw, self.folder / "raw", self.tables)
        if not self.process:
            with (self.folder / "output.txt").open("w") as output:
                self.process = started_dbt(
                    "build", *WITHOUT_TESTS, folder=self.folder, variables=self.variables, module=["-c", KEPT],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output,
                )  # fmt: skip
        print(json.dumps({"until": until, "instead": instead}), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            self.end()
            assert until, (self.folder / "output.txt").read_text(encoding="utf-8")[-8000:]
            return 0
        success, statements = json.loads(answer)
        assert success, (self.folder / "output.txt").read_text(encoding="utf-8")[-8000:]
        return statements

    def end(self) -> None:
        """Ends dbt, if it was not killed."""
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None

    def marts(self) -> dict[str, list[Row]]:
        """All rows of all marts."""
        with duckdb.connect(self.database, read_only=True) as connection:
            return {mart: fetch(connection, f"select * from main.{mart}") for mart in KEYS}
