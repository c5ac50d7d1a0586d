"""Faults for real: after each of them one more ordinary build gives the marts of a fresh one, and readers never saw half of it.

Raw data A is built first, then the fault happens with raw data B, which differs from A in every way that counts; what comes of it is
compared with B built from nothing. TRIBUTARY_TEST_LONG=1 kills ten times as often (`make test-long`).
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
import yaml
from harness import PROJECT, WITHOUT_TESTS, dbt, started_dbt
from readers import Reader, state_of

LONG = os.environ.get("TRIBUTARY_TEST_LONG") == "1"

# Builds that are killed one after the other, and then one that comes through: from nothing, all anew on tables that are there,
# and increments. What follows a killed build goes on where it was.
ROUNDS = [["nothing"], ["--full-refresh", "increment"], ["increment"] * 2, ["increment"]]

# So many at the least are killed before they end by themselves.
KILLS = 52 if LONG else 4

# Raw tables that come as typed Parquet; the others come as the demo's CSV.
TYPED = ("web_events", "deals", "campaigns")

# What B has otherwise than A: rows that came, late ones too, that went and that changed, in tables of both formats.
ONLY_IN_B = {
    "web_events": "hash(event_id) % 5 = 0",
    "contact_visitors": "hash(visitor_id) % 7 = 0",
    "deal_contacts": "hash(deal_id) % 5 = 0",
    "campaign_assets": "hash(asset_id) % 5 = 0",
}
ONLY_IN_A = {
    "web_events": "hash(event_id) % 97 = 1",
    "deal_contacts": "hash(deal_id) % 11 = 1",
    "campaign_spend": "hash(spend_date) % 9 = 1",
}
OTHER_IN_A = {
    "deals": "* replace (amount * 2 as amount, closed_at - interval 3 day as closed_at)",
    "exchange_rates": "* replace (cast(try_cast(rate_to_home as decimal(18, 4)) * 2 as varchar) as rate_to_home)",
    "assets": "* replace ('Old ' || title as title)",
}


class World:
    """A folder with raw data A and B, the database of A, the marts of B, and what dbt builds from `raw` into `database`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.raw, self.disk = folder, folder / "raw", folder / "disk"
        self.database, self.copy = self.disk / "tributary.duckdb", folder / "bi/copy.duckdb"
        self.built_a, self.built_b = folder / "a.duckdb", folder / "b.duckdb"
        self.variables = {
            "raw_path": str(self.raw),
            "publish_path": str(self.copy),
            "max_quarantine_share": 0.5,
        }
        self.lines = 0
        self.disk.mkdir()
        for name in ("a", "b"):
            write_raw_data(folder / name, is_b=name == "b")
        for name, built in (("b", self.built_b), ("a", self.built_a)):
            self.begin(raw=name, built=None)
            self.lines = len(self.must_build().splitlines())
            shutil.copy(self.database, built)

    def hand_over(self, raw: str) -> None:
        """Puts raw data A or B where dbt finds them."""
        shutil.rmtree(self.raw, ignore_errors=True)
        shutil.copytree(self.folder / raw, self.raw)

    def begin(self, raw: str, built: Path | None) -> None:
        """Hands over raw data, to the database as an earlier build left it; None: there is no database."""
        self.hand_over(raw)
        for file in self.disk.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        if built:
            shutil.copy(built, self.database)

    def start(
        self, *arguments: str, environment: dict[str, str] | None = None, **options: object
    ) -> subprocess.Popen[str]:
        """Starts an ordinary build, or one with more arguments."""
        arguments = ("build", *WITHOUT_TESTS, *arguments)
        usual = {"TRIBUTARY_DATABASE": str(self.database), "DBT_LOG_LEVEL_FILE": "none", "DBT_WRITE_JSON": "false"}
        options = {"folder": self.folder, "variables": self.variables} | options
        return started_dbt(*arguments, environment=usual | (environment or {}), **options)

    def kill(self, *arguments: str, after_lines: int, seconds: float) -> bool:
        """Starts a build and kills all of its processes so long after dbt has said so many lines; whether it still was there."""
        process = self.start(*arguments)
        for _ in itertools.islice(process.stdout, after_lines):
            pass
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        return process.wait() == -signal.SIGKILL

    def build(self, **options: object) -> tuple[int, str]:
        """Exit code and output of an ordinary build, or of one that is started in another way."""
        if not options:
            environment = {"TRIBUTARY_DATABASE": str(self.database)}
            done = dbt("build", *WITHOUT_TESTS, folder=self.folder, variables=self.variables, environment=environment)
            return done.returncode, done.stdout + done.stderr
        process = self.start(**options)
        output, _ = process.communicate()
        return process.returncode, output

    def must_build(self, **options: object) -> str:
        """Output of an ordinary build that goes through."""
        code, output = self.build(**options)
        assert code == 0, output[-8000:]
        return output

    def must_fail(self, *messages: str, **options: object) -> None:
        """A build that fails and says so in these words."""
        code, output = self.build(**options)
        assert code != 0
        assert [message for message in messages if message not in output] == [], output[-8000:]

    def unlike(self, built: Path, ignored: tuple[str, ...] = ("detected_at",)) -> dict[str, list]:
        """Rows of marts in which the database is unlike another one: mart → some of them. Doubles to 9 decimals."""
        found = {}
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.database}' as one (read_only); attach '{built}' as other (read_only)")
            columns: dict[str, list[str]] = {}
            for mart, column, kind in connection.execute("""
                select table_name, column_name, data_type from duckdb_columns()
                where database_name = 'other' and schema_name = 'main' and not internal order by all
            """).fetchall():
                if column not in ignored:
                    columns.setdefault(mart, []).append(f'round("{column}", 9)' if kind == "DOUBLE" else f'"{column}"')
            for mart, cells in columns.items():
                one, other = (f"select {', '.join(cells)} from {database}.main.{mart}" for database in ("one", "other"))
                unlike = f"({one} except all {other}) union all ({other} except all {one}) limit 3"
                rows = connection.execute(unlike).fetchall()
                if rows:
                    found[mart] = rows
        assert len(columns) > 20
        return found

    def says_it_is_whole(self) -> bool:
        """Whether the database says that its marts are of one whole build, so that they may be published."""
        if not self.database.exists():
            return False
        with duckdb.connect(
            self.database
        ) as connection:  # not to read alone: a killed build's log is still to be applied
            known = connection.execute("from duckdb_tables() where table_name = 'last_build'").fetchall()
            return bool(known) and connection.execute("select is_whole from main_raw.last_build").fetchall() == [
                (True,)
            ]

    def must_be_b(self) -> None:
        """The database holds what B gives when it is built from nothing, and so does the published copy."""
        assert self.unlike(self.built_b) == {}
        assert state_of(self.copy, "publication") == state_of(self.database)


