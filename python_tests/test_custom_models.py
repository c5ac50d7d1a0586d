"""Models of one's own, in a copy of the project: the examples of docs/models.md in every mart, with the right figures.

test_docs.py says that those examples are what the page shows, and that they run; here is whether what they give is right.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml
from comparison import SETTINGS, expected_marts
from harness import KEYS, PROJECT, Row, built_marts, dbt, differences, must_pass, read_raw

PAGE = (PROJECT / "docs/models.md").read_text(encoding="utf-8")
OWN_MACRO = re.search(r"```jinja\n(.*?)```", PAGE, flags=re.DOTALL)[1]
OWN_VARS: Row = {
    name: value
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    for name, value in yaml.safe_load(block).items()
}
MODELS = [*OWN_VARS["attribution_models"], *OWN_VARS["position_models"]]


def run(*arguments: str, folder: Path, variables: Row) -> CompletedProcess:
    """dbt on the copy of the project that lies in a folder."""
    return dbt(*arguments, folder=folder, variables=variables, project=folder / "project", artifacts=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a copy of the project that has the page's macro, and the demo built by it with the page's vars."""
    folder = tmp_path_factory.mktemp("own")
    ignored = shutil.ignore_patterns(".*", "target", "logs", "*.duckdb*", "python_tests")
    shutil.copytree(PROJECT, folder / "project", ignore=ignored)
    (folder / "project/macros/attribution/models/recent_month.sql").write_text(OWN_MACRO, encoding="utf-8")
    must_pass(run("build", "--exclude-resource-type", "unit_test", folder=folder, variables=OWN_VARS))
    return folder


@pytest.fixture(scope="module")
def marts(folder: Path) -> dict[str, list[Row]]:
    """What was built."""
    return built_marts(folder)


def test_the_macro_is_a_line() -> None:
    """An analyst writes a weight expression and what goes around it: five lines at most, comments aside."""
    logic = re.sub(r"\{#.*?#\}", "", OWN_MACRO, flags=re.DOTALL).strip().splitlines()
    assert len(logic) <= 5
    assert "macro attribution_model_recent_month()" in logic[0]


def test_the_listed_models_are_in_every_mart_and_no_others(marts: dict) -> None:
    """The page's three listed models and the one by weights; what was taken off the list is gone."""
    for measure in ("credit", "revenue"):
        columns = [column for column in marts["fct_journeys"][0] if column.startswith(f"{measure}_")]
        assert columns == [f"{measure}_{model}" for model in MODELS]
    long = [mart for mart, rows in marts.items() if rows and "attribution_model" in rows[0]]
    assert {"fct_attribution", "rpt_attribution", "rpt_attribution_by_campaign", "rpt_reconciliation"} <= set(long)
    for mart in long:
        assert {row["attribution_model"] for row in marts[mart]} == set(MODELS), mart


def test_a_model_by_weights_has_the_right_figures(marts: dict) -> None:
    """Every mart is the reference's, in which the weights are the only thing that is known of the model too."""
    known = OWN_VARS | {"attribution_models": [m for m in OWN_VARS["attribution_models"] if m != "recent_month"]}
    expected = expected_marts(read_raw(PROJECT / "seeds/demo"), known)
    # Ranks and spreads of rpt_model_comparison are among all models, the one by expression too.
    for mart in KEYS.keys() - {"quarantine", "rpt_model_comparison"}:
        actual = [row for row in marts[mart] if row.get("attribution_model") != "recent_month"]
        assert differences(mart, expected[mart], actual) == []


def test_a_model_by_expression_has_the_right_figures(marts: dict) -> None:
    """The interactions of the 30 days before the journey's last one share equally; in contact_create there is no such model."""
    journeys: dict[tuple, list[Row]] = defaultdict(list)
    for row in marts["fct_journeys"]:
        journeys[row["conversion_type"], row["conversion_id"]].append(row)
    shares = set()
    for (conversion_type, _), rows in journeys.items():
        since = max(row["occurred_at"] for row in rows) - timedelta(days=30)
        recent = sum(row["occurred_at"] >= since for row in rows)
        for row in rows:
            share = 1 / recent if row["occurred_at"] >= since else 0
            expected = None if conversion_type == "contact_create" else pytest.approx(share)
            assert row["credit_recent_month"] == expected
            shares.add(share)
        if conversion_type == "revenue":
            assert sum(row["revenue_recent_month"] for row in rows) == rows[0]["amount"]
    assert len(shares) > 5


def test_a_model_of_ones_own_reads_marts_only(folder: Path) -> None:
    """Staging and intermediate models are private to those that ship, and dbt says so."""
    own = folder / "project/models/custom/peek.sql"
    own.write_text("select * from {{ ref('int_deals') }}", encoding="utf-8")
    refused = run("parse", folder=folder, variables=OWN_VARS)
    own.unlink()
    assert refused.returncode != 0
    assert "attempted to reference node model.tributary.int_deals" in refused.stdout
    assert "private to the 'tributary' group" in refused.stdout


