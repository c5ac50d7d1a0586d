"""The documentation against the project: what it names exists, what it shows runs, what it states comes out.

Not here: whether a description is a good one.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
import yaml
from harness import PROJECT, built_demo, dbt, fetch, must_pass
from reference import Config
from reference.config import PRESETS
from reference.journeys import Journey
from reference.models import credits

README = PROJECT / "README.md"
MODELS_PAGE = PROJECT / "docs/models.md"
PAGES = [
    README,
    PROJECT / "CHANGELOG.md",
    PROJECT / "models/custom/README.md",
    # SPEC and CONTRACT are the goal and name what is still to come; the other pages are what is there.
    *(page for page in sorted((PROJECT / "docs").rglob("*.md")) if page.stem not in ("SPEC", "CONTRACT")),
]
YAMLS = sorted([*(PROJECT / "models").rglob("*.yml"), *(PROJECT / "seeds/reference").glob("*.yml")])
MODELS = {path.stem for path in (PROJECT / "models").rglob("*.sql")}
VARS = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


def text_of(page: Path) -> str:
    """A file's text."""
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    """A file's path in the project, as the id of a test."""
    return page.relative_to(PROJECT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), flags=re.MULTILINE | re.DOTALL)


def table_rows(text: str) -> list[list[str]]:
    """Cells of the Markdown table that a text begins with, header first, without the line below the header."""
    rows = []
    for line in text.splitlines():
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows[:1] + rows[2:]


def table_after(page: Path, words: str) -> list[list[str]]:
    """The table that follows some words and an empty line."""
    return table_rows(text_of(page).split(words + "\n\n", 1)[1])


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", text_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


# --- what the pages name ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_resolve(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_models_and_files_that_are_named_exist(page: Path) -> None:
    models = set(re.findall(r"\b(?:stg|int|dim|fct|bridge|rpt)_[a-z_]*[a-z]\b", text_of(page)))
    files = set(re.findall(r"`((?:docs|macros|models|python_tests|scripts|seeds|tests)/[\w./-]+)`", text_of(page)))
    # Places in which the pages tell people to put something.
    files -= {f"macros/attribution/models/{name}.sql" for name in ("rising", "recent", "recent_month")}
    assert not models - MODELS
    assert not {file for file in files if not (PROJECT / file).exists()}


def test_the_readme_lists_every_mart() -> None:
    listed = [row[0].strip("`") for row in table_after(README, "E-mail addresses appear only as hashes.")[1:]]
    assert sorted(listed) == sorted(path.stem for path in (PROJECT / "models/marts").rglob("*.sql"))


def test_the_models_page_has_every_model() -> None:
    sections = re.findall(r"^### (\w+)$", text_of(MODELS_PAGE).partition("## The ten models")[2], flags=re.MULTILINE)
    assert sections == Config().attribution_models


def test_the_models_page_has_every_value_of_every_preset() -> None:
    """Row by row what the reference takes for the vendors', so it is what is computed."""
    rows = table_after(MODELS_PAGE, "some of them in stored\ncopies.")[1:]
    assert all(source for *_, source in rows)
    page: dict[str, dict] = {preset: {} for preset in PRESETS}
    for preset, var, value, _ in rows:
        page[preset][var] = value.strip("`") if var == "null_rule" else yaml.safe_load(value.strip("`"))
    for values in page.values():
        values["attribution_weights"] = as_fractions(values["attribution_weights"])
    assert page == {
        preset: values | {"attribution_weights": as_fractions(values["attribution_weights"])}
        for preset, values in PRESETS.items()
    }


def as_fractions(models: dict) -> dict:
    """Weights of models, exactly."""
    return {model: {part: Fraction(str(weight)) for part, weight in of.items()} for model, of in models.items()}


# --- the YAML ---------------------------------------------------------------------------------------