def write_raw_data(folder: Path, is_b: bool) -> None:
    """Raw data A or B: the demo, with some events that were loaded in the future."""
    folder.mkdir()
    declared = yaml.safe_load((PROJECT / "models/staging/_raw__sources.yml").read_text(encoding="utf-8"))
    # By clocks that were ahead, within the day that is allowed and beyond it.
    soon = datetime.now() + timedelta(hours=12)
    changed = {} if is_b else OTHER_IN_A
    changed |= {
        "campaigns": "* replace (cast(budget as bigint) as budget)",
        "web_events": f"""* replace (case when hash(event_id) % 20 = 3 then timestamp '{soon}'
            when hash(event_id) % 400 = 4 then timestamp '2099-01-01' else loaded_at end as loaded_at)""",
    }
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for table in declared["sources"][0]["tables"]:
            name, rows = table["name"], f"text_{table['name']}"
            demo = PROJECT / f"seeds/demo/{name}.csv"
            connection.execute(f"create table {rows} as from read_csv('{demo}', all_varchar = true)")
            if name in TYPED:
                cells = [
                    f"try_cast({column['name']} as {column['data_type']}) as {column['name']}"
                    for column in table["columns"]
                ]
                rows = f"(select {', '.join(cells)} from {rows})"
            left_out = (ONLY_IN_A if is_b else ONLY_IN_B).get(name, "false")
            kind, options = ("parquet", "format parquet") if name in TYPED else ("csv", "format csv, header")
            connection.execute(f"""
                copy (select {changed.get(name, "*")} from {rows} where ({left_out}) is not true)
                to '{folder / name}.{kind}' ({options})""")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The folder with A and B built."""
    return World(tmp_path_factory.mktemp("faults"))


def test_a_and_b_are_unlike(world: World) -> None:
    """Else the tests below would say nothing."""
    world.begin(raw="a", built=world.built_a)
    unlike = world.unlike(world.built_b)
    assert {
        "fct_sessions",
        "fct_interactions",
        "fct_journeys",
        "rpt_campaign_performance",
        "dim_deals",
        "quarantine",
    } <= set(unlike)


def test_killed_at_random_moments(world: World, tmp_path: Path) -> None:
    """SIGKILL of all of dbt's processes, in full builds and in increments, with other data each time."""
    seed = random.randrange(10**6)
    chance, killed, tried = random.Random(seed), Counter(), 0
    with Reader(world.copy, tmp_path) as reader:
        for builds in itertools.cycle(ROUNDS):
            if killed.total() >= KILLS and len(killed) == 3:
                break
            world.begin(raw="b", built=None if builds == ["nothing"] else world.built_a)
            for number, kind in enumerate(builds):
                if number:
                    world.hand_over(chance.choice("ab"))
                arguments = [kind] if kind.startswith("--") else []
                moment = {"after_lines": chance.randrange(3, world.lines), "seconds": chance.uniform(0, 0.3)}
                tried += 1
                killed.update([kind] * world.kill(*arguments, **moment))
                if world.says_it_is_whole():
                    assert {} in (world.unlike(world.built_a), world.unlike(world.built_b)), seed
            world.hand_over("b")
            world.must_build()
            assert world.unlike(world.built_b) == {}, seed
        assert reader.states()[-1] == state_of(world.database)
    world.must_be_b()
    print(f"killed of {tried} builds: {dict(killed)}, seed {seed}")


