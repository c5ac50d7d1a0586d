"""The checks themselves: every test of the dbt project can fail, and no rule can be broken without a difference to the reference.

A check that cannot fail is worse than none. Everything runs on the compiled project in memory (harness.Warehouse).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from companies import company
from harness import KEYS, PROJECT, Raw, Warehouse, dbt, differences, must_pass, read_raw
from test_against_reference import SETTINGS, expected_marts

DEMO = read_raw(PROJECT / "seeds/demo")


class Tests:
    """The demo in a warehouse, and the project's data tests as dbt compiled them."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(folder)
        must_pass(dbt("compile", "--select", "test_type:data", folder=folder, variables=self.warehouse.variables))
        manifest = json.loads((folder / "target/manifest.json").read_text(encoding="utf-8"))
        self.nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
        self.models = {key: node["name"] for key, node in manifest["nodes"].items()}
        self.warehouse.run(DEMO)
        self.connection = self.warehouse.connection
        self.connection.execute("use tributary.main")

    def named(self, name: str, model: str | None) -> dict:
        """A singular test, or the first use of a generic one on a model."""
        return next(
            node
            for node in self.nodes
            if node["name"] == name
            or ((node.get("test_metadata") or {}).get("name"), self.models.get(node["attached_node"])) == (name, model)
        )

    def fails(self, node: dict, statement: str = "", view: dict | None = None) -> bool:
        """Whether a test returns rows, after a statement that is taken back in the end. A view to spoil is made a table."""
        self.connection.execute("begin")
        try:
            if view:
                schema, name = view["schema"], view["name"]
                self.connection.execute(f"create table {schema}.spoilt as from {schema}.{name}; drop view {schema}.{name}")
                self.connection.execute(f"alter table {schema}.spoilt rename to {name}")
            self.connection.execute(statement)
            return bool(self.connection.execute(node["compiled_code"]).fetchone())
        finally:
            self.connection.execute("rollback")


@pytest.fixture(scope="module")
def tests(tmp_path_factory: pytest.TempPathFactory) -> Tests:
    """The demo and the compiled data tests."""
    return Tests(tmp_path_factory.mktemp("tests"))


# What each of our tests is there to notice: test, for a generic one a model that has it, and a statement that does it.
ONE = "where rowid = (select min(rowid) from {} where {})"
A_JOURNEY_ROW = ONE.format("fct_journeys", "conversion_type = 'revenue' and credit_linear > 0")
TWINS: list[tuple[str, str | None, str]] = [
    ("unique_grain", "dim_campaigns", "insert into dim_campaigns from dim_campaigns limit 1"),
    ("unique_grain", "dim_campaigns", f"update dim_campaigns set campaign_id = null {ONE.format('dim_campaigns', 'true')}"),
    ("always_true", "fct_journeys", f"update fct_journeys set interaction_index = 0 {A_JOURNEY_ROW}"),
    ("always_true", "fct_journeys", f"update fct_journeys set interaction_count = null {A_JOURNEY_ROW}"),
    ("no_row_lost", "stg_contacts", "delete from main_staging.stg_contacts where contact_id = (select min(contact_id) from dim_contacts)"),
    ("no_row_lost", "stg_contacts", f"delete from quarantine {ONE.format('quarantine', '''raw_table = 'contacts' ''')}"),
    ("no_row_lost", "stg_contacts", "insert into main_staging.stg_contacts from main_staging.stg_contacts limit 1"),
    ("credits_sum_to_one", None, f"update fct_journeys set credit_linear = credit_linear * 1.00001 {A_JOURNEY_ROW}"),
    (
        "credits_sum_to_one",
        None,
        f"update fct_journeys set credit_last_interaction = -0.1 {ONE.format('fct_journeys', 'credit_last_interaction = 0')}",
    ),
    ("revenue_adds_up", None, f"update fct_journeys set revenue_linear = revenue_linear + 0.01 {A_JOURNEY_ROW}"),
    ("revenue_adds_up", None, f"update fct_journeys set revenue_linear = revenue_linear - 0.01 {A_JOURNEY_ROW}"),
    ("revenue_adds_up", None, "update fct_journeys set revenue_u_shaped = null where conversion_type = 'revenue'"),
    (
        "revenue_adds_up",
        None,
        f"update fct_journeys set revenue_linear = 0 {ONE.format('fct_journeys', '''conversion_type = 'deal_create' ''')}",
    ),
    ("reconciliation_is_exact", None, "update rpt_reconciliation set total_conversions = total_conversions + 1"),
    ("reconciliation_is_exact", None, "update rpt_reconciliation set attributed_amount = attributed_amount - 0.01"),
    (
        "reconciliation_is_exact",
        None,
        "update rpt_reconciliation set unattributed_conversions_no_contact = unattributed_conversions_no_contact + 1",
    ),
    (
        "reconciliation_is_exact",
        None,
        "update rpt_reconciliation set unattributed_amount_no_contact = unattributed_amount_no_contact + 0.01",
    ),
    (
        "reports_add_up",
        None,
        f"delete from rpt_attribution_by_campaign {ONE.format('rpt_attribution_by_campaign', 'attributed_revenue > 0')}",
    ),
    (
        "reports_add_up",
        None,
        "update rpt_attribution_by_campaign set attributed_revenue = attributed_revenue_unsplit",
    ),
    (
        "reports_add_up",
        None,
        f"""update rpt_attribution_by_source set attributed_revenue = attributed_revenue + 0.01
            {ONE.format('rpt_attribution_by_source', 'attributed_revenue > 0')}""",
    ),
    ("reports_add_up", None, f"update rpt_attribution_by_asset set credits = credits + 1e-5 {ONE.format('rpt_attribution_by_asset', 'true')}"),
    ("reports_add_up", None, "delete from rpt_attribution_by_interaction_type where attribution_model = 'linear'"),
    (
        "audit_covers_everything",
        None,
        f"delete from rpt_conversion_audit {ONE.format('rpt_conversion_audit', '''conversion_type = 'revenue' and not is_included''')}",
    ),
    (
        "audit_covers_everything",
        None,
        f"update rpt_conversion_audit set is_included = true, reason = null {ONE.format('rpt_conversion_audit', 'not is_included')}",
    ),
    ("audit_covers_everything", None, f"update rpt_conversion_audit set reason = null {ONE.format('rpt_conversion_audit', 'not is_included')}"),
    ("audit_covers_everything", None, "update rpt_conversion_audit set is_included = null"),
    ("home_currency_is_known", None, "delete from main_reference.currencies where currency_code = 'USD'"),
]  # fmt: skip


