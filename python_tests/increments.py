"""Many builds on changing raw data; each may be killed before any statement."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import duckdb
from harness import KEYS, WITHOUT_TESTS, Raw, Row, dbt, declared_columns, fetch, must_pass, write_raw


class Increments:
    """A database that dbt built from raw data, and builds on it of other raw data."""

    def __init__(self, folder: Path, raw: Raw, variables: Row) -> None:
        self.folder, self.raw, self.tables = folder, raw, list(declared_columns())
        self.variables = {"max_quarantine_share": 1} | variables | {"raw_path": str(folder / "raw")}
        self.database, self.built = folder / "tributary.duckdb", folder / "built.duckdb"
        write_raw(raw, folder / "raw", self.tables)
        must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, variables=self.variables))
        shutil.copy(self.database, self.built)

    def begin(self) -> None:
        """The database as it was built first."""
        Path(f"{self.database}.wal").unlink(missing_ok=True)
        shutil.copy(self.built, self.database)

    def build(self, raw: Raw, killed_at: int = 0, instead: tuple[tuple[str, str], ...] = ()) -> bool:
        """An ordinary build with raw data; False when it was killed, before statement `killed_at`."""
        write_raw(raw, self.folder / "raw", self.tables)
        process = dbt(
            "build", *WITHOUT_TESTS, folder=self.folder, variables=self.variables, killed_at=killed_at, instead=instead
        )
        return not (killed_at and process.returncode == -signal.SIGKILL) and bool(must_pass(process))

    def marts(self) -> dict[str, list[Row]]:
        """All rows of all marts."""
        with duckdb.connect(self.database, read_only=True) as connection:
            return {mart: fetch(connection, f"select * from main.{mart}") for mart in KEYS}
