"""Raw data in, for real: every way of handing it over gives the same marts, and what cannot be used stops the build in time."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import pytest
import yaml
from harness import PROJECT, Row, built_marts, dbt, must_pass

# A company with one won deal, as a CRM and a tracker would export it. contacts has a column that Tributary does not know, an
# empty key, and a contact named by nobody else; optional columns and tables are missing.
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
}

# One of three contacts, and one of two cookies, is unusable.
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
    arguments = ["build", "--exclude-resource-type", "test", "unit_test", "--profiles-dir", str(profiles)]
    return dbt(*arguments, folder=folder, variables=LENIENT | variables)