@pytest.fixture
def small_disk(world: World) -> Iterator[Callable[[int], tuple[dict, str, Callable]]]:
    """Makes the disk of the database small: in bytes → options of the build, its error, and what makes it large again."""

    def mount(*options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(world.disk)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def shrink(size: int) -> tuple[dict, str, Callable]:
        if mount(f"size={size}"):
            shutil.copy(world.built_a, world.database)
            return {}, "No space left on device", lambda: mount("remount", "size=1g")
        # Where one may not mount: no file may grow beyond it.
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
        return {"preexec_fn": limit}, "File too large", lambda: None

    yield shrink
    if os.path.ismount(world.disk):
        subprocess.run(["umount", str(world.disk)], check=True)


def test_the_disk_is_full(world: World, small_disk: Callable) -> None:
    world.begin(raw="b", built=world.built_a)
    options, message, make_room = small_disk(world.built_a.stat().st_size + 1024**2)
    world.must_fail(message, **options)
    make_room()
    world.must_build()
    world.must_be_b()


def test_the_memory_is_too_small(world: World, tmp_path: Path) -> None:
    """DuckDB spills, or the build fails and says why."""
    world.begin(raw="b", built=world.built_a)
    profile = (PROJECT / "profiles.yml").read_text(encoding="utf-8")
    small = profile.replace("TimeZone: UTC", "TimeZone: UTC\n        memory_limit: 24MB").replace(
        "{{ flags.PROFILES_DIR }}", str(PROJECT)
    )
    assert small.count("24MB") == 1
    (tmp_path / "profiles.yml").write_text(small, encoding="utf-8")
    code, output = world.build(folder=tmp_path, environment={"DBT_PROFILES_DIR": str(tmp_path)})
    assert code == 0 or "Out of Memory Error" in output, output[-8000:]
    world.must_build()
    world.must_be_b()


def test_a_raw_file_is_cut_off(world: World) -> None:
    """While somebody writes it: of Parquet the build names the file and changes nothing, of CSV the cut line is quarantined."""
    world.begin(raw="b", built=world.built_a)
    parquet, table = world.raw / "web_events.parquet", world.raw / "email_events.csv"
    whole = parquet.read_bytes()
    parquet.write_bytes(whole[: len(whole) // 2])
    world.must_fail("web_events.parquet")
    assert world.unlike(world.built_a) == {}
    parquet.write_bytes(whole)
    whole = table.read_bytes()
    lines = whole.splitlines(keepends=True)
    table.write_bytes(b"".join(lines[:500]) + lines[500][:30])
    world.must_build()
    with duckdb.connect(world.database, read_only=True) as connection:
        (unreadable,) = connection.execute(
            "select count(*) from quarantine where reason = 'unreadable_row' and raw_row like '%email_events.csv%'"
        ).fetchone()
    assert unreadable == 1
    table.write_bytes(whole)
    world.must_build()
    world.must_be_b()


def test_raw_tables_go_and_come_back(world: World) -> None:
    """An optional one counts as empty, and nothing of it stays in any mart; without a required one nothing is built."""
    world.begin(raw="b", built=world.built_a)
    for table in ("email_events", "contacts"):
        (world.raw / f"{table}.csv").rename(world.folder / f"{table}.csv")
        if table == "email_events":
            assert "Absent tables count as empty: email_events" in world.must_build()
        else:
            world.must_fail("raw table contacts", "Nothing was built")
    with duckdb.connect(world.database, read_only=True) as connection:
        for mart, condition in {
            "fct_interactions": "interaction_type = 'marketing_email_click'",
            "fct_attribution": "interaction_id like 'email:%'",
            "rpt_campaign_influences": "asset_type = 'marketing_email' and influence_type like '%email%'",
            "quarantine": "raw_table = 'email_events'",
        }.items():
            assert connection.execute(f"select count(*) from {mart} where {condition}").fetchone() == (0,), mart
    for table in ("email_events", "contacts"):
        (world.folder / f"{table}.csv").rename(world.raw / f"{table}.csv")
    world.must_build()
    world.must_be_b()


def test_two_builds_at_once(world: World) -> None:
    """The second says that the first is there, and who it is; the first comes to its end unharmed."""
    world.begin(raw="b", built=world.built_a)
    first = world.start()
    for line in first.stdout:
        if "OK created" in line:
            break
    # So that it certainly is still there.
    os.killpg(first.pid, signal.SIGSTOP)
    world.must_fail("Could not set lock on file", "Conflicting lock is held", f"PID {first.pid}")
    os.killpg(first.pid, signal.SIGCONT)
    output, _ = first.communicate()
    assert first.returncode == 0, output
    world.must_be_b()


# dbt, at another time than it is.
DBT_AT = """
import datetime, sys
import dbt.tracking
days = int(sys.argv.pop(1))
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.now(tz) + datetime.timedelta(days=days)
dbt.tracking.datetime = Moved
from dbt.cli.main import cli
cli()
"""


def test_the_clock_is_set_back(world: World) -> None:
    """It was 400 days ahead in the run before; rows were loaded by clocks that were ahead as well."""
    world.begin(raw="a", built=world.built_a)
    world.must_build(module=["-c", DBT_AT, "400"])
    with duckdb.connect(world.database, read_only=True) as connection:
        (built_at,) = connection.execute("select built_at from main_raw.last_build").fetchone()
    assert built_at > datetime.now() + timedelta(days=300)
    world.hand_over("b")
    world.must_build()
    world.must_be_b()


def test_columns_have_another_type(world: World) -> None:
    """Timestamps, numbers and flags become text, decimals become doubles; only the raw row is shown otherwise."""
    world.begin(raw="b", built=world.built_a)
    with duckdb.connect() as connection:
        for table in TYPED:
            file = world.raw / f"{table}.parquet"
            connection.execute(f"create table {table} as from '{file}'")
            for column, kind in connection.execute(
                f"select column_name, column_type from (describe {table})"
            ).fetchall():
                if kind != "VARCHAR":
                    other = "double" if kind.startswith("DECIMAL") else "varchar"
                    connection.execute(f"alter table {table} alter {column} type {other}")
            connection.execute(f"copy {table} to '{file}'")
        kinds = connection.execute("select distinct data_type from duckdb_columns() where not internal").fetchall()
        assert set(kinds) == {("VARCHAR",), ("DOUBLE",)}
    world.must_build()
    assert world.unlike(world.built_b, ignored=("detected_at", "raw_row")) == {}