def described(path: Path) -> Iterator[tuple[str, object]]:
    """Whatever a YAML file describes, by name, with its description."""
    content = yaml.safe_load(text_of(path))
    nodes = content.get("models", []) + content.get("seeds", [])
    for source in content.get("sources", []):
        yield source["name"], source.get("description")
        nodes += source["tables"]
    for node in nodes:
        yield node["name"], node.get("description")
        for column in node.get("columns", []):
            yield f"{node['name']}.{column['name']}", column.get("description")


@pytest.mark.parametrize("path", YAMLS, ids=name_of)
def test_everything_in_the_yaml_is_described(path: Path) -> None:
    empty = [name for name, description in described(path) if str(description or "").strip() in ("", "TODO")]
    assert not empty


def test_every_model_has_its_yaml() -> None:
    named = {node["name"] for path in YAMLS for node in yaml.safe_load(text_of(path)).get("models", [])}
    assert named == MODELS


def test_every_reason_of_the_audit_has_its_words() -> None:
    """The reasons that the column may have are those of the runbook's table and of the unit test of their words."""
    audit = yaml.safe_load(text_of(PROJECT / "models/marts/audit/rpt_conversion_audit.yml"))
    reason = next(column for column in audit["models"][0]["columns"] if column["name"] == "reason")
    (words,) = [test for test in audit["unit_tests"] if test["name"] == "every_reason_has_its_words"]
    worded = {row["reason"] for row in csv.DictReader(words["expect"]["rows"].splitlines())}
    listed = table_after(PROJECT / "docs/runbook.md", "The reason is the first that applies, in this order:")[1:]
    assert worded == set(reason["data_tests"][0]["accepted_values"]["arguments"]["values"])
    assert worded == {row[0] for row in listed}


# --- configuration ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """Var → its section of docs/configuration.md."""
    text = text_of(PROJECT / "docs/configuration.md")
    return dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##)", text, flags=re.MULTILINE | re.DOTALL))


def item(section: str, name: str) -> object:
    """What stands in a section's list after a name, as YAML."""
    return yaml.safe_load(re.search(rf"^- {name}: `(.*?)`(?= |$)", section, flags=re.MULTILINE)[1])


def test_every_var_is_documented_with_its_default(sections: dict[str, str]) -> None:
    assert {name: item(section, "Default") for name, section in sections.items()} == VARS


def test_examples_are_of_the_var_itself(sections: dict[str, str]) -> None:
    for name, section in sections.items():
        assert list(item(section, "Example")) == [name]


def test_what_is_to_be_rebuilt_exists(sections: dict[str, str]) -> None:
    selected = [re.search(r"^- Rebuild: (.*)$", section, flags=re.MULTILINE)[1] for section in sections.values()]
    assert {name for text in selected for name in re.findall(r"\w+", text)} <= MODELS | {"everything", "nothing"}


def test_refused_values_are_refused_in_these_words(sections: dict[str, str], tmp_path: Path) -> None:
    refused = {
        name: (item(section, "Refused")[name], re.search(r"→ `(.*)`$", section, flags=re.MULTILINE)[1])
        for name, section in sections.items()
        if "- Refused:" in section
    }
    assert len(refused) > 15
    # What stands within lists and mappings is looked at once all else is right.
    nested = {
        "offline_creation_sources",
        "interaction_types",
        "attribution_weights",
        "position_models",
        "campaign_metric_exclusions",
    }
    # Without a preset there is no saying what the vars are that it sets.
    alone = {"attribution_preset"}
    for run in (refused.keys() - nested - alone, refused.keys() & nested, alone):
        variables = {name: refused[name][0] for name in run}
        output = dbt("run", "--select", "stg_owners", folder=tmp_path, variables=variables).stdout
        assert {name for name in run if f"- {refused[name][1]}\n" not in output} == set(), output


# --- what the pages show ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the built demo."""
    folder = tmp_path_factory.mktemp("demo")
    built_demo(folder)
    return folder


