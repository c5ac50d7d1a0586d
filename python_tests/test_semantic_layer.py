"""The semantic layer: what MetricFlow answers, against SQL written here on the marts of the demo.

MetricFlow writes the SQL of a query, DuckDB runs it; one test goes through the command `mf`. Not here: whether the marts are right.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
import yaml
from harness import PROJECT, WITHOUT_TESTS, dbt, must_pass, same, write_raw
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

MODELS = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["attribution_models"]
PAGE = PROJECT / "docs/semantic-layer.md"

Answer = dict[tuple, object]
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a copy of the project, where `mf` finds what it needs, and the built demo."""
    folder = tmp_path_factory.mktemp("semantic")
    project = copied_project(folder)
    add_spend(project / "seeds/demo")
    must_pass(dbt("build", *WITHOUT_TESTS, folder=folder, project=project, artifacts=True))
    shutil.copytree(folder / "target", project / "target")
    return folder


def copied_project(folder: Path) -> Path:
    """A copy of the project that may be changed."""
    left_out = shutil.ignore_patterns(".*", "target", "logs", "*.duckdb*", "python_tests")
    return shutil.copytree(PROJECT, folder / "project", ignore=left_out)


def add_spend(raw: Path) -> None:
    """Gives the demo's campaigns spend of which the answers are easily told: of the third one a row has no exchange rate."""
    with (raw / "campaigns.csv").open(encoding="utf-8", newline="") as file:
        campaigns = sorted(row["campaign_id"] for row in csv.DictReader(file))
    spend = [
        {"campaign_id": campaign, "spend_date": day, "amount": str(100 * number), "currency_code": currency}
        for number, campaign in enumerate(campaigns[:3], start=1)
        for day, currency in (("2025-06-10", "USD"), ("2025-11-20", "USD" if number < 3 else "XTS"))
    ]
    write_raw({"campaign_spend": spend}, raw)


@pytest.fixture(scope="module")
def manifest(folder: Path) -> str:
    """The semantic manifest that dbt wrote."""
    return (folder / "target/semantic_manifest.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def engine(manifest: str) -> MetricFlowEngine:
    """MetricFlow on that manifest; it writes SQL for DuckDB and runs none."""
    client = SimpleNamespace(sql_engine_type=SqlEngine.DUCKDB, sql_plan_renderer=DuckDbSqlPlanRenderer())
    lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(manifest))
    return MetricFlowEngine(semantic_manifest_lookup=lookup, sql_client=client)


@pytest.fixture(scope="module")
def connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built demo."""
    with duckdb.connect(folder / "tributary.duckdb", read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def ask(engine: MetricFlowEngine, connection: duckdb.DuckDBPyConnection) -> Ask:
    """Asks for one metric by some dimensions, where a condition holds; returns dimension values → figure."""

    def answer(metric: str, *by: str, where: str | None = None, on: duckdb.DuckDBPyConnection = connection) -> Answer:
        request = MetricFlowQueryRequest.create(
            metric_names=[metric], group_by_names=list(by), where_constraints=[where] if where else None
        )
        return figures(on, engine.explain(request).sql_statement.sql)

    return answer


def figures(connection: duckdb.DuckDBPyConnection, query: str) -> Answer:
    """Rows of a query as dimension values → figure, which is the last column; rows without a figure are left out."""
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query).fetchall() if row[-1] is not None}


def of_model(model: str) -> str:
    """Filter of a query to one attribution model."""
    return f"{{{{ Dimension('attribution__attribution_model') }}}} = '{model}'"


# The relations that a metric is counted on, joined from the narrow marts, not from those that the semantic models name.
CREDITS = """
    fct_attribution as fact
    inner join fct_interactions as interactions on fact.interaction_id = interactions.interaction_id
    inner join dim_contacts as contacts on fact.contact_id = contacts.contact_id
    left join dim_assets as assets
        on interactions.asset_type = assets.asset_type and interactions.asset_id = assets.asset_id
    left join dim_deals as deals on fact.conversion_id = deals.deal_id and fact.conversion_type <> 'contact_create'
