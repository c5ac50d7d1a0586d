"""Raw data in, for real: every way of handing it over gives the same marts, and what cannot be used stops the build in time."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import pytest
import yaml
from harness import ADDRESS, PROJECT, WITHOUT_TESTS, Row, built_marts, dbt, leaked_addresses, must_pass

# A company with one won deal, as a CRM and a tracker would export it. contacts has a column that Tributary does not know, an
# empty key, and a contact named by nobody else; optional columns and tables are missing. What is no web event happens after the
# deal was won. Texts and rejected rows hold e-mail addresses.
COMPANY = {
    "contacts": """
        contact_id,created_at,email,is_deleted,creation_source,favourite_colour
        101,2026-03-02 07:00:00-05:00,Ann@Shop.example,false,form,green
        102,2026-03-03 09:00:00Z,,false,import,
        ,2026-03-03 09:00:00Z,,false,import,
    """,
    "contact_visitors": """
        visitor_id,contact_id,identified_at
        v1,101,2026-03-02 12:00:30
        v1,103,2026-03-02 12:00:30
    """,
    "web_events": """
        event_id,visitor_id,occurred_at,event_type,page_url,is_bot
        1,v1,2026-03-01 10:00:00,page_view,https://shop.example/a?utm_campaign=spring,false
        2,v1,2026-03-02 12:00:30,form_submission,https://shop.example/b,false
        3,v1,2026-03-05 08:00:00.000001,page_view,https://shop.example/b,false
        4,v1,2026-03-05 08:00:01,page_view,https://shop.example/b,true
    """,
    "deals": """
        deal_id,amount,currency_code,created_at,closed_at,stage_id
        9007199254740993,1000.5,EUR,2026-03-06,2026-03-10,won
    """,
    "deal_contacts": """
        deal_id,contact_id
        9007199254740993,101
        9007199254740993,102
    """,
    "pipeline_stages": """
        stage_id,is_won
        won,true
    """,
    "exchange_rates": """
        currency_code,rate_date,rate_to_home
        EUR,2026-03-09,1.1
        EUR,2026-03-11,9.9
    """,
    "campaigns": """
        campaign_id,campaign_name
        1,Spring
    """,
    "campaign_utms": """
        campaign_id,utm_campaign
        1,Spring
    """,
    "campaign_keywords": """
        campaign_id,keyword
        1,ask ann@shop.example
        1,ask bo@shop.example
    """,
    "campaign_spend": """
        campaign_id,spend_date,amount,currency_code,spend_source
        1,2026-03-10,100.5,EUR,fair
        1,2999-12-31,20,,
    """,
    "email_events": """
        email_event_id,email_id,recipient_email,event_type,occurred_at,clicked_url,contact_id,is_filtered,loaded_at
        1,7,ann@shop.example,open,2026-03-20 10:00:00Z,,101,,2026-03-21 10:00:00
        1,7,ANN@Shop.example,click,2026-03-20 10:00:00Z,https://shop.example/c?to=ann@shop.example,101,false,2026-03-22 10:00:00
    """,
    "ad_interactions": """
        ad_interaction_id,occurred_at,network,contact_id,ad_name,keyword,landing_url
        1,2026-03-20 11:00:00,Google,101,for ann@shop.example,ann@shop.example,https://shop.example/d?to=ann%40shop.example
    """,
    "social_interactions": """
        social_interaction_id,occurred_at,social_post_id,network,interaction_type,visitor_id,url
        1,2026-03-20 12:00:00,5,LinkedIn,click,v1,https://shop.example/e?to=ann@shop.example
    """,
    "marketing_event_participations": """
        participation_id,marketing_event_id,contact_id,state,occurred_at
        1,3,101,attended,2026-03-20 13:00:00
        2,3,103,attended,2026-03-20 13:00:00
    """,
    "sales_activities": """
        activity_id,activity_type,occurred_at,outcome,is_connected,title
        1,call,2026-03-20 14:00:00,told ann@shop.example,true,call ann@shop.example
        2,meeting,2999-12-31 14:00:00,,,meet bo@shop.example
    """,
    "sales_activity_contacts": """
        activity_id,contact_id
        1,101
        2,101
    """,
    "sales_activity_deals": """
        activity_id,deal_id
        1,9007199254740993
    """,
    "workflow_enrollments": """
        contact_id,workflow_id,occurred_at
        101,9,2026-03-20 15:00:00
    """,
    "list_memberships": """
        contact_id,list_id,occurred_at,is_static
        101,4,2026-03-20 16:00:00,true
    """,
}

# What the columns are in a warehouse; the others are text there too.
NATIVE = {
    "contacts": {"contact_id": "bigint", "created_at": "timestamptz", "is_deleted": "boolean"},
    "contact_visitors": {"contact_id": "bigint", "identified_at": "timestamp_ns"},
    "web_events": {"event_id": "integer", "occurred_at": "timestamp", "is_bot": "boolean"},
    "deals": {"deal_id": "bigint", "amount": "double", "created_at": "timestamp_s", "closed_at": "date"},
    "deal_contacts": {"deal_id": "bigint", "contact_id": "bigint"},
    "pipeline_stages": {"is_won": "boolean"},
    "exchange_rates": {"rate_date": "date", "rate_to_home": "decimal(9, 4)"},
    "campaigns": {"campaign_id": "smallint"},
    "campaign_utms": {"campaign_id": "bigint"},
    "campaign_keywords": {"campaign_id": "bigint"},
    "campaign_spend": {"campaign_id": "bigint", "spend_date": "date", "amount": "float"},
    "email_events": {"email_event_id": "bigint", "occurred_at": "timestamptz", "is_filtered": "boolean"},
    "ad_interactions": {"contact_id": "bigint", "occurred_at": "timestamp"},
    "social_interactions": {"social_post_id": "bigint", "occurred_at": "timestamp"},
    "marketing_event_participations": {"contact_id": "bigint", "occurred_at": "timestamp"},
    "sales_activities": {"activity_id": "bigint", "occurred_at": "timestamp", "is_connected": "boolean"},
    "sales_activity_contacts": {"activity_id": "bigint", "contact_id": "bigint"},
    "sales_activity_deals": {"activity_id": "bigint", "deal_id": "bigint"},
    "workflow_enrollments": {"contact_id": "bigint", "occurred_at": "timestamp"},
    "list_memberships": {"contact_id": "bigint", "occurred_at": "timestamp", "is_static": "boolean"},
}

# Of some tables one of two rows is unusable.
LENIENT = {"max_quarantine_share": 0.5}


def rows_of(text: str) -> list[dict[str, str]]:
    """Rows of a CSV text."""
    return list(csv.DictReader(io.StringIO("\n".join(line.strip() for line in text.strip().splitlines()))))


def write_csv(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> None:
    """Writes rows as one CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def write_csvs(folder: Path, tables: dict[str, str] = COMPANY) -> Row:
    """Writes <table>.csv for each table; returns the vars that say so."""
    for table, text in tables.items():
        write_csv(folder / f"{table}.csv", rows_of(text))
    return {"raw_path": str(folder)}


