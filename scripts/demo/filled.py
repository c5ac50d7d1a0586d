"""Tables with their rows, the dirty ones among them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from .dirt import Spoiled, spoil
from .tables import TABLES, Table
from .tables.cells import Row
from .world import Demo


@dataclass(frozen=True)
class Filled:
    """A table with its rows, in the order of their keys, and those among them that are dirty."""

    table: Table
    rows: list[Row]
    dirt: list[tuple[Spoiled, Row]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, in the order in which models/staging/_raw__sources.yml declares them."""
        return tuple(self.rows[0])

    def as_csv(self) -> str:
        """The table as it lies in its file."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue()


def fill(demo: Demo) -> list[Filled]:
    """Every table with its rows."""
    filled = []
    for table in TABLES:
        rows = table.rows(demo)
        dirt = spoil(table.name, rows)
        # By all cells, the key first, so that two versions of a key have an order too.
        ordered = sorted((*rows, *(row for _, row in dirt)), key=lambda row: list(row.values()))
        filled.append(Filled(table, ordered, dirt))
    return filled