"""
SESSIONS = "fct_sessions as fact left join dim_contacts as contacts on fact.contact_id = contacts.contact_id"
CAMPAIGNS = "{} as fact inner join dim_campaigns as campaigns on fact.campaign_id = campaigns.campaign_id"
INFLUENCES = CAMPAIGNS.format("rpt_campaign_influences")
CAMPAIGN_DAYS = CAMPAIGNS.format("rpt_campaign_performance_daily")

# Dimension of MetricFlow → expression over the relation.
OF_CREDITS = {
    "metric_time__month": "date_trunc('month', fact.converted_at)",
    "attribution__interaction_source": "interactions.interaction_source",
    "attribution__asset_title": "assets.asset_title",
    "attribution__deal_owner_name": "deals.owner_name",
    "attribution__is_first": "fact.is_first",
    "attribution__interaction_date__week": "date_trunc('week', interactions.occurred_at)",
    "contact__lifecycle_stage": "contacts.lifecycle_stage",
}
OF_SESSIONS = {
    "metric_time__month": "date_trunc('month', fact.started_at)",
    "session__source": "fact.source",
    "session__utm_campaign": "fact.utm_campaign",
    "contact__company_name": "contacts.company_name",
}
OF_INFLUENCES = {
    "metric_time__month": "date_trunc('month', fact.contact_first_influenced_at)",
    "campaign__campaign_name": "campaigns.campaign_name",
    "campaign": "fact.campaign_id",
    "influence__asset_type": "fact.asset_type",
    "influence__influence_type": "fact.influence_type",
}
OF_CAMPAIGN_DAYS = {
    "metric_time__month": "date_trunc('month', fact.date)",
    "campaign__campaign_name": "campaigns.campaign_name",
    "campaign": "fact.campaign_id",
    "campaign__owner_name": "campaigns.owner_name",
}
ROI = """
    case
        when sum(fact.spend) > 0 and sum(fact.spend_without_rate) = 0
            then sum(fact.attributed_revenue_linear) / sum(fact.spend) - 1
    end
"""

# Metric → relation, the rows that count, the figure, and the dimensions by which it is tried. Where the attribution model
# matters, it is the default.
METRICS = {
    "attributed_revenue": (CREDITS, "revenue", "sum(fact.attributed_revenue)", OF_CREDITS),
    "credits": (CREDITS, "revenue", "sum(fact.credit)", OF_CREDITS),
    "credits_deal_create": (CREDITS, "deal_create", "sum(fact.credit)", OF_CREDITS),
    "credits_contact_create": (CREDITS, "contact_create", "sum(fact.credit)", OF_CREDITS),
    "conversions": (CREDITS, "revenue", "count(distinct fact.conversion_id)", OF_CREDITS),
    "conversions_deal_create": (CREDITS, "deal_create", "count(distinct fact.conversion_id)", OF_CREDITS),
    "conversions_contact_create": (CREDITS, "contact_create", "count(distinct fact.conversion_id)", OF_CREDITS),
    "sessions": (SESSIONS, None, "count(*)", OF_SESSIONS),
    "influenced_contacts": (INFLUENCES, None, "count(distinct fact.contact_id)", OF_INFLUENCES),
    "spend": (CAMPAIGN_DAYS, None, "sum(fact.spend)", OF_CAMPAIGN_DAYS),
    "campaign_revenue": (CAMPAIGN_DAYS, None, "sum(fact.attributed_revenue_linear)", OF_CAMPAIGN_DAYS),
    "roi": (CAMPAIGN_DAYS, None, f"cast(round({ROI}, 6) as double)", OF_CAMPAIGN_DAYS),
}


def expected(metric: str, *by: str, model: str = "linear") -> str:
    """The query that MetricFlow's answer must equal."""
    relation, report, figure, dimensions = METRICS[metric]
    columns = [dimensions[name] for name in by]
    counted = f"fact.conversion_type = '{report}' and fact.attribution_model = '{model}'" if report else "true"
    groups = f"group by {', '.join(columns)}" if columns else ""
    return f"select {', '.join([*columns, figure])} from {relation} where {counted} {groups}"


def assert_same(actual: Answer, wanted: Answer) -> None:
    """Two answers hold the same figures."""
    assert actual.keys() == wanted.keys()
    assert {key: actual[key] for key in wanted if not same(actual[key], wanted[key])} == {}


