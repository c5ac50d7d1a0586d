"""The checks themselves: every test of the dbt project can fail, and no rule can be broken without a difference to the reference.

A check that cannot fail is worse than none. Everything runs on the compiled project in memory (harness.Warehouse).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from companies import several
from comparison import SETTINGS, expected_marts
from harness import KEYS, PROJECT, Warehouse, dbt, differences, must_pass, read_raw

DEMO = read_raw(PROJECT / "seeds/demo")


class Tests:
    """The demo in a warehouse, and the project's data tests as dbt compiled them."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(folder)
        compile_tests = ("compile", "--select", "test_type:data")
        must_pass(dbt(*compile_tests, folder=folder, variables=self.warehouse.variables, artifacts=True))
        manifest = json.loads((folder / "target/manifest.json").read_text(encoding="utf-8"))
        self.nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
        self.models = {key: node["name"] for key, node in manifest["nodes"].items()}
        self.views = {m["name"] for m in self.warehouse.models if m["config"]["materialized"] == "view"}
        self.warehouse.run(DEMO)
        self.connection = self.warehouse.connection
        self.connection.execute("use tributary.main")

    def named(self, name: str, model: str | None) -> dict:
        """A singular test, or the first use of a generic one on a model."""

        def is_it(node: dict) -> bool:
            if model is None:
                return node["name"] == name
            return node["test_metadata"]["name"] == name and self.models.get(node["attached_node"]) == model

        return next(node for node in self.nodes if ("test_metadata" in node) == (model is not None) and is_it(node))

    def fails(self, node: dict, statement: str = "") -> bool:
        """Whether a test returns rows, after a statement that is taken back in the end. A view to spoil is made a table."""
        self.connection.execute("begin")
        try:
            spoilt = re.match(r"(?:update|delete from|insert into) (?:(\w+)\.)?(\w+)", statement)
            if spoilt and spoilt[2] in self.views:
                schema, name = spoilt[1] or "main", spoilt[2]
                self.connection.execute(
                    f"create table {schema}.spoilt as from {schema}.{name}; drop view {schema}.{name}"
                )
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
SEVERAL_ASSETS = "(campaign_id, contact_id) in (select (campaign_id, contact_id) from rpt_campaign_influences where assets_of_contact > 1)"
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
    ("campaign_performance_adds_up", None, "update rpt_campaign_performance set attributed_revenue_w_shaped = attributed_revenue_linear"),
    ("campaign_performance_adds_up", None, "update rpt_campaign_performance set attributed_revenue_unsplit_last_ad = null"),
    (
        "campaign_performance_adds_up",
        None,
        f"""update rpt_campaign_performance_daily set attributed_revenue_unsplit_linear = attributed_revenue_unsplit_linear + 0.01
            {ONE.format("rpt_campaign_performance_daily", "true")}""",
    ),
    (
        "campaign_performance_adds_up",
        None,
        f"""update rpt_campaign_performance_daily set attributed_revenue_last_ad = null
            {ONE.format("rpt_campaign_performance_daily", "attributed_revenue_last_ad = 0")}""",
    ),
    (
        "campaign_reports_add_up",
        None,
        f"update main_intermediate.int_campaign_daily_metrics set sessions = sessions + 1 {ONE.format('main_intermediate.int_campaign_daily_metrics', 'true')}",
    ),
    (
        "campaign_reports_add_up",
        None,
        f"delete from main_intermediate.int_campaign_daily_metrics {ONE.format('main_intermediate.int_campaign_daily_metrics', 'contacts_attributed > 0')}",
    ),
    ("campaign_reports_add_up", None, f"delete from rpt_campaign_performance {ONE.format('rpt_campaign_performance', 'closed_deals > 0')}"),
    ("campaign_reports_add_up", None, f"delete from main_intermediate.int_unique_influences {ONE.format('main_intermediate.int_unique_influences', SEVERAL_ASSETS)}"),
    (
        "campaign_reports_add_up",
        None,
        f"update main_intermediate.int_unique_influences set contact_id = 'nobody' {ONE.format('main_intermediate.int_unique_influences', SEVERAL_ASSETS)}",
    ),
    ("campaign_reports_add_up", None, "update rpt_campaign_performance set revenue = attributed_revenue_u_shaped"),
    ("campaign_reports_add_up", None, "update rpt_campaign_performance set revenue_unsplit = null"),
    ("dimensions_reconcile", None, "insert into dim_assets from dim_assets where asset_id = (select min(asset_id) from rpt_attribution) limit 1"),
    ("dimensions_reconcile", None, "delete from dim_contacts where contact_id = (select min(contact_id) from fct_attribution)"),
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
    (
        "every_credit_is_explained",
        None,
        f"delete from main_intermediate.int_contact_events {ONE.format('main_intermediate.int_contact_events', '''interaction_id in (select interaction_id from fct_attribution)''')}",
    ),
    ("every_credit_is_explained", None, "delete from main_reference.currencies"),
    ("home_currency_is_known", None, "delete from main_reference.currencies where currency_code = 'USD'"),
]  # fmt: skip