def test_every_file_in_tests_has_a_twin() -> None:
    """A test that is new in tests/ needs a statement above that makes it fail."""
    assert {path.stem for path in (PROJECT / "tests").rglob("*.sql")} == {name for name, _, _ in TWINS}


@pytest.mark.parametrize("name, model, statement", TWINS, ids=[f"{name}-{n}" for n, (name, _, _) in enumerate(TWINS)])
def test_a_spoilt_row_is_noticed(name: str, model: str | None, statement: str, tests: Tests) -> None:
    """The test returns no row on the demo, and some once a row is spoilt."""
    node = tests.named(name, model)
    assert not tests.fails(node)
    assert tests.fails(node, statement)


# By the first word of a column's type: what to spoil it with.
SPOILERS = {
    "VARCHAR": ["null", "'nonsense'"],
    "BOOLEAN": ["null", "not {}"],
    "TIMESTAMP": ["null", "timestamp '1000-01-01'", "timestamp '9000-01-01'"],
    "DATE": ["null", "date '1000-01-01'", "date '9000-01-01'"],
}
NUMBERS = ["null", "-7", "1000"]


def test_every_data_test_of_a_model_can_fail(tests: Tests) -> None:
    """Passes on the demo; with some column of the model spoilt, all rows there twice, or none, it does not."""
    models = {node["unique_id"]: node for node in tests.warehouse.models}
    wrong, toothless = [], []
    for node in tests.nodes:
        if node.get("attached_node") not in models:
            continue
        model = models[node["attached_node"]]
        table = f"{model['schema']}.{model['name']}"
        columns = tests.connection.execute(f"describe {table}").fetchall()
        statements = [
            f"update {table} set {column} = {value.format(column)}"
            for column, kind, *_ in columns
            if re.search(rf"\b{column}\b", node["compiled_code"])
            for value in SPOILERS.get(kind.split()[0], NUMBERS)
        ]
        statements += [f"insert into {table} from {table}", f"delete from {table}"]
        view = model if model["config"]["materialized"] == "view" else None
        if tests.fails(node):
            wrong.append(node["name"])
        if not any(tests.fails(node, statement, view) for statement in statements):
            toothless.append(node["name"])
    assert (wrong, toothless) == ([], [])