@pytest.fixture(scope="module")
def connection(demo: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built demo, opened as the pages say."""
    with duckdb.connect(demo / "tributary.duckdb", read_only=True) as connection:
        yield connection


QUERIES = [(page, query) for page in PAGES for query in blocks(page, "sql")]


@pytest.mark.parametrize(
    "page, query", QUERIES, ids=[f"{name_of(page)}-{number}" for number, (page, _) in enumerate(QUERIES, start=1)]
)
def test_queries_run_and_give_what_is_shown(page: Path, query: str, connection: duckdb.DuckDBPyConnection) -> None:
    """A table right after a query is its result."""
    cursor = connection.execute(query)
    header = [column[0] for column in cursor.description]
    rows = [[str(cell) for cell in row] for row in cursor.fetchall()]
    assert rows
    shown = table_rows(text_of(page).split(f"```sql\n{query}```\n\n", 1)[1])
    assert shown in ([], [header, *rows])


# Metric of rpt_campaign_performance → how its figure comes out of the first query below its heading: None counts the rows.
TRACED = {
    "sessions": {"sessions": None},
    "new_contacts_first_touch": {"new_contacts_first_touch": None},
    "new_contacts_last_touch": {"new_contacts_last_touch": None},
    "unique_marketing_influences": {"unique_marketing_influences": None},
    "influenced_contacts": {"influenced_contacts": None},
    "closed_deals": {"closed_deals": None, "influenced_revenue": "influenced_revenue"},
    "revenue": {"revenue": "revenue", "revenue_unsplit": "revenue_unsplit"},
    "contacts_attributed": {"contacts_attributed": None},
    "deals_attributed": {"deals_attributed": None, "deal_amount": "deal_amount"},
    "spend": {"spend": "spend"},
}


def test_every_figure_of_a_campaign_is_traced_by_the_runbook(connection: duckdb.DuckDBPyConnection) -> None:
    """For every campaign of the demo, the rows of a metric's query are its figure in rpt_campaign_performance."""
    part = text_of(PROJECT / "docs/runbook.md").partition("## From a campaign's figures")[2].partition("\n## ")[0]
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", part, flags=re.MULTILINE | re.DOTALL))
    assert sections.keys() == TRACED.keys()
    campaigns = fetch(connection, "select * from rpt_campaign_performance")
    assert len(campaigns) > 5
    for campaign in campaigns:
        for heading, metrics in TRACED.items():
            query = re.search(r"^```sql\n(.*?)^```$", sections[heading], flags=re.MULTILINE | re.DOTALL)[1]
            rows = fetch(connection, query.replace("cmp-01", campaign["campaign_id"]))
            for metric, column in metrics.items():
                traced = len(rows) if column is None else sum(row[column] or 0 for row in rows)
                assert traced == campaign[metric], (campaign["campaign_id"], metric)


def test_a_quarter_is_the_sum_of_its_days(connection: duckdb.DuckDBPyConnection) -> None:
    """The runbook's two answers to "which contacts in Q2" agree, and all quarters together are the whole."""
    part = text_of(PROJECT / "docs/runbook.md").partition("## What of one quarter only?")[2].partition("\n## ")[0]
    daily, influences = (
        {row["campaign_id"]: row for row in fetch(connection, query)}
        for query in re.findall(r"^```sql\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    )
    counted = {campaign: row["influenced_contacts"] for campaign, row in daily.items() if row["influenced_contacts"]}
    assert counted == {campaign: row["influenced_contacts"] for campaign, row in influences.items()}

    whole, quarters = (
        connection.execute(f"""
            select campaign_id, sum(sessions), sum(influenced_contacts), sum(closed_deals), sum(revenue), sum(spend)
            from ({relation}) group by campaign_id order by campaign_id
        """).fetchall()
        for relation in (
            "from rpt_campaign_performance where campaign_id in (select campaign_id from rpt_campaign_performance_daily)",
            """select campaign_id, date_trunc('quarter', date) as quarter, sum(sessions) as sessions,
            sum(influenced_contacts) as influenced_contacts, sum(closed_deals) as closed_deals, sum(revenue) as revenue,
            sum(spend) as spend from rpt_campaign_performance_daily group by all""",
        )
    )
    assert whole == quarters


@pytest.fixture(scope="module")
def worked_example() -> Journey:
    """The journey of docs/models.md, "The worked example"."""
    start = datetime(2026, 1, 1)
    days = [int(day) for day in table_after(MODELS_PAGE, "All settings are the defaults.")[1][1:]]
    times = [start + timedelta(days=day) for day in days]
    conversion = SimpleNamespace(
        conversion_type="revenue", amount=Decimal("10000.00"), deal_created_at=times[3], contacts=[(times[1], "c")]
    )
    positions = {"first": 0, "lead_create": 1, "last_ad": 2, "deal_create": 3, "closed_won": 4, "last": 4}
    return Journey(conversion, [SimpleNamespace(occurred_at=time) for time in times], positions)


def test_the_worked_example_is_what_the_reference_computes(worked_example: Journey) -> None:
    computed = {name: credits(name, worked_example, Config(), 2) for name in Config().attribution_models}
    for title, expected in {
        "Credit:": {name: [f"{float(credit):.6f}" for credit in each.credits] for name, each in computed.items()},
        "Revenue:": {name: [f"{revenue:.2f}" for revenue in each.revenue] for name, each in computed.items()},
    }.items():
        assert {row[0]: row[1:] for row in table_after(MODELS_PAGE, title)[1:]} == expected


def test_the_examples_of_own_models_work(demo: Path, tmp_path: Path) -> None:
    """In a copy of the project: both ways of docs/models.md, the README's macro, and the example in models/custom."""
    left_out = shutil.ignore_patterns(".*", "target", "logs", "*.duckdb*", "python_tests")
    project = shutil.copytree(PROJECT, tmp_path / "project", ignore=left_out)
    shutil.copy(demo / "tributary.duckdb", tmp_path)
    readme_macro = re.search(r"^    \{# .*?\{% endmacro %\}$", text_of(README), flags=re.MULTILINE | re.DOTALL)[0]
    for name, macro in {"recent_month": blocks(MODELS_PAGE, "jinja")[0], "rising": readme_macro}.items():
        assert f"attribution_model_{name}" in macro
        (project / f"macros/attribution/models/{name}.sql").write_text(macro, encoding="utf-8")
    variables = {name: value for block in blocks(MODELS_PAGE, "yaml") for name, value in yaml.safe_load(block).items()}
    variables["attribution_models"].append("rising")
    example = project / "models/custom/example_revenue_by_quarter.sql"
    enabled = text_of(example).replace("{{ config(enabled=false) }}\n", "")
    assert enabled != text_of(example)
    example.write_text(enabled, encoding="utf-8")

    arguments = ["build", "--full-refresh", "--exclude-resource-type", "unit_test", "--select", "fct_journeys+"]
    must_pass(dbt(*arguments, folder=tmp_path, variables=variables, project=project))

    with duckdb.connect(tmp_path / "tributary.duckdb", read_only=True) as connection:
        totals = "select attribution_model, sum(attributed_revenue) from {} group by attribution_model"
        expected = dict(connection.execute(totals.format("fct_attribution")).fetchall())
        assert expected.keys() == {"linear", "u_shaped", "recent_month", "rising", "bookends"}
        assert dict(connection.execute(totals.format(example.stem)).fetchall()) == expected


def test_the_quoted_errors_come(tmp_path: Path) -> None:
    """The messages that docs/models.md quotes for the vars that name models."""
    mistakes = text_of(MODELS_PAGE).partition("### What can go wrong")[2]
    quoted = re.findall(r"^\| [^|]+ \| `(.*)` \|$", mistakes, flags=re.MULTILINE)
    wrong_weights = {"bookends": {"start": 1, "first": -1}, "hollow": {"pool": 1}}
    outputs = [
        dbt("run", "--select", "stg_owners", folder=tmp_path, variables=variables).stdout
        for variables in (
            {"attribution_models": ["recent"]},
            {
                "attribution_models": ["linear", "linear"],
                "attribution_weights": {"linear": {"first": 1}},
                "position_models": wrong_weights,
            },
            {"attribution_models": []},
        )
    ]
    assert len(quoted) == 7
    assert [message for message in quoted if not any(message in output for output in outputs)] == []
