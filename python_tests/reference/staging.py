"""Raw values, rejection and quarantine (ADR "Raw values", "Rejection reasons"; CONTRACT "In")."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from .config import Config
from .money import round_half_away
from .urls import lowered

RawTables = dict[str, list[dict[str, "str | None"]]]
Row = dict[str, object]

EMAIL = re.compile(r"""[^\s"<>()/?&=#,;:|@]+(@|%40|%2540)[^\s"<>()/?&=#,;:|@%.]+([.][^\s"<>()/?&=#,;:|@%.]+)+""")

# Unicode's spaces, without tabs and line breaks.
SPACES = "".join(letter for letter in map(chr, range(0x110000)) if unicodedata.category(letter) == "Zs")

FIRST_TIMESTAMP = datetime(1990, 1, 1)
CLOCK_SKEW = timedelta(seconds=86_400)


class UnreadableError(Exception):
    """A cell cannot be read as its type; the argument is the rejection reason."""


# --- reading one cell -------------------------------------------------------------------------------


def mask_emails(text: str) -> str:
    """Privacy: e-mail addresses in free text are replaced by (email)."""
    return EMAIL.sub("(email)", text)


def strip_text(cell: str | None) -> str | None:
    """Text is stripped of leading and trailing spaces; the empty string is null."""
    if cell is None:
        return None
    return cell.strip(SPACES) or None


def normalized(text: str | None) -> str | None:
    """As names are compared: trimmed and lower-cased."""
    return None if text is None else lowered(text.strip(SPACES))


_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?(?:Z| UTC|([+-])(\d{2}):?(\d{2})?)?)?",
    re.ASCII,
)


def read_timestamp(text: str) -> datetime:
    """With an offset: converted to UTC; without one it is UTC already. Microseconds."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise UnreadableError("unreadable_timestamp")
    year, month, day, hour, minute, second, fraction, sign, off_hours, off_minutes = match.groups()
    try:
        local = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "").ljust(6, "0")[:6]),
        )
        offset = timedelta(hours=int(off_hours or 0), minutes=int(off_minutes or 0))
        return local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        raise UnreadableError("unreadable_timestamp") from None


def read_date(text: str) -> date:
    """A date, or the UTC day of a timestamp."""
    return read_timestamp(text).date()


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read_decimal(text: str, precision: int, scale: int) -> Decimal:
    """Half away from zero; NaN, infinities and numbers that do not fit are unreadable."""
    if _NUMBER.fullmatch(text) is None:
        raise UnreadableError("unreadable_number")
    number = Decimal(text)
    if number and number.adjusted() > precision:
        raise UnreadableError("unreadable_number")
    if not number or number.adjusted() < -scale - 2:  # too small to count: spares a huge fraction
        return Decimal(0)
    rounded = round_half_away(Fraction(number), scale)
    if abs(rounded) >= Decimal(10) ** (precision - scale):
        raise UnreadableError("unreadable_number")
    return rounded


def read_boolean(text: str) -> bool:
    """true, t, 1, yes or false, f, 0, no in any case; anything else is unreadable (ADR "Raw values")."""
    word = text.lower()
    if word in ("true", "t", "1", "yes"):
        return True
    if word in ("false", "f", "0", "no"):
        return False
    raise UnreadableError("unreadable_boolean")


# --- the declaration --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column as models/staging/_raw__sources.yml declares it; may_be_future spares it reason 4 (ADR)."""

    name: str
    data_type: str
    required: bool
    free_text: bool
    may_be_future: bool

    def read(self, cell: str | None):
        """The cell as its type, null when empty; UnreadableError when it cannot be read (ADR "Raw values")."""
        text = strip_text(cell)
        if text is None:
            return None
        if self.data_type == "timestamp":
            return read_timestamp(text)
        if self.data_type == "date":
            return read_date(text)
        if self.data_type == "boolean":
            return read_boolean(text)
        decimal_type = re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", self.data_type)
        if decimal_type:
            return read_decimal(text, int(decimal_type[1]), int(decimal_type[2]))
        return mask_emails(text) if self.free_text else text


@dataclass(frozen=True)
class Table:
    """A raw table as declared: key and version columns, and references as (column, table referred to)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    version: str | None
    merged_into: str | None
    references: tuple[tuple[str, str], ...]


@cache
def declared_tables(path: Path) -> dict[str, Table]:
    """Every raw table of the declaration."""
    declaration = yaml.safe_load(path.read_text(encoding="utf-8"))
    tables = {}
    for source in declaration["sources"]:
        for table in source["tables"]:
            meta = table["config"]["meta"]
            columns = []
            for column in table["columns"]:
                flags = column.get("config", {}).get("meta", {})
                columns.append(
                    Column(
                        name=column["name"],
                        data_type=column["data_type"],
                        required=flags.get("required", False),
                        free_text=flags.get("free_text", False),
                        may_be_future=flags.get("may_be_future", False),
                    )
                )
            tables[table["name"]] = Table(
                name=table["name"],
                columns=tuple(columns),
                key=tuple(meta["key"]),
                version=meta.get("version"),
                merged_into=meta.get("merged_into"),
                references=tuple(meta.get("references", {}).items()),
            )
    return tables


# --- rejecting rows ---------------------------------------------------------------------------------


@dataclass
class Candidate:
    """A raw row on its way: its values as far as they can be read, and why it was rejected, if so."""

    raw_row: str
    values: Row
    reason: str | None

    def key(self, table: Table) -> tuple:
        """The values of the table's key columns (ADR "Keys")."""
        return tuple(self.values[name] for name in table.key)