def native(table: str, folder: Path) -> str:
    """Select of a table with native types, out of its CSV file."""
    casts = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in NATIVE[table].items())
    return f"select * replace ({casts}) from read_csv('{folder}/{table}.csv', all_varchar = true)"


def as_csv(folder: Path) -> Row:
    """Single CSV files."""
    return write_csvs(folder / "raw")


def as_parquet(folder: Path) -> Row:
    """Single Parquet files with native types, written by somebody in another time zone."""
    write_csvs(folder / "csv")
    (folder / "raw").mkdir()
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'America/New_York'")
        for table in COMPANY:
            connection.execute(f"copy ({native(table, folder / 'csv')}) to '{folder}/raw/{table}.parquet'")
    return {"raw_path": str(folder / "raw") + "/"}


def as_folders(folder: Path) -> Row:
    """A folder per table with one file per row, of which each has only the columns that are filled, in another order."""
    for table, text in COMPANY.items():
        for number, row in enumerate(rows_of(text)):
            filled = sorted((column for column, cell in row.items() if cell), reverse=number % 2 == 1)
            write_csv(folder / "raw" / table / f"{number}.csv", [row], filled)
        if table in ("web_events", "deals"):
            with duckdb.connect() as connection:
                for file in (folder / "raw" / table).iterdir():
                    connection.execute(f"copy (from read_csv('{file}')) to '{file.with_suffix('.parquet')}'")
                    file.unlink()
    return {"raw_path": str(folder / "raw")}