def test_readers_are_granted_the_marts_alone(folder: Path) -> None:
    """On an engine that has grants: a macro in the place of DuckDB's writes down what it is told to grant."""
    own = folder / "project/macros/spy.sql"
    own.write_text(
        "{% macro duckdb__apply_grants(relation, grant_config, should_revoke) %}"
        "{% do log('granted ' ~ relation.identifier ~ ' ' ~ tojson(grant_config), info=true) %}{% endmacro %}",
        encoding="utf-8",
    )
    select = ("run", "--select", "stg_owners", "dim_campaigns", "fct_attribution")
    granted = {
        number: re.findall(r"granted (\w+) (.*)$", must_pass(process).stdout, flags=re.MULTILINE)
        for number, process in enumerate(
            run(*select, folder=folder, variables=OWN_VARS | {"mart_readers": readers})
            for readers in ([], ["bi", "finance"])
        )
    }
    own.unlink()
    relations = ["dim_campaigns", "fct_attribution", "stg_owners"]
    assert sorted(granted[0]) == [(relation, "{}") for relation in relations]
    to_both = '{"select": ["bi", "finance"]}'
    assert sorted(granted[1]) == list(zip(relations, [to_both, to_both, "{}"], strict=True))


def test_reconciliation_is_exact_for_models_of_ones_own(marts: dict) -> None:
    """total = attributed + unattributed; each of them is in it for each report that it has."""
    rows = {(row["attribution_model"], row["conversion_type"]): row for row in marts["rpt_reconciliation"]}
    both = {(model, report) for model in ("bookends", "recent_month") for report in ("deal_create", "revenue")}
    assert {key for key in rows if key[0] in ("bookends", "recent_month")} == both | {("bookends", "contact_create")}
    for key in both:
        row = rows[key]
        assert row["total_conversions"] == row["attributed_conversions"] + row["unattributed_conversions"] > 0
        if key[1] == "revenue":
            assert row["total_amount"] == row["attributed_amount"] + row["unattributed_amount"]
            assert row["attributed_amount"] > 0


def test_models_of_ones_own_are_explained(marts: dict) -> None:
    """Each of their credits has its sentence, without further work; that by weights in the words of its positions."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in marts["explain_attribution"]:
        sentences[row["attribution_model"]].append(row["explanation"])
    credited = Counter(row["attribution_model"] for row in marts["fct_attribution"])
    assert {model: len(found) for model, found in sentences.items()} == credited
    earned = r"(\$[\d,]+\.\d\d of \$[\d,]+\.\d\d|[\d.]+ of 1 (contact|deal))\."
    weight = r"[\d.]+ of [\d.]+"
    positions = r"(First interaction \(50 %\)|(First interaction \(50 %\) and c|C)onverting interaction \(30 %\))"
    middle = r"Middle: (one of \d+ that share|the only one, for which there is) 20 %"
    for model, pattern in {
        "recent_month": f"Weighs {weight} by recent_month: {earned}",
        "bookends": f"({positions}|{middle}); {weight}: {earned}",
    }.items():
        assert [sentence for sentence in sentences[model] if not re.fullmatch(pattern, sentence)] == []
    assert "Weighs 1.0 of 5.0 by recent_month: 0.2 of 1 deal." in sentences["recent_month"]


def test_models_of_ones_own_are_compared(marts: dict) -> None:
    """They have their columns in rpt_model_comparison, NULL in the report that does not have them."""
    for row in marts["rpt_model_comparison"]:
        assert (row["credits_recent_month"] is None) == (row["conversion_type"] == "contact_create")
        assert row["rank_spread"] is None or row["rank_spread"] >= abs(row["rank_linear"] - row["rank_bookends"])
    assert any(row["rank_spread"] for row in marts["rpt_model_comparison"])


def test_the_contracts_of_marts_with_columns_per_model_hold_for_the_shipped_list_alone(folder: Path) -> None:
    """Their columns depend on the list; every other mart's contract stands whatever the list."""

    def loose() -> set[str]:
        nodes = json.loads((folder / "target/manifest.json").read_text(encoding="utf-8"))["nodes"].values()
        return {
            node["name"]
            for node in nodes
            if node["path"].startswith("marts/") and not node["config"]["contract"]["enforced"]
        }

    assert loose() == {
        "fct_journeys", "rpt_model_comparison", "rpt_campaign_performance", "rpt_campaign_performance_daily"
    }  # fmt: skip
    must_pass(run("parse", folder=folder, variables={}))
    assert loose() == set()


def test_unit_tests_hold_whatever_the_vars_are(folder: Path) -> None:
    """They say themselves which vars they assume: else `dbt build` would fail for whoever sets one."""
    everything_else = SETTINGS["other"] | SETTINGS["strict"] | OWN_VARS
    must_pass(run("test", "--select", "test_type:unit", folder=folder, variables=everything_else))