def raw_row_json(row: dict[str, str | None]) -> str:
    """The row as read, before trimming, as JSON; an empty cell is null."""
    cells = {name: (cell if cell != "" else None) for name, cell in row.items()}
    text = json.dumps(cells, separators=(",", ":"), ensure_ascii=False)
    return re.sub(r"\\(u00..|.)", lambda escape: escape[0][:2] + escape[0][2:].upper(), text)


def read_row(table: Table, raw: dict[str, str | None], run_started_at: datetime) -> Candidate:
    """Reasons 1 to 5, which a row has by itself; the first that applies."""
    values: Row = {}
    unreadable = None
    for column in table.columns:
        try:
            values[column.name] = column.read(raw.get(column.name))
        except UnreadableError as error:
            values[column.name] = None
            unreadable = unreadable or str(error)
    candidate = Candidate(raw_row_json(raw), values, None)

    # 1. a required text column is null
    for column in table.columns:
        if column.required and column.data_type == "string" and values[column.name] is None:
            candidate.reason = "missing_key"
            return candidate

    # 2. a cell cannot be read; the first in the order in which the columns are declared
    if unreadable:
        candidate.reason = unreadable
        return candidate

    # 3. another required column is null
    for column in table.columns:
        if column.required and values[column.name] is None:
            candidate.reason = "missing_value"
            return candidate

    # 4. and 5. any timestamp or date; a date is its midnight
    times = []
    for column in table.columns:
        value = values[column.name]
        if value is None or column.data_type not in ("timestamp", "date"):
            continue
        at = value if column.data_type == "timestamp" else datetime(value.year, value.month, value.day)
        times.append((column, at))
    if any(at > run_started_at + CLOCK_SKEW and not column.may_be_future for column, at in times):
        candidate.reason = "future_timestamp"
    elif any(at < FIRST_TIMESTAMP for _, at in times):
        candidate.reason = "timestamp_before_1990"
    return candidate


def reject_duplicates(table: Table, candidates: list[Candidate]) -> None:
    """6. Of a key the latest version stays (null is oldest), then the greatest raw row as JSON text."""

    def version(candidate: Candidate) -> tuple:
        at = candidate.values[table.version] if table.version else None
        return (at is not None, at or datetime.min, candidate.raw_row.encode())

    best: dict[tuple, Candidate] = {}
    for candidate in candidates:
        if candidate.reason:
            continue
        key = candidate.key(table)
        rival = best.get(key)
        if rival is None:
            best[key] = candidate
        elif version(candidate) > version(rival):
            rival.reason = "duplicate_key"
            best[key] = candidate
        else:
            candidate.reason = "duplicate_key"


def reject_bad_merges(table: Table, candidates: list[Candidate]) -> None:
    """7. a merge leads, at any depth, to a row that is not staged; 8. following merges never ends."""
    (id_column,) = table.key
    merged_into = {c.values[id_column]: c.values[table.merged_into] for c in candidates if not c.reason}
    for candidate in candidates:
        if candidate.reason:
            continue
        seen = set()
        at = candidate.values[id_column]
        while True:
            if at not in merged_into:
                candidate.reason = "dangling_reference"
                break
            if at in seen:
                candidate.reason = "merge_cycle"
                break
            seen.add(at)
            if merged_into[at] is None:
                break
            at = merged_into[at]


def reject_dangling(table: Table, candidates: list[Candidate], staged: dict[str, list[Row]]) -> None:
    """7. a required reference leads to a row that is not staged."""
    for column, target in table.references:
        ids = {row[column] for row in staged[target]}
        for candidate in candidates:
            if not candidate.reason and candidate.values[column] not in ids:
                candidate.reason = "dangling_reference"


def key_text(value: object) -> str:
    """A key's column in quarantine.row_key: the value as read, a null as the empty string."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = value.replace(microsecond=0).isoformat(sep=" ")
        return text + (f".{value.microsecond:06d}".rstrip("0") if value.microsecond else "")
    return str(value)


def stage(raw: RawTables, config: Config) -> tuple[dict[str, list[Row]], list[Row]]:
    """Every declared table, staged, and the quarantine. Rows in = rows staged + rows quarantined."""
    tables = declared_tables(Path(config.sources_path))
    candidates = {
        name: [read_row(table, row, config.run_started_at) for row in raw.get(name) or []]
        for name, table in tables.items()
    }
    staged: dict[str, list[Row]] = {}

    # Tables that refer to others come after those: contacts and deals, what hangs on them, and so on.
    waiting = dict(tables)
    while waiting:
        for name, table in list(waiting.items()):
            if any(target not in staged for _, target in table.references):
                continue
            reject_duplicates(table, candidates[name])
            if table.merged_into:
                reject_bad_merges(table, candidates[name])
            reject_dangling(table, candidates[name], staged)
            staged[name] = [c.values for c in candidates[name] if not c.reason]
            # Networks are lower-cased; ids, states and types stay as written.
            for row in staged[name]:
                if "network" in row:
                    row["network"] = normalized(row["network"])
            del waiting[name]

    quarantine = [
        {
            "raw_table": name,
            "row_key": "|".join(key_text(part) for part in candidate.key(table)),
            "reason": candidate.reason,
            "raw_row": mask_emails(candidate.raw_row),
        }
        for name, table in tables.items()
        for candidate in candidates[name]
        if candidate.reason
    ]
    return staged, quarantine
