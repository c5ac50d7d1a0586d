"""Puts a published copy of the marts in the place of the one before, at once: what SQL cannot do.

A plugin of dbt-duckdb, named in profiles.yml; macros/sql/published_copy.sql calls it before and after it writes the copy. Every
step leaves either the old copy or the new one where readers look, whenever the process is killed (docs/adr/0011).
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import TargetConfig
from dbt_common.exceptions import DbtRuntimeError


class Plugin(BasePlugin):
    """What dbt-duckdb makes of this module."""

    def store(self, target_config: TargetConfig) -> None:
        """Does the step that the macro asks for: {"prepare": next} or {"put_in_place": next}, next being the path to write to."""
        path, is_file = Path(target_config.location.path), target_config.location.format == "duckdb"
        try:
            for step, following in target_config.config.items():
                if step == "prepare":
                    prepare(path, Path(following), Path(self.creds.path), is_file)
                elif is_file:
                    put_file_in_place(path, Path(following))
                else:
                    put_folder_in_place(path, Path(following))
        except OSError as error:
            raise DbtRuntimeError(f"Publishing to {path} failed: {error}. What was published before stays.") from error


def prepare(path: Path, following: Path, database: Path, is_file: bool) -> None:
    """Makes room for the next copy and removes what killed runs left. Raises when `path` is something else than a copy."""
    if path.resolve() == database.resolve():
        raise DbtRuntimeError(f"publish_path is the database that dbt builds ({path}): give another path.")
    if is_file and path.exists() and not (path.is_file() and path.open("rb").read(12)[8:] == b"DUCK"):
        raise DbtRuntimeError(f"publish_path {path} is there and no DuckDB file: give another path, or remove it.")
    following.parent.mkdir(parents=True, exist_ok=True)
    for leftover in following.parent.glob(f"{glob_of(path.name) if is_file else ''}.next-*"):
        shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()
    if not is_file:
        following.mkdir()


def glob_of(name: str) -> str:
    """A pattern that matches a name alone."""
    return re.sub(r"([*?[])", r"[\1]", name)


def put_file_in_place(path: Path, following: Path) -> None:
    """Renames a database file over the one before; whoever has that one open goes on reading it."""
    # Alone, as readers will open it: fails when something of it is not in the file.
    with duckdb.connect(following, read_only=True) as connection:
        for schema, relation in connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall():
            connection.execute(f'from "{schema}"."{relation}" limit 0')
    flush(following)
    # Of a reader that wrote into the copy before; DuckDB would take it for the new file's.
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    os.replace(following, path)
    flush(path.parent)


def put_folder_in_place(path: Path, following: Path) -> None:
    """Makes the folder the next version and points the link `current` to it; the version before it stays for its readers."""
    versions = {int(folder.name[1:]): folder for folder in path.iterdir() if re.fullmatch(r"v\d+", folder.name)}
    current, number = path / "current", max(versions, default=0) + 1
    kept = current.resolve()
    for file in following.iterdir():
        flush(file)
    flush(following)
    os.rename(following, path / f"v{number}")
    link = path / f".next-{number}"
    link.symlink_to(f"v{number}")
    os.replace(link, current)
    flush(path)
    for folder in versions.values():
        if folder.resolve() != kept:
            shutil.rmtree(folder)


def flush(path: Path) -> None:
    """Has a file or folder on disk before what follows: a rename must not outlive a power cut that its file does not."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
