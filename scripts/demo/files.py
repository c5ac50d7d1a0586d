"""The files of seeds/demo: a CSV file a table, and the README."""

from __future__ import annotations

from pathlib import Path

from .filled import fill
from .play import play
from .readme import dirt_list, files_list, fill_in, planted_list


def render(readme: str) -> dict[str, bytes]:
    """All files of seeds/demo by name; readme is the README as it stands, whose prose is kept."""
    demo = play()
    tables = fill(demo)
    files = {f"{filled.table.name}.csv": filled.as_csv() for filled in tables}
    lists = {"files": files_list(tables), "planted": planted_list(demo), "dirt": dirt_list(tables)}
    files["README.md"] = fill_in(readme, lists)
    return {name: text.encode("utf-8") for name, text in files.items()}


def differing(files: dict[str, bytes], folder: Path) -> list[str]:
    """Names of files that are not in the folder as they should be, and of tables that should not be there."""
    there = {path.name: path.read_bytes() for path in (*folder.glob("*.csv"), folder / "README.md")}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))
