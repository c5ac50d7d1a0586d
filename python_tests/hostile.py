"""Hostile raw data: cells that no loader should write, for the test of the corpus and for the fuzzer.

Cells are text as in CSV files, by the type that their column is declared with; NATIVE has what Parquet files and tables
may hold instead. Which tables and columns there are, the declaration says (models/staging/_raw__sources.yml).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reference.staging import Table, declared_tables

PROJECT = Path(__file__).resolve().parent.parent

# Nobody executes a cell. `canary` is a table, and a file, that would be gone or there if anybody did.
CODE = [
    "'; drop table canary; --",
    '"; drop table canary; --',
    "x'); delete from canary where ('1'='1",
    "' union all select * from canary --",
    "$$; drop table canary; $$",
    "{{ 1/0 }}",
    "{% do run_query('drop table canary') %}",
    "{# note",
    "$(touch canary_file)",
    "`touch canary_file`",
    "; touch canary_file #",
    "%s %(x)s {0} {x} ${x} \\1 \\g<0>",
    "read_csv('/etc/passwd')",
]

ODD_TEXTS = [
    "a\x00b",
    "\x00",
    "".join(map(chr, range(1, 32))),
    "\x7f\x80\x85\x9f",
    "line\nbreak\r\nand\rreturn",
    "\u202egnp.exe\u202c \u2066x\u2069",  # bidirectional controls
    "zero\u200bwidth\u200d\ufeff\u00ad",
    "\u00a0\u2003\u3000",  # spaces that are no spaces
    "e\u0301 \u00e9 \u1e9e \u0130 \u0131 \ufb01",  # same to the eye, other cases
    "\U0001f469\u200d\U0001f680 \U0010ffff \ufffe\uffff \ufffd",
    "%",
    "%%%2",
    "%ff%fe%00%c3%28%ed%a0%80",
    "https://x.example/?utm_campaign=%ff%00%c3&utm_source=%2525%zz&&=&a==b&%75tm_medium=%0a",
    "https://[::1]:99999999999/\\..\\?#?utm_campaign=x",
    "http://" + "a." * 300 + "example",
    "//@@@:::///???###",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    '{"a": [1, {"b": null}]}',
    "a|b%7Cc%25",
    '"',
    '""',
    "'",
    "\\",
    "\\N",
    "NULL",
    "null",
    "NaN",
    "#N/A",
    "true",
    "-1",
    "(no campaign)",
    "(email)",
    "a@b.example,c@d.example;e%40f.example",
    "=cmd|'/c calc'!A1",
]

# A megabyte: an address, one that has parameters, one that is all escapes, and one that is all addresses of people.
LONG_TEXTS = [
    "https://x.example/" + "a" * 1_000_000,
    "https://x.example/?" + "&".join(f"k{n}=%41%ff{n}" for n in range(60_000)) + "&utm_campaign=spring",
    "%" * 1_000_000,
    "a@b." * 250_000,
]

NUMBERS = [
    "NaN", "nan", "-NaN", "inf", "Infinity", "-inf", "1e308", "-1e308", "1e999", "1e-999", "-0.0", "-0", "+5", "0x1F", "1_000",
    "1,000", "1.000,5", "99999999999999999999", "-99999999999999999999", "9999999999999999.9999", "-9999999999999999.9999",
    "9999999999999999.99995", "99999999.9999999999", "0.00005", "-250.5", "1e15", ".5", "5.", ".", "-", "e", "1e", "٣", "½", "$5", "5%",
]  # fmt: skip

TIMES = [
    "0000-01-01", "0000-00-00 00:00:00", "0001-01-01", "-0001-01-01", "1582-10-10", "1970-01-01", "1989-12-31 23:59:59.999999",
    "1990-01-01 00:00:00", "9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.9999999", "10000-01-01", "294247-01-10 04:00:54.775806",
    "294248-01-01", "4714-11-24 (BC)", "290309-12-22 (BC)", "infinity", "-infinity", "Infinity", "epoch", "now", "today", "NaT", "24:00",
    "2026-02-29", "2024-02-29 23:59:60", "2026-03-02 24:00:00", "2026-03-02T10:00:00+99:99", "2026-03-02 10:00:00-00:00:01",
    "2026-03-02 10:00:00 Europe/Berlin", "2026-03-29 02:30:00 America/New_York", "2026-03-02 10:00:00 Nowhere/City", "1772445600",
    "1772445600000", "46083.5", "02/03/2026", "2026-W10-1", "2026-061", "20260302", "2026-03-02 10:00:00 BC", "2026-03-02  10:00",
]  # fmt: skip

BOOLEANS = ["maybe", "yes", "no", "Y", "n", "on", "2", "-1", "0.0", "1.0", "TRUE", "tRuE", "t", "NaN", "☑", "wahr"]

# SQL of cells as Parquet and tables may hold them: {native type: expressions}, for any declared type.
NATIVE = {
    "double": ["'nan'", "'inf'", "'-inf'", "1e308", "-0.0", "5e-324", "12.5", "9007199254740993"],
    "float": ["'nan'", "'inf'", "1e38", "12.5"],
    "decimal(38,0)": ["99999999999999999999999999999999999999", "-1", "0"],
    "decimal(38,20)": ["123456789012345678.5", "0.00000000000000000001"],
    "hugeint": ["170141183460469231731687303715884105727", "-1"],
    "bigint": ["9223372036854775807", "-9223372036854775808", "0", "1", "1772445600"],
    "utinyint": ["255", "0", "1"],
    "bignum": ["'9" + "0" * 60 + "'", "'-1'"],
    "boolean": ["true", "false"],
    "timestamp": ["'infinity'", "'-infinity'", "'0001-01-01 (BC)'", "'294247-01-10 04:00:54.775806'", "'9999-12-31 23:59:59.999999'", "'2026-03-02'"],
    "timestamptz": ["'infinity'", "'-infinity'", "'9999-12-31 23:59:59+00'", "'294247-01-10 04:00:54+00'", "'2026-03-02 23:00:00-05'"],
    "timestamp_s": ["'infinity'", "'294247-01-10 04:00:54'", "'2026-03-02'"],
    "timestamp_ms": ["'infinity'", "'290309-12-22 (BC)'", "'2026-03-02'"],
    "timestamp_ns": ["'infinity'", "'-infinity'", "'2262-04-11 23:47:16.854775806'", "'1677-09-22'", "'2026-03-02 10:00:00.123456789'"],
    "date": ["'infinity'", "'-infinity'", "'5877642-06-25 (BC)'", "'5881580-07-10'", "'0001-01-01'", "'2026-03-02'"],
    "time": ["'24:00:00'", "'10:00:00'"],
    "timetz": ["'10:00:00+15:59:59'"],
    "interval": ["'178956970 years'", "'-1 day'", "'1 month'"],
    "blob": ["'\\xFF\\xFE\\x00'", "'text'"],
    "bit": ["'0101'"],
    "uuid": ["'00000000-0000-0000-0000-000000000000'"],
    "json": ["'{\"a\": [1, null]}'", "'null'"],
    "varchar": ["'NaN'", "''", "' '", "chr(0)", "'2026-03-02'", "'1e999'"],
    "varchar[]": ["['a', null]", "[]"],
    "struct(a integer, \"b'\" varchar)": ["{'a': 1, 'b''': 'x'}"],
    "map(varchar, double)": ["map {'a': 'nan'::double}"],
    "enum('a', 'it''s')": ["'a'", "'it''s'"],
    "double[2]": ["['nan'::double, 1]"],
}  # fmt: skip

# Names of extra columns; nothing reads them, but they are in raw_row.
NAMES = [
    '"; drop table canary; --', "'; drop table canary; --", "{{ 1/0 }}", "$(touch canary_file)", "raw_table", "raw_table_", "raw_row",
    "cast_error", "select", "contact id", "größe", "line\nbreak", "a,b", "e@f.example", "\u202e",
]  # fmt: skip

# Cells that make an ordinary row of columns that have few sensible values.
ORDINARY = {
    "event_type": "page_view",
    "network": "google",
    "interaction_type": "click",
    "state": "attended",
    "activity_type": "meeting",
    "asset_type": "landing_page",
    "currency_code": "EUR",
    "stage_id": "closedwon",
    "page_url": "https://shop.example/?utm_campaign=spring",
}
BY_TYPE = {"timestamp": "2026-03-02 10:00:00", "date": "2026-03-02", "boolean": "false"}


@cache
def tables() -> dict[str, Table]:
    """The declared raw tables."""
    return declared_tables(PROJECT / "models/staging/_raw__sources.yml")


def cells_for(data_type: str, long: bool = False) -> list[str]:
    """Hostile cells for a column declared with a type; long: megabytes too."""
    texts = CODE + ODD_TEXTS
    if data_type == "string":
        return texts + LONG_TEXTS * long
    return (
        {"timestamp": TIMES, "date": TIMES, "boolean": BOOLEANS}.get(data_type, NUMBERS)
        + CODE[:2]
        + ["\x00", "(email)"]
    )


def ordinary_row(table: Table, number: int) -> dict[str, str | None]:
    """A row that is staged. Ids by which tables refer to each other are the same everywhere, other keys are numbered."""
    row: dict[str, str | None] = {}
    for column in table.columns:
        if column.name.startswith("merged_into") or column.name == "dissociated_at":
            row[column.name] = None
        elif column.data_type == "string":
            row[column.name] = ORDINARY.get(column.name, column.name)
        else:
            row[column.name] = BY_TYPE.get(column.data_type, "12.5")
    referred = dict(table.references)
    for name in table.key:
        if name not in referred and name not in ORDINARY and row[name] and number:
            row[name] = f"{name}-{number}" if row[name] == name else row[name]
    return row


def corpus(table: Table) -> Iterator[dict[str, str | None]]:
    """An ordinary row, then one row for each hostile cell of each column. Megabytes stand in addresses and titles."""
    yield ordinary_row(table, 0)
    number = 0
    for column in table.columns:
        for cell in cells_for(column.data_type, long="url" in column.name or column.name == "page_title"):
            number += 1
            yield ordinary_row(table, number) | {column.name: cell}


def cycles(table: Table) -> Iterator[dict[str, str | None]]:
    """Rows that merge in cycles of one, two and three, and a long chain that ends in one; none for a table without merges."""
    if not table.merged_into:
        return
    (key,) = table.key
    merges = {
        "self": "self",
        "one": "two",
        "two": "one",
        "red": "green",
        "green": "blue",
        "blue": "red",
        "link 0": "red",
    }
    merges |= {f"link {n}": f"link {n - 1}" for n in range(1, 300)}
    for number, (record, target) in enumerate(merges.items(), 1):
        yield ordinary_row(table, number) | {key: record, table.merged_into: target}