def test_every_file_in_tests_has_a_twin() -> None:
    """A test that is new in tests/ needs a statement above that makes it fail, or, if it asks macros, another macro below."""
    names = {name for name, _, _ in TWINS} | {name for name, _, _ in OTHER_MACROS}
    assert {path.stem for path in (PROJECT / "tests").rglob("*.sql")} == names


@pytest.mark.parametrize("name, model, statement", TWINS, ids=[f"{name}-{n}" for n, (name, _, _) in enumerate(TWINS)])
def test_a_spoilt_row_is_noticed(name: str, model: str | None, statement: str, tests: Tests) -> None:
    """The test returns no row on the demo, and some once a row is spoilt."""
    node = tests.named(name, model)
    assert not tests.fails(node)
    assert tests.fails(node, statement)


# Tests of macros read no table. Test, a text of a macro in it, and what stands there instead.
OTHER_MACROS = [
    ("form_decoded_decodes_any_bytes", "'EFBFBD'", "'3F'"),
    ("patterns_match_the_same", "'[.]', '-', 'g'", "'[.]', '-'"),
    ("raw_cells_are_read_the_same", "at time zone 'UTC'", "at time zone 'Asia/Tokyo'"),
    ("numbers_are_exact_and_read_the_same", "'{:,}'", "'{}'"),
    ("times_are_counted_the_same", "interval '60' second", "interval '61' second"),
    ("rows_and_lists_are_made_the_same", "interval 1 day", "interval 2 day"),
]


@pytest.mark.parametrize("name, text, instead", OTHER_MACROS, ids=[name for name, _, _ in OTHER_MACROS])
def test_another_macro_is_noticed(name: str, text: str, instead: str, tests: Tests) -> None:
    """The test returns no row as it is, and some with another macro."""
    node = tests.named(name, None)
    other = node | {"compiled_code": node["compiled_code"].replace(text, instead)}
    assert other != node
    assert not tests.fails(node)
    assert tests.fails(other)


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
        if tests.fails(node):
            wrong.append(node["name"])
        if not any(tests.fails(node, statement) for statement in statements):
            toothless.append(node["name"])
    assert (wrong, toothless) == ([], [])


# --- rules ------------------------------------------------------------------------------------------