def test_the_manifest_is_valid(manifest: str) -> None:
    results = SemanticManifestValidator().validate_semantic_manifest(
        parse_manifest_from_dbt_generated_manifest(manifest)
    )
    assert [str(issue) for issue in results.all_issues] == []


def test_an_edited_mart_leaves_the_metrics_as_they_were(tmp_path: Path) -> None:
    """dbt parses only what changed since it last did. It found metrics made of others twice then (dbt-core's issue 13004)."""
    project = copied_project(tmp_path)

    def parsed() -> tuple[str, dict]:
        output = must_pass(dbt("parse", folder=tmp_path, project=project, artifacts=True)).stdout
        written = (tmp_path / "target/semantic_manifest.json").read_text(encoding="utf-8").replace(" (edited)", "")
        return output, {
            kind: {each["name"]: each for each in json.loads(written)[kind]} for kind in ("semantic_models", "metrics")
        }

    _, at_first = parsed()
    marts = [path for path in (project / "models/marts").rglob("*.yml") if "semantic_model:" in path.read_text("utf-8")]
    assert len(marts) == len(at_first["semantic_models"])
    for suffix, old, new in ((".sql", "from final", "from final -- edited"), (".yml", "Grain:", "Grain (edited):")):
        for path in (mart.with_suffix(suffix) for mart in marts):
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        output, afterwards = parsed()
        assert "Unable to do partial parsing" not in output
        assert afterwards == at_first


def test_every_metric_is_tried_and_explained(manifest: str) -> None:
    """Metrics for users have a label of their own and a description; the others are hidden."""
    metrics = [each for each in json.loads(manifest)["metrics"] if not each["type_params"]["is_private"]]
    assert {each["name"] for each in metrics} == METRICS.keys()
    for each in metrics:
        assert each["label"] != each["name"]
        assert each["description"].strip()


@pytest.mark.parametrize("metric", METRICS)
def test_a_metric_is_what_sql_says(metric: str, ask: Ask, connection: duckdb.DuckDBPyConnection) -> None:
    """In total, by each of several dimensions, and by two at a time."""
    names = list(METRICS[metric][-1])
    for by in [(), *((name,) for name in names), (names[0], names[1])]:
        wanted = figures(connection, expected(metric, *by))
        # One row of spend has no exchange rate, so that there is no roi in total.
        assert wanted or (metric, by) == ("roi", ())
        assert_same(ask(metric, *by), wanted)


@pytest.mark.parametrize("metric", [name for name, (relation, *_) in METRICS.items() if relation == CREDITS])
def test_a_model_is_chosen_by_grouping_or_by_filter(
    metric: str, ask: Ask, connection: duckdb.DuckDBPyConnection
) -> None:
    """Each model's own figures, also by a dimension in which it earned less than linear did."""
    by = "attribution__asset_title"
    grouped = ask(metric, "attribution__attribution_model", by)
    assert len({model for model, _ in grouped}) > 5
    for model in MODELS:
        wanted = figures(connection, expected(metric, by, model=model))
        assert_same({(title,): figure for (each, title), figure in grouped.items() if each == model}, wanted)
        assert_same(ask(metric, by, where=of_model(model)), wanted)


def test_a_query_that_names_no_model_never_adds_models_up(ask: Ask, connection: duckdb.DuckDBPyConnection) -> None:
    """The revenue of all deals is that of one model, not of nine."""
    [(total,)] = connection.execute(
        "select sum(total_amount - unattributed_amount) from rpt_reconciliation"
        " where attribution_model = 'linear' and conversion_type = 'revenue'"
    ).fetchall()
    assert ask("attributed_revenue") == {(): total}
    several = "{{ Dimension('attribution__attribution_model') }} in ('u_shaped', 'j_shaped')"
    assert ask("attributed_revenue", where=several) == {}