def as_schema(folder: Path, database: str = "tributary") -> Row:
    """Tables with native types, and names in capitals, in a schema of the target database."""
    write_csvs(folder / "csv")
    with duckdb.connect(folder / f"{database}.duckdb") as connection:
        connection.execute("create schema crm; set TimeZone = 'Asia/Tokyo'")
        for table in COMPANY:
            connection.execute(f"create table crm.{table.upper()} as {native(table, folder / 'csv')}")
            for column in rows_of(COMPANY[table])[0]:
                connection.execute(f"alter table crm.{table} rename {column} to {column.upper()}")
    return {"raw_schema": "crm"}


def as_attached_database(folder: Path) -> Row:
    """The same in another database, which the profile attaches."""
    variables = as_schema(folder, "sales")
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    profile["tributary"]["outputs"]["duckdb"]["attach"] = [{"path": str(folder / "sales.duckdb"), "type": "duckdb"}]
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    return variables | {"raw_database": "sales"}


WAYS: list[Callable[[Path], Row]] = [as_csv, as_parquet, as_folders, as_schema, as_attached_database]


def build(folder: Path, variables: Row) -> CompletedProcess:
    """Builds seeds and models, with the profile in `folder` if there is one."""
    profiles = folder if (folder / "profiles.yml").exists() else PROJECT
    arguments = ["build", *WITHOUT_TESTS, "--profiles-dir", str(profiles)]
    return dbt(*arguments, folder=folder, variables=LENIENT | variables, artifacts=True)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """The company built in every way: folder and dbt's output."""
    folders = [tmp_path_factory.mktemp(way.__name__) for way in WAYS]
    runs = [build(folder, way(folder)) for way, folder in zip(WAYS, folders, strict=True)]
    return {way.__name__: (f, must_pass(run).stdout) for way, f, run in zip(WAYS, folders, runs, strict=True)}