# A rule broken in the compiled SQL: what is wrong, the setting in which it is tried, model, text, and what stands there instead.
RULES: list[tuple[str, str, str, str, str]] = [
    ("a gap of exactly the timeout starts no session", "default", "int_session_stretches", ">= 1800000000", "> 1800000000"),
    ("bots have sessions", "default", "int_session_stretches", "where not web_events.is_bot", ""),
    (
        "any landing breaks a session", "strict", "int_session_stretches",
        "when is_landing and source_and_campaign <> open_source_and_campaign", "when is_landing",
    ),
    ("the last of duplicate parameters counts", "default", "int_url_parameters", "substr( min(", "substr(max("),
    (
        "rule 9 before rule 8", "default", "int_traffic_sources",
        "when is_referrer_ai or is_utm_source_ai then 8", "when not has_utm and (is_referrer_ai or is_utm_source_ai) then 8",
    ),
    ("rule 6 before rule 4", "default", "int_traffic_sources", "when is_paid_medium and has_social_click_id then 4", ""),
    ("a shorter host entry wins", "default", "int_traffic_sources", "order by suffixes.label_count desc", "order by suffixes.label_count asc"),
    ("merges are ignored", "default", "int_contact_identities", "contacts.survivor_contact_id as contact_id", "contacts.contact_id"),
    ("a visitor's past is nobody's", "default", "int_visitor_contacts", "cast('0001-01-01' as timestamp)", "identified_at"),
    (
        "a shared browser belongs to the first contact", "default", "int_visitor_contacts",
        "where previous_contact_id is null or previous_contact_id <> contact_id", "where previous_contact_id is null",
    ),
    ("the oldest version of a key stays", "default", "stg_contacts", "updated_at desc nulls last", "updated_at asc nulls last"),
    ("deleted contacts keep interactions", "default", "int_contact_events", "and not is_deleted", ""),
    ("mail to a secondary address counts", "default", "int_mail_events", "and identified.recipient_email = living_contacts.email", ""),
    ("machines' clicks count", "default", "int_mail_events", "and not email_events.is_filtered", ""),
    ("an open is a click", "default", "int_mail_events", "case when described.event_type = 'click' then", "case when true then"),
    ("a shared address is the newest contact's", "default", "int_mail_events", "order by identities.created_at asc", "order by identities.created_at desc"),
    ("a like is a click", "default", "int_social_interactions", "when identified.interaction_type = 'click' then", "when true then"),
    ("the network keeps its case", "default", "stg_ad_interactions", "lower(trim(network)) as network", "network"),
    ("microsoft is social", "default", "int_ad_clicks", "network in ('google', 'microsoft')", "network in ('google')"),
    ("who cancels took part", "default", "int_marketing_event_participations", "participations.state in ('registered', 'attended') and", ""),
    (
        "unconnected calls count", "default", "int_sales_interactions",
        "activity_type = 'call' and coalesce(is_connected, lower(outcome) = 'connected')", "activity_type = 'call'",
    ),
    (
        "unreplied mail counts", "default", "int_sales_interactions",
        "activity_type = 'sales_email' and replied_at is not null", "activity_type = 'sales_email'",
    ),
    ("a mail counts when it was sent", "default", "int_sales_interactions", "then typed.replied_at", "then typed.occurred_at"),
    (
        "sales activities count without the deal", "default", "int_journey_positions",
        "or sales_activity_deals.deal_id is not null", "or true",
    ),
    (
        "a merged deal's sales activities are lost", "default", "int_sales_activity_deals",
        "deals.survivor_deal_id as deal_id", "min(deals.deal_id) as deal_id",
    ),
    ("what happens at the conversion is too late", "default", "int_journey_positions", "end <= eligible.converted_at", "end < eligible.converted_at"),
    ("the grace is a second shorter", "default", "int_journey_positions", "interval '60' second", "interval '59' second"),
    (
        "rank runs backwards", "default", "int_journey_positions",
        "order by occurred_at asc, interaction_rank asc", "order by occurred_at asc, interaction_rank desc",
    ),
    (
        "ties are broken by id backwards", "default", "int_journey_positions",
        "interaction_rank asc, interaction_id asc", "interaction_rank asc, interaction_id desc",
    ),
    ("the lookback's edge is out", "strict", "int_journey_positions", ">= eligible.converted_at - interval", "> eligible.converted_at - interval"),
    ("the limit keeps the oldest", "strict", "int_journey_positions", "interaction_index desc ) as keep_rank", "interaction_index asc) as keep_rank"),
    ("the limit drops what created the deal", "strict", "int_journey_positions", "or interaction_index = deal_create_index", ""),
    ("the lead is the newest contact's", "default", "int_conversions", "order by contact_created_at asc", "order by contact_created_at desc"),
    (
        "a deal as old as its contact is before it", "default", "int_conversions",
        "candidates.deal_created_at < oldest_contacts", "candidates.deal_created_at <= oldest_contacts",
    ),
    (
        "a contact taken off at the conversion counts", "default", "int_conversion_contacts",
        "deal_contacts.dissociated_at > dated_deals.converted_at", "deal_contacts.dissociated_at >= dated_deals.converted_at",
    ),
    ("the close is the first entry into the stage", "default", "int_deals", "max(stage_changes.entered_at)", "min(stage_changes.entered_at)"),
    ("an exchange rate is good for a day less", "default", "int_home_rates", "interval '8' day", "interval '7' day"),
    ("the oldest exchange rate is taken", "default", "int_home_rates", "order by rate_date asc", "order by rate_date desc"),
    ("u_shaped gives first .39", "default", "fct_journeys", "case when interaction_index = first_index then 0.4 else", "case when interaction_index = first_index then 0.39 else"),
    ("time_decay halves in eight days", "default", "fct_journeys", "-days_before_last / 7", "-days_before_last / 8"),
    ("shares are not cumulative", "default", "fct_journeys", "rows between unbounded preceding and current row", "rows between current row and current row"),
    (
        "an asset counts only after the instant of its association", "default", "int_campaign_matches",
        "interaction_assets.occurred_at >= campaign_assets.associated_at",
        "interaction_assets.occurred_at > campaign_assets.associated_at",
    ),
    (
        "each campaign has all of it", "default", "int_campaign_journeys",
        "credit_linear / campaign_count as credit_linear", "credit_linear",
    ),
    (
        "campaign shares add up to more", "default", "bridge_interaction_campaigns",
        "1 / cast(count(*) over (partition by interaction_id) as double)", "cast(1 as double)",
    ),
    # Campaign metrics.
    ("influenced at the close is too late", "default", "int_campaign_deals", "influenced_at <= won_deals.closed_at", "influenced_at < won_deals.closed_at"),
    # The very instant of the win is held by the unit tests of the model.
    ("who was put on the deal after it was won counts", "default", "int_campaign_deals", "deal_contacts.associated_at <= won_deals.closed_at", "true"),
    ("who was taken off the deal before it was won counts", "default", "int_campaign_deals", "deal_contacts.dissociated_at > won_deals.closed_at", "true"),
    ("lists that are not static influence", "default", "int_asset_influences", "where is_static", ""),
    ("opens do not influence", "default", "int_asset_influences", "from mail_events", "from mail_events where event_type = 'click'"),
    ("likes do not influence", "default", "int_asset_influences", "from social_interactions", "from social_interactions where event_type = 'click'"),
    (
        "who registers for an event is influenced", "default", "int_asset_influences",
        "interaction_type as influence_type, interaction_id as influence_id, asset_type as matched_asset_type, "
        "asset_id as matched_asset_id, asset_type, asset_id, occurred_at from participations "
        "where interaction_type = 'marketing_event_attended'",
        "'marketing_event_attended' as influence_type, interaction_id as influence_id, asset_type as matched_asset_type, "
        "asset_id as matched_asset_id, asset_type, asset_id, occurred_at from participations",
    ),
    ("a submission without a view influences", "default", "int_asset_influences", "and is_seen", ""),
    ("a view of a CTA with a form influences", "default", "int_asset_influences", "and not cta_has_form and event_type = 'cta_view'", "and event_type = 'cta_view'"),
    ("a click on a legacy CTA does not influence", "default", "int_asset_influences", "when is_legacy_cta and event_type = 'cta_click' then 'legacy_cta_click'", ""),
    ("any page view of a keyword session influences", "default", "int_campaign_influences", "where view_number = 1", ""),
    (
        "an asset influences before it is associated", "default", "int_campaign_influences",
        "asset_influences.occurred_at >= campaign_assets.associated_at", "true",
    ),
    ("the last influence is shown as the first", "default", "int_unique_influences", "arg_min(", "arg_max("),
    (
        "a contact is dated by its last asset", "default", "int_campaign_daily_metrics",
        "min(first_influenced_at) as first_influenced_at", "max(first_influenced_at) as first_influenced_at",
    ),
    ("a form on an associated page brings a session", "default", "int_campaign_sessions", "where event_type = 'page_view' and not is_bot", "where not is_bot"),
    ("the session of a deleted contact counts", "default", "int_campaign_daily_metrics", "inner join fct_sessions", "left join fct_sessions"),
    (
        "first touch takes any interaction", "default", "int_campaign_new_contacts",
        "touch_type in ('page_view', 'workflow_enrollment') group by", "true group by",
    ),
    (
        "who was imported converted on a page before", "default", "int_campaign_new_contacts",
        "where touches.creating_at <=", "where touches.session_id is not null and touches.creating_at <=",
    ),
    ("the creating form has no grace", "default", "int_campaign_new_contacts", "interval '60' second", "interval '0' second"),
    ("a form on an associated page is a last touch", "default", "int_campaign_new_contacts", "touch_matches.matched_asset_type = 'form'", "true"),
    ("a page of any session is a last touch", "default", "int_campaign_new_contacts", "touches.session_id = conversions.session_id as is_in_session", "true as is_in_session"),
    ("spend of the future counts", "default", "int_campaign_spend", "where campaign_spend.spend_date <=", "where true or campaign_spend.spend_date <="),
    ("ratios do without spend that has no rate", "default", "rpt_campaign_performance", "filled.spend_without_rate = 0 and", ""),
    ("a campaign without spend has a return", "default", "rpt_campaign_performance", "filled.spend > 0", "filled.spend >= 0"),
    (
        "a day's budget knows that day's spend alone", "default", "rpt_campaign_performance_daily",
        "rows between unbounded preceding and current row", "rows between current row and current row",
    ),
    ("a budget has the rate of the last day", "default", "dim_campaigns", "coalesce(campaigns.start_date", "coalesce(campaigns.end_date"),
    ("open deals are in the total", "default", "rpt_reconciliation", "('merged', 'deleted', 'not_closed_won')", "('merged', 'deleted')"),
]  # fmt: skip


