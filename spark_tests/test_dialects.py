"""A compile check of engines on which the project has not been run: whether sqlglot can say each model in their SQL.

Snowflake's and BigQuery's statements are DuckDB's, translated; Databricks takes Spark's as they are. It finds what a dialect has
no words for and functions that sqlglot does not know; it does not find what an engine would refuse or do differently.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, UnsupportedError

# What is not said, and in how many models; docs/spark.md lists it, too.
UNKNOWN_OF_DUCKDB = {
    "Unsupported TRY function": 2,
    "function epoch_us": 8,
    "function generate_subscripts": 1,
    "function row": 4,
    "function to_json": 1,
    "function url_decode": 2,
}
KNOWN = {
    "snowflake": UNKNOWN_OF_DUCKDB,
    "bigquery": UNKNOWN_OF_DUCKDB
    | {
        "'NULLS LAST' translation not supported for aggregate function GROUP_CONCAT with  sort order": 1,
        "'NULLS LAST' translation not supported in window function MAX": 1,
        "'NULLS LAST' translation not supported in window function SUM": 2,
        "Argument 'modifiers' is not supported for expression 'RegexpReplace' when targeting BigQuery.": 16,
    },
    # Databricks has them all, as its documentation says.
    "databricks": {"function format_number": 1, "function make_date": 1, "function url_decode": 2},
}


def compiled(folder: Path) -> dict[str, str]:
    """Models that dbt compiled into a folder, without those of unit tests: {name: statement}."""
    paths = (folder / "target/compiled/tributary/models").rglob("*.sql")
    return {path.stem: path.read_text(encoding="utf-8") for path in paths if ".yml" not in str(path)}


def unsaid(statements: dict[str, str], read: str, write: str) -> dict[str, int]:
    """What another dialect has no words for: {problem: number of models}."""
    found: dict[str, set[str]] = defaultdict(set)
    for model, statement in statements.items():
        try:
            tree = sqlglot.parse_one(statement, read=read)
            for function in tree.find_all(exp.Anonymous):
                found[f"function {function.name.lower()}"].add(model)
            sqlglot.parse_one(tree.sql(write, unsupported_level=ErrorLevel.IGNORE), read=write)
            tree.sql(write, unsupported_level=ErrorLevel.RAISE, max_unsupported=1000)
        except ParseError as error:
            found[error.errors[0]["description"]].add(model)
        except UnsupportedError as error:
            for problem in filter(None, map(str.strip, str(error).splitlines())):
                found[problem].add(model)
    return {problem: len(models) for problem, models in sorted(found.items())}


@pytest.mark.parametrize("dialect", ["snowflake", "bigquery"])
def test_models_can_be_said_in_another_dialect(dialect, demo_folder_of_duckdb):
    statements = compiled(demo_folder_of_duckdb)
    assert len(statements) > 90
    assert unsaid(statements, "duckdb", dialect) == KNOWN[dialect]


def test_models_on_spark_can_be_said_on_databricks(demo):
    statements = compiled(demo.folder)
    assert len(statements) > 90
    assert unsaid(statements, "databricks", "databricks") == KNOWN["databricks"]


def test_what_cannot_be_said_is_found():
    statements = {"unknown": "select list_zip([1], [2])", "unsupported": "select try(1)", "broken": "select from where"}
    found = unsaid(statements, "duckdb", "bigquery")
    assert {"function list_zip": 1, "Unsupported TRY function": 1}.items() < found.items()
    assert len(found) == 3