def query(folder: Path, sql: str) -> list[tuple]:
    """Rows of a query on the database in a folder."""
    with duckdb.connect(folder / "tributary.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def relations(folder: Path) -> list[tuple]:
    """All tables and views in the database in a folder, if there is one."""
    exists = (folder / "tributary.duckdb").exists()
    return (
        query(
            folder,
            "from duckdb_tables() select table_name union all from duckdb_views() select view_name where not internal",
        )
        if exists
        else []
    )


def test_the_company_comes_out_as_counted_by_hand(builds: dict) -> None:
    """1000.50 EUR at the rate of the day before are 1100.55 USD, in four parts; the last closes the sum."""
    folder, _ = builds["as_csv"]
    revenue = """
        select interaction_id, occurred_at::varchar, is_lead_create, revenue_linear from fct_journeys
        where conversion_type = 'revenue' and conversion_id = '9007199254740993' order by interaction_index
    """
    assert query(folder, revenue) == [
        ("web:1", "2026-03-01 10:00:00", False, Decimal("275.1400")),
        ("web:2", "2026-03-02 12:00:30", True, Decimal("275.1400")),
        ("contact:102", "2026-03-03 09:00:00", False, Decimal("275.1300")),
        ("web:3", "2026-03-05 08:00:00.000001", False, Decimal("275.1400")),
    ]
    by_campaign = """
        select campaign_name, attributed_revenue, credits from rpt_attribution_by_campaign
        where conversion_type = 'revenue' and attribution_model = 'linear' order by campaign_id
    """
    assert query(folder, by_campaign) == [
        ("(no campaign)", Decimal("825.4100"), 0.75),
        ("Spring", Decimal("275.1400"), 0.25),
    ]
    assert query(folder, "select raw_table, row_key, reason from quarantine order by all") == [
        ("campaign_keywords", "1|ask (email)", "duplicate_key"),
        ("contact_visitors", "v1|103|2026-03-02 12:00:30", "dangling_reference"),
        ("contacts", "", "missing_key"),
        ("email_events", "1", "duplicate_key"),
        ("marketing_event_participations", "2", "dangling_reference"),
        ("sales_activities", "2", "future_timestamp"),
        ("sales_activity_contacts", "2|101", "dangling_reference"),
    ]
    assert query(folder, "select email_event_id, recipient_email, event_type from main_staging.stg_email_events") == [
        ("1", "ann@shop.example", "click")
    ]


def test_no_address_of_the_company_is_in_any_mart(builds: dict) -> None:
    """Nor is one in the keys of rejected rows. Staging has recipients in clear, since mails find their contacts by them."""
    assert sum(bool(ADDRESS.search(text)) for text in COMPANY.values()) > 5
    assert leaked_addresses(builds["as_csv"][0]) == set()


@pytest.mark.parametrize("way", [way.__name__ for way in WAYS[1:]])
def test_every_way_gives_the_same_marts(way: str, builds: dict) -> None:
    """How the raw data came in shows nowhere, but in the raw rows of the quarantine."""
    ignored = ("raw_row", "detected_at")
    assert built_marts(builds[way][0], ignored) == built_marts(builds["as_csv"][0], ignored)


def test_absent_tables_are_named_once(builds: dict) -> None:
    """They count as empty; so does the run say, once, and of no table that is there."""
    for _, output in builds.values():
        (line,) = [line for line in output.splitlines() if "Absent tables count as empty" in line]
        named = line.split("empty: ")[1].split(", ")
        assert {"companies", "owners", "assets", "sequence_enrollments"} <= set(named)
        assert not set(named) & set(COMPANY)
    folder, _ = builds["as_csv"]
    assert query(folder, "select count(*) from dim_companies") == [(0,)]


def test_an_absent_optional_column_is_null(builds: dict) -> None:
    """contacts has no lead_source here."""
    assert query(builds["as_csv"][0], "select distinct lead_source from dim_contacts") == [(None,)]


def test_a_run_without_rows_finds_its_raw_tables(tmp_path: Path) -> None:
    """With --empty dbt makes a query of every source; the raw views are made by name all the same."""
    must_pass(dbt("run", "--empty", "--select", "stg_owners", folder=tmp_path))


def test_contacts_alone_are_enough(tmp_path: Path) -> None:
    """The smallest raw data there can be: every model is built, every data test passes."""
    write_csvs(tmp_path / "raw", {"contacts": "contact_id,created_at\n1,2026-03-02"})
    variables = {"raw_path": str(tmp_path / "raw")}
    must_pass(dbt("build", "--exclude-resource-type", "unit_test", folder=tmp_path, variables=variables))
    assert query(tmp_path, "select is_included, reason from rpt_conversion_audit") == [(False, "no_interactions")]


# What cannot be used, and all that the error has to say. Each starts from no database.
UNUSABLE: dict[str, tuple[dict[str, str], Row, list[str]]] = {
    "no_contacts": (
        {"deals.csv": "deal_id\n1"},
        {},
        ["raw table contacts", "raw_path"],
    ),
    "required_columns_missing": (
        {
            "contacts.csv": "contact_id,email\n1,",
            "web_events.csv": "event_id,occurred_at\n1,2026-03-02",
            "deals.csv": "amount\n1",
        },
        {},
        [
            "column created_at of raw table contacts",
            "column visitor_id of raw table web_events",
            "column event_type of raw table web_events",
            "column deal_id of raw table deals",
            "Add it there, or point raw_path or raw_schema to where it is",
        ],
    ),
    "two_files_for_one_table": (
        {"contacts.csv": "contact_id,created_at\n1,2026-03-02", "contacts/1.csv": "contact_id,created_at\n2,2026-03-02"},
        {},
        ["Raw table contacts is there more than once", "raw/contacts.csv", "raw/contacts/*.csv", "Keep one of them"],
    ),
    "two_formats_in_one_folder": (
        {"contacts/1.csv": "contact_id,created_at\n1,2026-03-02", "contacts/2.CSV": "contact_id,created_at\n2,2026-03-02"},
        {},
        ["Raw table contacts is there more than once", "raw/contacts/*.csv", "raw/contacts/*.CSV", "Keep one of them"],
    ),
    "nothing_in_the_folder": (
        {"readme.txt": "", "orders.csv": "order_id\n1", "contacts/readme.txt": ""},
        {},
        ["No raw table found in raw_path", "<table>.csv", "README"],
    ),
    "nothing_in_the_schema": (
        {},
        {"raw_path": None, "raw_schema": "crm", "raw_database": "nowhere"},
        ["No raw table found in raw_schema 'crm' of database 'nowhere'", "Check both names"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, CompletedProcess]]:
    """A build of each unusable input."""
    folders = {}
    for name, (files, _, _) in UNUSABLE.items():
        folders[name] = tmp_path_factory.mktemp(name)
        for path, text in files.items():
            file = folders[name] / "raw" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    runs = [build(f, {"raw_path": str(f / "raw")} | UNUSABLE[name][1]) for name, f in folders.items()]
    return dict(zip(folders, zip(folders.values(), runs, strict=True), strict=True))


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_input_stops_the_build_before_it_starts(name: str, refusals: dict) -> None:
    """The error names each thing that is missing or double and says what to do; nothing has been built."""
    folder, run = refusals[name]
    assert run.returncode != 0
    assert [text for text in [*UNUSABLE[name][2], "Nothing was built"] if text not in run.stdout] == []
    assert relations(folder) == []


# What spoils a good company's raw data, and what the error has to say.
SPOILED = {
    "required_column_missing": (
        {"web_events.csv": "event_id,visitor_id,occurred_at\n1,v1,2026-03-02"},
        ["column event_type of raw table web_events", "Nothing was built"],
    ),
    "more_quarantined_than_allowed": (
        {
            "contacts.csv": "contact_id,created_at,is_deleted\n101,2026-03-02,true\n,2026-03-02,\n103,?,\n104,?,\n",
            "campaigns.csv": "campaign_id,campaign_name\n2,Summer",
            "campaign_utms.csv": "campaign_id,utm_campaign\n2,summer",
        },
        ["max_quarantine_share (0.5)", "contacts: 3 of 4 rows (75.0 %), most often unreadable_timestamp", "raise the var"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_build_that_fails_leaves_the_marts_of_the_one_before(name: str, builds: dict, tmp_path: Path) -> None:
    """A dashboard goes on showing the old figures; quarantine alone shows the new rows, once there are any."""
    files, messages = SPOILED[name]
    good = builds["as_csv"][0]
    shutil.copy(good / "tributary.duckdb", tmp_path)
    shutil.copytree(good / "raw", tmp_path / "raw")
    for file, text in files.items():
        (tmp_path / "raw" / file).write_text(text, encoding="utf-8")
    run = build(tmp_path, {"raw_path": str(tmp_path / "raw")})
    assert run.returncode != 0
    assert [text for text in messages if text not in run.stdout] == []
    before, after = built_marts(good), built_marts(tmp_path)
    if name == "more_quarantined_than_allowed":
        del before["quarantine"]
        assert len(after.pop("quarantine")) > 3
    assert after == before


def test_no_mart_is_built_before_the_quarantine_is_judged(builds: dict) -> None:
    """No mart, and no table that a mart reads through views, is without the quarantine among its ancestors."""
    manifest = json.loads((builds["as_csv"][0] / "target/manifest.json").read_text(encoding="utf-8"))
    models = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}

    def waits(key: str) -> bool:
        return models[key]["name"] == "quarantine" or any(
            waits(p) for p in models[key]["depends_on"]["nodes"] if p in models
        )

    def early_tables(key: str) -> set[str]:
        if models[key]["config"]["materialized"] == "view":
            return set().union(*(early_tables(p) for p in models[key]["depends_on"]["nodes"] if p in models))
        return set() if waits(key) else {models[key]["name"]}

    marts = [key for key, node in models.items() if node["path"].startswith("marts/")]
    assert set().union(*map(early_tables, marts)) == set()


# Bad values of vars, and what the error says of each. Each of these dicts is one run.
BAD_VARS: list[dict[str, tuple[object, str]]] = [
    {
        "raw_path": ("a", "raw_path and raw_schema are both set: set one of them"),
        "raw_schema": ("b", "raw_path and raw_schema are both set: set one of them"),
        "max_quarantine_share": (5, "max_quarantine_share is 5: give a number from 0 to 1"),
        "session_timeout_minutes": (None, "session_timeout_minutes is null: give a number above 0"),
        "session_breaks_on_new_source": ("yes", 'session_breaks_on_new_source is "yes": give one of true, false'),
        "site_domains": ("shop.example", 'site_domains is "shop.example": give a list'),
        "offline_creation_sources": (["import"], 'offline_creation_sources is ["import"]: give a mapping'),
        "interaction_types": (["call"], 'interaction_types is ["call"]: give a mapping'),
        "lookback_days": ("ninety", 'lookback_days is "ninety": give a number above 0, or null'),
        "max_interactions_per_conversion": (0, "max_interactions_per_conversion is 0: give a whole number from 1 up, or null"),
        "contact_creation_grace_seconds": (None, "contact_creation_grace_seconds is null: give a whole number from 0 up"),
        "middle_scope": ("everyone", 'middle_scope is "everyone": give one of between_keys, all_others'),
        "null_rule": ([1], "null_rule is [1]: give one of any_contact, oldest_contact, off"),
        "time_decay_half_life_days": (0, "time_decay_half_life_days is 0: give a number above 0"),
        "attribution_models": ("linear", 'attribution_models is "linear": give a list'),
        "attribution_weights": (["u_shaped"], 'attribution_weights is ["u_shaped"]: give a mapping'),
        "position_models": (None, "position_models is null: give a mapping"),
        "home_currency": ("usd", 'home_currency is "usd": give an ISO 4217 code such as USD'),
        "exchange_rate_max_age_days": (-1, "exchange_rate_max_age_days is -1: give a whole number from 0 up"),
        "closed_won_stage_ids": (None, "closed_won_stage_ids is null: give a list"),
        "campaign_history": ("no", 'campaign_history is "no": give one of true, false'),
        "influence_by_ads": (None, "influence_by_ads is null: give one of true, false"),
        "campaign_metric_exclusions": ("ad", 'campaign_metric_exclusions is "ad": give a list'),
        "email_hash_salt": (None, "email_hash_salt is null: give a text"),
        "mart_readers": ("reporter", 'mart_readers is "reporter": give a list'),
        "publish_path": (["a"], 'publish_path is ["a"]: give a text, or null'),
        "publish_format": ("PARQUET", 'publish_format is "PARQUET": give one of duckdb, parquet, csv'),
    },
    {
        "raw_path": (["a"], 'raw_path is ["a"]: give a text, or null'),
        "raw_database": ("c", "raw_database is 'c' without raw_schema: set that too"),
        "max_quarantine_share": ("0.1", 'max_quarantine_share is "0.1": give a number from 0 to 1'),
        "session_timeout_minutes": ("preset", 'session_timeout_minutes is "preset": give a number above 0'),
        "site_domains": (None, "site_domains is null: give a list"),
        "offline_creation_sources": ("import", 'offline_creation_sources is "import": give a mapping'),
        "lookback_days": (0, "lookback_days is 0: give a number above 0, or null"),
        "max_interactions_per_conversion": (2.5, "max_interactions_per_conversion is 2.5: give a whole number from 1 up, or null"),
        "contact_creation_grace_seconds": (0.5, "contact_creation_grace_seconds is 0.5: give a whole number from 0 up"),
        "time_decay_half_life_days": ("week", 'time_decay_half_life_days is "week": give a number above 0'),
        "attribution_models": ({"linear": 1}, 'attribution_models is {"linear": 1}: give a list'),
        "home_currency": (840, "home_currency is 840: give an ISO 4217 code such as USD"),
        "publish_path": ("s3://bi/marts", 'publish_path is "s3://bi/marts": give a file or folder on a disk, where a rename'),
        "publish_format": (None, "publish_format is null: give one of duckdb, parquet, csv"),
        "exchange_rate_max_age_days": (True, "exchange_rate_max_age_days is true: give a whole number from 0 up"),
    },
    {
        "site_domains": (["https://shop.example"], 'site_domains holds "https://shop.example": give domains such as'),
        "mart_readers": (["reporter", " "], 'mart_readers holds " ": give names of users, roles or groups'),
        "offline_creation_sources": (
            {"import": "imports", "api": "integration"},
            'offline_creation_sources maps import to "imports": give contact_import, integration or other_lead_creation',
        ),
        "interaction_types": (
            {"sales": ["meeting"], "revenue": ["meeting", "lunch"], "deal_create": "meeting"},
            "interaction_types names the report 'sales': give some of contact_create, deal_create, revenue\n"
            'interaction_types.revenue names "lunch": give some of page_view,\n'
            'interaction_types.deal_create is "meeting": give a list',
        ),
        "attribution_models": (
            ["linear", "nobody", "a b"],
            "attribution_models names 'nobody', but there is no macro attribution_model_nobody: write it in "
            "macros/attribution/models/nobody.sql, or take the name off the list\n"
            "the attribution model 'a b' needs a name of lower-case letters, digits and _",
        ),
        "attribution_weights": (
            {
                "linear": {"first": 1},
                "last_ad": {"first": 1},
                "nobody": {"first": 1},
                "first_interaction": {"last_ad": 1},
                "last_interaction": {"last": True},
                "u_shaped": {"first": 0, "pool": 1},
                "w_shaped": 0.3,
                "full_path": {"first": 1, "pool": -1},
                "j_shaped": {"first": 1},
            },
            "attribution_weights names 'linear': give some of first_interaction, last_interaction, u_shaped, w_shaped, \n"
            "attribution_weights names 'last_ad': give some of\n"
            "attribution_weights names 'nobody': give some of\n"
            "attribution_weights.first_interaction weighs 'last_ad': give some of first, lead_create, deal_create, closed_won, \n"
            "attribution_weights.last_interaction.last is True: give a number from 0 up\n"
            "attribution_weights.u_shaped weighs no position above 0\n"
            "attribution_weights.w_shaped is '0.3': give a mapping of positions to weights\n"
            "attribution_weights.full_path.pool is -1: give a number from 0 up",
        ),
        "campaign_metric_exclusions": (
            ["cta", "email", 1],
            'campaign_metric_exclusions names "email": give some of workflow, cta, ad\n'
            "campaign_metric_exclusions names 1: give some of workflow, cta, ad",
        ),
        "position_models": (
            {
                "linear": {"first": 1},
                "negative": {"first": -0.1, "last": 1},
                "misspelt": {"frist": 1},
                "poolish": {"pool": 1},
                "listed": ["first"],
                "worded": {"first": "half"},
            },
            "name a model twice: linear, nobody, a b, linear, negative\n"
            "position_models.negative.first is -0.1: give a number from 0 up\n"
            "position_models.misspelt weighs 'frist': give some of first, lead_create,\n"
            "position_models.poolish weighs no position above 0\n"
            "position_models.listed is '['first']': give a mapping of positions to weights\n"
            "position_models.worded.first is half: give a number from 0 up",
        ),
    },
    {
        "max_quarantine_share": (math.nan, "max_quarantine_share is NaN: give a number from 0 to 1"),
        "session_timeout_minutes": (math.inf, "session_timeout_minutes is Infinity: give a number above 0"),
        "lookback_days": (math.nan, "lookback_days is NaN: give a number above 0, or null"),
        "max_interactions_per_conversion": (math.inf, "max_interactions_per_conversion is Infinity: give a whole number from 1 up"),
        "contact_creation_grace_seconds": (-math.inf, "contact_creation_grace_seconds is -Infinity: give a whole number from 0 up"),
        "exchange_rate_max_age_days": (math.nan, "exchange_rate_max_age_days is NaN: give a whole number from 0 up"),
        "time_decay_half_life_days": (math.inf, "time_decay_half_life_days is Infinity: give a number above 0"),
    },
    {
        "attribution_weights": (
            {"u_shaped": {"first": math.nan, "last": math.inf, "pool": -math.inf}, "w_shaped": {"first": 1e20}},
            "attribution_weights.u_shaped.first is nan: give a number from 0 to 1000000\n"
            "attribution_weights.u_shaped.last is inf: give a number from 0 to 1000000\n"
            "attribution_weights.u_shaped.pool is -inf: give a number from 0 up\n"
            "attribution_weights.w_shaped.first is 1e+20: give a number from 0 to 1000000",
        ),
    },
    {"attribution_models": ([], "attribution_models and position_models are both empty: name at least one model")},
    {"attribution_preset": (["adobe"], 'attribution_preset is ["adobe"]: give one of hubspot, adobe, marketo, google_2023')},
]  # fmt: skip


def test_every_bad_var_is_named(tmp_path: Path) -> None:
    """One error names all of them, each with its value and what is allowed, before models compute with one; nothing is built."""
    folders = [tmp_path / str(number) for number in range(len(BAD_VARS))]
    variables = [{name: value for name, (value, _) in bad.items()} for bad in BAD_VARS]
    runs = [dbt("build", folder=f, variables=v) for f, v in zip(folders, variables, strict=True)]
    for folder, bad, run in zip(folders, BAD_VARS, runs, strict=True):
        expected = [line for _, message in bad.values() for line in message.split("\n")]
        assert run.returncode != 0
        assert [line for line in [*expected, "Nothing was built"] if line not in run.stdout] == [], run.stdout
        assert relations(folder) == []


def test_every_var_has_a_bad_value_here() -> None:
    """A new var needs a check, and its bad value in the lists above."""
    declared = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert set(declared) == {name for bad in BAD_VARS for name in bad}
