"""Hostile raw data: nothing crashes, nothing is lost, nothing is executed (docs/adr/0010)."""

from __future__ import annotations

import csv
import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import hostile
import pytest
import yaml
from companies import several
from harness import KEYS, PROJECT, Raw, Warehouse, dbt, differences, must_pass, read_raw
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from reference import Config, compute

LONG = os.environ.get("TRIBUTARY_TEST_LONG") == "1"

TABLES = hostile.tables()


def declared_reasons() -> set[str]:
    """What quarantine.reason may say, by its own data test."""
    (model,) = yaml.safe_load((PROJECT / "models/marts/audit/quarantine.yml").read_text(encoding="utf-8"))["models"]
    (reason,) = [column for column in model["columns"] if column["name"] == "reason"]
    return set(reason["data_tests"][1]["accepted_values"]["arguments"]["values"])


# --- cells of other types ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder, without a database, in which dbt runs again and again with the same vars, so that it parses once."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "raw").mkdir()
    return folder, {"raw_path": str(folder / "raw")}


def test_no_native_cell_of_any_type_fails(bare: tuple) -> None:
    """Whatever type a column has in a Parquet file: a filled cell is read, finite and of years 1 to 9999, or said to be unreadable."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    names = {connection.execute(f"select typeof(null::{kind})").fetchone()[0]: kind for kind in hostile.NATIVE}
    declared = sorted({column.data_type for table in TABLES.values() for column in table.columns})
    inline = f"""
        {{%- set cells = [] -%}}
        {{%- for native in {json.dumps(list(names))} -%}}{{%- for declared in {json.dumps(declared)} -%}}
            {{%- do cells.append([native, declared, typed_cell('raw_table.cell', native, declared)]) -%}}
        {{%- endfor -%}}{{%- endfor -%}}
        {{{{ tojson(cells) }}}}
    """
    folder, variables = bare
    run = must_pass(
        dbt("compile", "--quiet", "--output", "json", "--inline", inline, folder=folder, variables=variables)
    )
    wrong, read = [], 0
    for native, data_type, cell in json.loads(json.loads(run.stdout)["compiled"]):
        for literal in hostile.NATIVE[names[native]]:
            value, text, is_unreadable, is_empty = connection.execute(
                f"select {cell['value']}, cast({cell['value']} as varchar), coalesce({cell['is_unreadable'] or 'false'}, false),"
                f" trim(cast(cell as varchar)) = '' from (select cast({literal} as {names[native]}) as cell) as raw_table"
            ).fetchone()
            read += value is not None
            is_fine = (value is None) == (is_unreadable or is_empty) and (
                data_type == "string" or "inf" not in (text or "")
            )
            if not is_fine:
                wrong.append((native, data_type, literal, text, is_unreadable))
    assert wrong == []
    assert read > 100


# --- the corpus, built for real ---------------------------------------------------------------------


def faulty_lines(columns: int) -> list[tuple[bytes, int]]:
    """Lines of a CSV file that has that many columns (more than one), and how many rows each of them is."""
    return [
        (b"x" + b"," * (columns - 2), 1),  # one cell too few
        (b"alone", 1),
        (b"x" + b"," * columns + b"too many", 1),
        (b"\xff\xfe" + b"," * (columns - 1), 1),
        (b"," * (columns - 1) + b"Caf\xe9", 1),
        (b'"a"b' + b"," * (columns - 1), 1),
        (b'"two\nlines"' + b"," * columns, 1),  # one row, and one cell too many
        (b"y" * 2_100_000 + b"," * (columns - 1), 1),
        (b"\xed\xa0\x80" + b"," * (columns - 1), 1),  # half of a surrogate pair
        (b"", 0),
        (b'"', 1),  # open until the end of the file, which ends here
    ]


def write_csv(path: Path, rows: list[dict[str, str | None]], newline: str, mark: bytes) -> int:
    """Writes a table with hostile extra columns, and lines that cannot be read; returns how many rows it has."""
    columns = [*rows[0], *(name for name in hostile.NAMES if "\n" not in name)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="extra", lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)
    lines = faulty_lines(len(columns))
    with path.open("ab") as file:
        file.write(newline.encode().join(line.replace(b"\n", newline.encode()) for line, _ in lines))
    path.write_bytes(mark + path.read_bytes())
    return len(rows) + sum(count for _, count in lines)


# What a Parquet file has instead of text, for a column declared with a type.
PARQUET_TYPES = {"string": "varchar", "timestamp": "timestamp", "date": "date", "boolean": "double"}
NO_UTF8 = b"\xff\xfe\xc3\x28\xed\xa0\x80", b"instead"


def write_parquet(path: Path, rows: list[dict[str, str | None]]) -> int:
    """Writes a table with native types (what has none is null), hostile extra columns and a text that is no UTF-8."""
    types = {column.name: PARQUET_TYPES.get(column.data_type, "double") for column in TABLES[path.stem].columns}
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in [*types, *hostile.NAMES]}
    text = [name for name in types if types[name] == "varchar"][-1]
    cells = [[row[name] for name in types] for row in [*rows, rows[0] | {text: NO_UTF8[1].decode()}]]
    casts = [f"try_cast({quoted[name]} as {types[name]}) as {quoted[name]}" for name in types]
    extras = [f"'extra' as {quoted[name]}" for name in hostile.NAMES]
    file = str(path).replace("'", "''")
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create table cells ({', '.join(f'{quoted[name]} varchar' for name in types)})")
        connection.executemany(f"insert into cells values ({', '.join('?' * len(types))})", cells)
        connection.execute(
            f"copy (select {', '.join(casts + extras)} from cells) to '{file}' (compression uncompressed)"
        )
    path.write_bytes(path.read_bytes().replace(NO_UTF8[1], NO_UTF8[0]))
    return len(cells)


CANARY = "create schema other; create table canary as select 1 as one; create table other.canary as select 1 as one"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], str]:
    """Every hostile cell in every column, half of the tables as CSV, half as Parquet: folder, rows in, dbt's output."""
    folder = tmp_path_factory.mktemp("corpus")
    raw = folder / 'it\'s "raw" {{ 1 - 1 }} [a-z]*?{b,c} %s'
    raw.mkdir()
    rows_in = {}
    for number, (name, table) in enumerate(TABLES.items()):
        rows = [*hostile.corpus(table), *hostile.cycles(table)]
        if number % 2 == 0:
            newline, mark = ["\n", "\r\n", "\r"][number // 2 % 3], [b"", b"\xef\xbb\xbf"][number // 2 % 2]
            rows_in[name] = write_csv(raw / f"{name}.csv", rows, newline, mark)
        else:
            rows_in[name] = write_parquet(raw / f"{name}.parquet", rows)
    with duckdb.connect(folder / "tributary.duckdb") as connection:
        connection.execute(CANARY)
    # dbt itself renders vars, which the project's owner writes: braces that are meant as such are said so.
    variables = {"raw_path": str(raw).replace("{{", "{{ '{{' }}"), "max_quarantine_share": 1}
    run = must_pass(dbt("build", "--exclude-resource-type", "unit_test", folder=folder, variables=variables))
    return folder, rows_in, run.stdout


def query(folder: Path, sql: str) -> list[tuple]:
    """Rows of a query on the database in a folder."""
    with duckdb.connect(folder / "tributary.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_no_row_of_the_corpus_is_lost(corpus: tuple) -> None:
    """Rows written = rows staged + rows quarantined, table by table, each with a declared reason."""
    folder, rows_in, _ = corpus
    staged = {name: query(folder, f"select count(*) from main_staging.stg_{name}")[0][0] for name in rows_in}
    rejected = dict(query(folder, "select raw_table, count(*) from quarantine group by raw_table"))
    assert {name: staged[name] + rejected.get(name, 0) for name in rows_in} == rows_in
    assert min(staged.values()) > 20
    reasons = {reason for (reason,) in query(folder, "select distinct reason from quarantine")}
    assert reasons - declared_reasons() == set()
    assert {"unreadable_row", "merge_cycle"} <= reasons


def test_every_data_test_passes_on_the_corpus(corpus: tuple) -> None:
    """Credits sum to 1, revenue to the amounts, reports to totals: what the project's own tests hold."""
    assert "ERROR=0" in corpus[2]
    assert "WARN=0" in corpus[2]


def test_unreadable_lines_say_where_they_are(corpus: tuple) -> None:
    """File, line, problem and text; never an address."""
    folder, _, _ = corpus
    rows = query(folder, "select raw_row from quarantine where reason = 'unreadable_row' and raw_table = 'contacts'")
    found = sorted((json.loads(row) for (row,) in rows), key=lambda row: row["line"])
    assert [row["text"][:12] for row in found][:4] == ["x" + "," * 11, "alone", "x" + "," * 11, "??" + "," * 10]
    assert all(row["file"].endswith("/contacts.csv") and row["line"] > 1 and row["problem"] for row in found)


def test_no_mart_holds_nan_or_infinity(corpus: tuple) -> None:
    """In any column of any mart that could."""
    columns = query(
        corpus[0],
        "select table_name, column_name from duckdb_columns() where schema_name = 'main' and data_type in ('DOUBLE', 'FLOAT')",
    )
    assert len(columns) > 20
    held = [
        (table, column)
        for table, column in columns
        if query(corpus[0], f"select count(*) from {table} where not isfinite({column})") != [(0,)]
    ]
    times = query(
        corpus[0],
        "select table_name, column_name from duckdb_columns() where schema_name = 'main' and data_type in ('TIMESTAMP', 'DATE')",
    )
    held += [
        (table, column)
        for table, column in times
        if query(corpus[0], f"select count(*) from {table} where not isfinite({column}) or year({column}) > 9999")
        != [(0,)]
    ]
    assert held == []


def test_nothing_of_the_corpus_is_executed(corpus: tuple) -> None:
    """The canaries are as they were, and no file came to be."""
    folder, _, _ = corpus
    assert query(folder, "select * from canary union all select * from other.canary") == [(1,), (1,)]
    assert [path for place in (folder, PROJECT) for path in place.rglob("canary_file")] == []


# --- files that cannot be used ----------------------------------------------------------------------

CONTACTS = "contact_id,created_at,email\n1,2026-03-02,\n"

UNUSABLE = {
    "a quote that is never closed": (
        CONTACTS + '2,2026-03-02,"open\n' + "3,2026-03-02,x\n" * 1000,
        ["contacts.csv, line 3", "quote that is not closed", "Nothing was built"],
    ),
    "line ends of two kinds": (CONTACTS + "2,2026-03-02,x\r3,2026-03-02,y\n", ["contacts.csv", "invalid state"]),
    "semicolons": (CONTACTS.replace(",", ";"), ["column contact_id of raw table contacts", "commas between its cells"]),
    "UTF-16": (CONTACTS.encode("utf-16").decode("latin-1"), ["raw table contacts", "is UTF-8"]),
    "a header with an open quote": ('contact_id,"created_at\n1,2026-03-02\n', ["first line of", "contacts.csv", "Close it"]),
}  # fmt: skip


def test_a_file_that_cannot_be_taken_apart_stops_the_run_before_it_starts(bare: tuple) -> None:
    """The error names the file and says what to do, and nothing has been built."""
    folder, variables = bare
    for text, messages in UNUSABLE.values():
        (folder / "raw/contacts.csv").write_text(text, encoding="latin-1", newline="")
        run = dbt("run", "--select", "stg_owners", folder=folder, variables=variables)
        assert run.returncode != 0, text
        assert [message for message in messages if message not in run.stdout] == [], run.stdout
        assert (
            query(folder, "select 1 from duckdb_tables() union all select 1 from duckdb_views() where not internal")
            == []
        )


# --- fuzzer -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The compiled project."""
    return Warehouse(tmp_path_factory.mktemp("fuzz"))


# What DuckDB reads and the reference, which knows ISO 8601 and plain numbers, does not.
LENIENT = {
    "1_000", "Y", "n", "epoch", "2026-03-02 24:00:00", "2026-03-02 10:00:00-00:00:01", "2026-03-02 10:00:00 Europe/Berlin",
    "2026-03-29 02:30:00 America/New_York", "2026-03-02  10:00",
}  # fmt: skip


def differences_to_reference(warehouse: Warehouse, raw: Raw) -> list[str]:
    """Every cell of every mart in which a company comes out otherwise than in the reference."""
    warehouse.run(raw)
    expected = compute(read_raw(warehouse.raw_folder), Config(run_started_at=datetime.now(UTC)))
    return [d for mart in KEYS for d in differences(mart, expected[mart], warehouse.rows(mart))]


def test_the_last_day_there_is_has_rates(warehouse: Warehouse) -> None:
    """CRMs write 9999-12-31 for never: a deal of that day in home currency is converted, as one of the day before is."""
    closed = [("9999-12-31 23:59:59.999999", None), ("9999-12-30", None), ("9999-12-31", "EUR"), ("9999-12-31", "JPY")]
    deals = [
        {
            "deal_id": f"d{n}",
            "amount": "5",
            "created_at": "2026-03-02",
            "closed_at": at,
            "stage_id": "closedwon",
            "currency_code": currency,
        }
        for n, (at, currency) in enumerate(closed)
    ]
    raw: Raw = {
        "contacts": [{"contact_id": "c", "created_at": "2026-03-01", "creation_source": "import"}],
        "deals": deals,
        "deal_contacts": [{"deal_id": deal["deal_id"], "contact_id": "c"} for deal in deals],
        "exchange_rates": [{"currency_code": "EUR", "rate_date": "9999-12-31", "rate_to_home": "1.1"}],
        "campaigns": [{"campaign_id": "k", "start_date": "9999-12-31", "end_date": "9999-12-31", "budget": "5"}],
    }  # fmt: skip
    assert differences_to_reference(warehouse, raw) == []
    included = "select list(is_included order by conversion_id) from tributary.main.rpt_conversion_audit where conversion_type = 'revenue'"
    assert warehouse.connection.execute(included).fetchone() == ([True, True, True, False],)


def hostile_company(seed: int) -> Raw:
    """One to three random companies with some cells replaced by hostile ones."""
    chance = random.Random(seed)
    raw = several(range(seed, seed + 1 + seed % 3))
    filled = [name for name, rows in raw.items() if rows]
    for _ in range(chance.randint(1, 40)):
        name = chance.choice(filled)
        column = chance.choice(TABLES[name].columns)
        cells = [cell for cell in hostile.cells_for(column.data_type) if cell not in LENIENT]
        chance.choice(raw[name])[column.name] = chance.choice(cells)
    return raw


def test_hostile_companies_give_the_marts_of_the_reference(warehouse: Warehouse) -> None:
    """Cell by cell, the quarantine too; and no row is lost."""

    @settings(
        deadline=None,
        max_examples=300 if LONG else 8,
        derandomize=not LONG,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.integers(0, 2**32 - 1))
    @example(1518)  # İ in the name of an ad network
    @example(17951516)  # and in an e-mail address
    def check(seed: int) -> None:
        raw = hostile_company(seed)
        found = differences_to_reference(warehouse, raw)
        assert not found, "\n".join(found[:20])
        rejected = [row["raw_table"] for row in warehouse.rows("quarantine")]
        for name, rows in raw.items():
            (staged,) = warehouse.connection.execute(
                f"select count(*) from tributary.main_staging.stg_{name}"
            ).fetchone()
            assert len(rows) == staged + rejected.count(name)

    check()


def test_one_key_a_great_many_times(warehouse: Warehouse) -> None:
    """The latest version stays, wherever it is in the file; all others are counted as duplicates."""
    count = 1_000_000 if LONG else 50_000
    order = random.Random(1).sample(range(count), count)
    loaded = [f"2026-03-02 10:00:00.{number:06d}" for number in order]
    warehouse.run({
        "contacts": [{"contact_id": "c", "created_at": "2026-03-02", "updated_at": at, "lead_source": at} for at in loaded],
        "web_events": [
            {"event_id": "e", "visitor_id": "v", "occurred_at": "2026-03-02", "event_type": "page_view", "loaded_at": at, "page_title": at}
            for at in loaded
        ],
    })  # fmt: skip
    latest = (max(loaded),)
    query = warehouse.connection.execute
    assert query("select lead_source from tributary.main_staging.stg_contacts").fetchall() == [latest]
    assert query("select page_title from tributary.main_staging.stg_web_events").fetchall() == [latest]
    assert query(
        "select raw_table, reason, count(*) from tributary.main.quarantine group by all order by all"
    ).fetchall() == [
        ("contacts", "duplicate_key", count - 1),
        ("web_events", "duplicate_key", count - 1),
    ]