def test_models_of_ones_own_need_no_other_metric(ask: Ask, folder: Path) -> None:
    """The only model computed is the one that is meant, whatever it is called."""
    with duckdb.connect() as own:
        own.execute(f"attach '{folder / 'tributary.duckdb'}' as built (read_only); attach ':memory:' as tributary")
        own.execute(
            "create table tributary.main.rpt_attribution as"
            " select * replace ('bookends' as attribution_model) from built.main.rpt_attribution"
            " where attribution_model = 'u_shaped'"
        )
        by = "attribution__interaction_source"
        assert_same(ask("attributed_revenue", by, on=own), ask("attributed_revenue", by, where=of_model("u_shaped")))


@pytest.mark.parametrize("metric", ["influenced_contacts", "spend", "roi"])
def test_a_campaign_has_the_figures_of_its_report(metric: str, ask: Ask, connection: duckdb.DuckDBPyConnection) -> None:
    """Asked by campaign, a metric is the column of that name in rpt_campaign_performance."""
    wanted = figures(connection, f"select campaign_id, {metric} from rpt_campaign_performance where {metric} <> 0")
    assert wanted
    assert_same({key: figure for key, figure in ask(metric, "campaign").items() if figure != 0}, wanted)


def test_every_dimension_answers_and_adds_up(engine: MetricFlowEngine, ask: Ask) -> None:
    """An additive metric by any dimension that it has, but the one over which it must not be summed, comes to its total."""
    for metric in ("attributed_revenue", "sessions"):
        [(_, total)] = ask(metric).items()
        names = [
            each.granularity_free_dunder_name
            for each in engine.simple_dimensions_for_metrics([metric], without_any_property=())
        ]
        assert len(names) > 10
        for name in sorted(set(names) - {"attribution__attribution_model"}):
            assert sum(ask(metric, name).values()) == total, name


def test_revenue_can_be_cut_by_all_that_spec_lists(engine: MetricFlowEngine) -> None:
    """SPEC 7, each of its dimensions by the name that MetricFlow has for it."""
    spec = """
        asset_title asset_type deal_created_at deal_closed_at deal_name deal_owner_name pipeline_name deal_type
        is_first is_lead_create is_deal_create is_closed_won is_last is_last_ad is_middle
        interaction_source interaction_date interaction_type interaction_url
        utm_campaign utm_source utm_medium utm_content utm_term
        ad_keyword campaign_names cta_id form_id social_post_id
    """
    wanted = {f"attribution__{name}" for name in spec.split()} | {"contact__company_name", "contact__lead_source"}
    found = {
        each.granularity_free_dunder_name
        for each in engine.simple_dimensions_for_metrics(["attributed_revenue"], without_any_property=())
    }
    assert wanted <= found


def test_the_time_spine_covers_every_date_of_the_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Every day, without a gap, of every date and timestamp column."""
    query = "select min(date_day), max(date_day), count(*) from dim_dates"
    [(first, last, count)] = connection.execute(query).fetchall()
    assert count == (last - first).days + 1
    columns = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'main'"
        " and table_name <> 'dim_dates' and (data_type = 'DATE' or data_type like 'TIMESTAMP%')"
    ).fetchall()
    assert len(columns) > 20
    for mart, column in columns:
        query = f"select count(*) from {mart} where cast({column} as date) not between ? and ?"
        assert connection.execute(query, [first, last]).fetchall() == [(0,)], (mart, column)


def test_the_commands_of_the_page_give_what_it_shows(folder: Path, tmp_path: Path) -> None:
    """Each `mf` command of docs/semantic-layer.md, with the table that stands below it."""
    text = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^    \.venv/bin/(mf .*)\n\n((?:    .*\n)*)", text, flags=re.MULTILINE)
    assert len(commands) > 2
    # A copy, since one process has the database open already.
    database = shutil.copy(folder / "tributary.duckdb", tmp_path)
    environment = os.environ | {"TRIBUTARY_DATABASE": str(database), "NO_COLOR": "1"}
    for command, shown in commands:
        process = subprocess.run(
            command.replace("mf ", str(Path(sys.executable).with_name("mf")) + " ", 1),
            cwd=folder / "project", env=environment, shell=True, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert process.returncode == 0, process.stdout + process.stderr
        missing = [
            line for line in shown.splitlines() if line.split() not in map(str.split, process.stdout.splitlines())
        ]
        assert not missing, process.stdout