class Settled(dict):
    """(setting, company) → the compiled project with a company in it, the demo or many random ones as one, and the reference's
    marts, which are the same cell by cell; made when first asked for."""

    COMPANIES: ClassVar = {"few": lambda: several(range(40)), "demo": lambda: DEMO, "many": lambda: several(range(160))}

    def __init__(self, folder: Callable[[str], Path]) -> None:
        self.folder = folder

    def __missing__(self, asked: tuple[str, str]) -> tuple[Warehouse, dict]:
        """Makes it."""
        setting, company = asked
        warehouse = Warehouse(self.folder(f"{setting}-{company}"), SETTINGS[setting])
        warehouse.run(self.COMPANIES[company]())
        expected = expected_marts(read_raw(warehouse.raw_folder), SETTINGS[setting])
        assert [d for mart in KEYS for d in differences(mart, expected[mart], warehouse.rows(mart))] == []
        self[asked] = warehouse, expected
        return self[asked]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """Companies as they come out when no rule is broken."""
    return Settled(tmp_path_factory.mktemp)


@pytest.mark.parametrize("setting, model, text, instead", [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_a_broken_rule_is_noticed(setting: str, model: str, text: str, instead: str, settled: Settled) -> None:
    """A random company, or the demo, comes out otherwise than in the reference. If none does, companies.py has a hole."""
    pattern = r"\s*".join(re.escape(word) for word in text.split())

    def is_noticed(company: str) -> bool:
        warehouse, expected = settled[setting, company]
        (node,) = (node for node in warehouse.models if node["name"] == model)
        code, count = re.subn(pattern, lambda _: instead, node["compiled_code"])
        assert count, f"{model} does not say {text}"
        with warehouse.other(model, code) as changed:
            return any(differences(mart, expected[mart], warehouse.rows(mart)) for mart in KEYS if mart in changed)

    assert any(is_noticed(company) for company in Settled.COMPANIES)
