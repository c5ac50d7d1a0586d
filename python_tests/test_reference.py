"""The reference implementation against figures that stand in SPEC, and facts from elsewhere.

It is the yardstick of the SQL, so it is itself measured here, by hand-made cases only. Not here: whether
the SQL agrees with it.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from reference import Config, compute
from reference.config import REPORTS
from reference.conversions import Conversion
from reference.interactions import Interaction
from reference.journeys import Journey
from reference.models import credits
from reference.money import round_half_away
from reference.sources import traffic
from reference.staging import mask_emails
from reference.urls import host, load_host_list, parameters, parse_pairs, query_string

HOSTS = [
    ("google.com", "search", "Google"),
    ("google.co.uk", "search", "Google"),
    ("bing.com", "search", "Bing"),
    ("support.google.com", "other", "Google Help"),
    ("mail.google.com", "mail", "Gmail"),
    ("gemini.google.com", "ai", "Gemini"),
    ("chatgpt.com", "ai", "ChatGPT"),
    ("facebook.com", "social", "Facebook"),
    ("facebook", "social", "Facebook"),
    ("google", "search", "Google"),
    ("bücher.example", "search", "Bücher"),
]
CURRENCIES = [("USD", "2"), ("EUR", "2"), ("JPY", "0"), ("KWD", "3"), ("XAU", "")]


@pytest.fixture(scope="session")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    for name, header, rows in (
        ("hosts", ("host", "kind", "name", "source"), [(*row, "test") for row in HOSTS]),
        ("currencies", ("currency_code", "currency_name", "minor_units"), [(c, c, n) for c, n in CURRENCIES]),
    ):
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    return folder


@pytest.fixture
def run(lists):
    def _run(raw, **config):
        return compute(
            raw,
            Config(
                run_started_at=datetime(2024, 6, 1),
                referrer_hosts_path=lists / "hosts.csv",
                currencies_path=lists / "currencies.csv",
                **config,
            ),
        )

    return _run


def contact(contact_id, created_at="2024-01-10 00:00:00", **more):
    return {"contact_id": contact_id, "created_at": created_at, **more}


def view(event_id, occurred_at, visitor_id="v", **more):
    event = {"event_id": event_id, "visitor_id": visitor_id, "occurred_at": occurred_at}
    return {**event, "event_type": "page_view", "page_url": "https://us.example/", **more}


def deal(deal_id="d", **more):
    return {
        "deal_id": deal_id,
        "amount": "100",
        "created_at": "2024-02-01",
        "closed_at": "2024-03-01",
        "stage_id": "closedwon",
        **more,
    }


def won_deal_of(contacts, **more):
    return {
        "contacts": contacts,
        "deals": [deal(**more)],
        "deal_contacts": [{"deal_id": "d", "contact_id": c["contact_id"]} for c in contacts],
    }


def column(rows, key, value):
    return {row[key]: row[value] for row in rows}


# --- models: SPEC 5 ---------------------------------------------------------------------------------


def journey_of(count, report="revenue", **at):
    """A journey of `count` interactions, an hour apart, with positions at the indices given."""
    start = datetime(2024, 1, 1)
    path = [
        Interaction(f"i{n}", "c", "page_view", start + timedelta(hours=n), "", "", None, None, None, None)
        for n in range(count)
    ]
    conversion = Conversion(
        report,
        "d",
        start + timedelta(days=9),
        None,
        Decimal("100.00"),
        deal_created_at=start + timedelta(days=8),
        contacts=[(start, "c")],
    )
    positions = dict.fromkeys(("lead_create", "deal_create", "closed_won", "last_ad"))
    positions.update(first=0, last=count - 1, **at)
    return Journey(conversion, path, positions)


WORKED = [
    ("one_interaction_is_1", "full_path", journey_of(1, lead_create=0, deal_create=0, closed_won=0), "1"),
    ("u_with_two", "u_shaped", journey_of(2, lead_create=1), "1/2 1/2"),
    ("j_with_two", "j_shaped", journey_of(2, closed_won=1), "1/4 3/4"),
    ("inverse_j_with_two", "inverse_j_shaped", journey_of(2, closed_won=1), "3/4 1/4"),
    ("w_without_middle", "w_shaped", journey_of(3, lead_create=1, deal_create=2), "1/3 1/3 1/3"),
    ("w_first_is_lead", "w_shaped", journey_of(2, lead_create=0, deal_create=1), "2/3 1/3"),
    ("w_first_is_lead_middle", "w_shaped", journey_of(3, lead_create=0, deal_create=2), ".6 .1 .3"),
    (
        "full_path_without_middles",
        "full_path",
        journey_of(4, lead_create=1, deal_create=2, closed_won=3),
        "1/4 1/4 1/4 1/4",
    ),
    (
        "full_path_two_middles",
        "full_path",
        journey_of(6, lead_create=2, deal_create=3, closed_won=5),
        ".225 .05 .225 .225 .05 .225",
    ),
    ("outside_the_keys_gets_nothing", "u_shaped", journey_of(4, lead_create=2), ".4 .2 .4 0"),
    ("linear", "linear", journey_of(4), "1/4 1/4 1/4 1/4"),
    ("first", "first_interaction", journey_of(3), "1 0 0"),
    ("last", "last_interaction", journey_of(3), "0 0 1"),
    ("last_ad", "last_ad", journey_of(3, last_ad=1), "0 1 0"),
]


@pytest.mark.parametrize("name, model, journey, expected", WORKED, ids=[case[0] for case in WORKED])
def test_worked_figures(name, model, journey, expected):
    assert credits(model, journey, Config(), 2).credits == [round(Fraction(part), 15) for part in expected.split()]


def test_middle_scope_all_others():
    config = Config(middle_scope="all_others")
    assert credits("u_shaped", journey_of(4, lead_create=2), config, 2).credits == [
        Fraction(part) for part in [".4", ".1", ".4", ".1"]
    ]


def test_time_decay_halves_every_half_life():
    journey = journey_of(2)
    journey.interactions[0].occurred_at = journey.interactions[1].occurred_at - timedelta(days=7)
    assert credits("time_decay", journey, Config(), 2).credits == [round(Fraction(part, 3), 15) for part in (1, 2)]


def test_own_position_model_and_its_missing_parts():
    config = Config(position_models={"mine": {"first": 0.5, "closed_won": 0.4, "pool": 0.1}})
    assert credits("mine", journey_of(3, closed_won=2), config, 2).credits == [
        Fraction("0.5"),
        Fraction("0.1"),
        Fraction("0.4"),
    ]
    assert credits("mine", journey_of(3, "deal_create"), config, 2).credits == [1, 0, 0]
    config = Config(position_models={"mine": {"lead_create": 0.4, "last": 0.4, "pool": 0.2}})
    assert credits("mine", journey_of(4, lead_create=1), config, 2).credits == [
        0,
        Fraction("0.4"),
        Fraction("0.2"),
        Fraction("0.4"),
    ]


@pytest.mark.parametrize(
    "preset, model, journey, expected",
    [
        ("adobe", "u_shaped", journey_of(4, lead_create=1), ".4 .1 .1 .4"),
        ("adobe", "j_shaped", journey_of(2, lead_create=0), ".25 .75"),
        ("adobe", "inverse_j_shaped", journey_of(3, lead_create=1), ".6 .2 .2"),
        ("marketo", "u_shaped", journey_of(4, lead_create=2), ".5 0 .5 0"),
        ("marketo", "w_shaped", journey_of(3, lead_create=0, deal_create=2), ".6 .1 .3"),
        ("google_2023", "u_shaped", journey_of(3, lead_create=1), ".4 .2 .4"),
        ("google_2023", "u_shaped", journey_of(1, lead_create=0), "1"),
    ],
)
def test_presets_weigh_as_their_vendors_say(preset, model, journey, expected):
    result = credits(model, journey, Config(attribution_preset=preset), 2)
    assert result.credits == [Fraction(part) for part in expected.split()]


def test_what_is_set_by_hand_wins_over_the_preset():
    config = Config(attribution_preset="google_2023", lookback_days=None, attribution_weights={"u_shaped": {"last": 1}})
    assert (config.lookback_days, config.null_rule) == (None, "off")
    assert Config(attribution_preset="google_2023").lookback_days == 90
    assert credits("u_shaped", journey_of(3, lead_create=1), config, 2).credits == [0, 0, 1]


@pytest.mark.parametrize(
    "model, null_rule, contacts, reason",
    [
        ("w_shaped", "any_contact", (5, 10), "deal_before_contact"),
        ("w_shaped", "oldest_contact", (5, 10), None),
        ("w_shaped", "oldest_contact", (9, 10), "deal_before_contact"),
        ("w_shaped", "any_contact", (5, 8), None),
        ("w_shaped", "off", (9, 10), None),
        ("u_shaped", "any_contact", (9, 10), None),
        ("last_ad", "any_contact", (5, 6), "no_ad_interaction"),
    ],
)
def test_null_credits(model, null_rule, contacts, reason):
    journey = journey_of(2, lead_create=0, deal_create=1)
    journey.conversion.contacts = [(datetime(2024, 1, 1) + timedelta(days=d), "c") for d in contacts]
    result = credits(model, journey, Config(null_rule=null_rule), 2)
    assert result.reason == reason
    assert (result.credits is None) == (reason is not None)


@pytest.mark.parametrize(
    "amount, minor_units, expected",
    [
        ("100", 2, "33.33 33.34 33.33"),
        ("100", 0, "33 34 33"),
        ("0.001", 3, "0.000 0.001 0.000"),
        ("-100", 2, "-33.33 -33.34 -33.33"),
        ("0", 2, "0 0 0"),
    ],
)
def test_revenue_adds_up_by_cumulative_rounding(amount, minor_units, expected):
    journey = journey_of(3)
    journey.conversion.amount = Decimal(amount)
    revenue = credits("linear", journey, Config(), minor_units).revenue
    assert revenue == [Decimal(part) for part in expected.split()]
    assert sum(revenue) == Decimal(amount)


@pytest.mark.parametrize(
    "value, places, expected",
    [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.0125", 3, "0.013"), ("1.005", 2, "1.01"), ("2.4999", 0, "2")],
)
def test_rounds_half_away_from_zero(value, places, expected):
    assert round_half_away(Fraction(value), places) == Decimal(expected)


# --- URLs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query, pairs",
    [
        ("%FE%FF", [("\ufffd\ufffd", "")]),
        ("%C2x", [("\ufffdx", "")]),
        ("%EF%BB%BFtest=%EF%BB%BF", [("\ufefftest", "\ufeff")]),
        ("†&†=x", [("†", ""), ("†", "x")]),
        ("b=%%2a", [("b", "%*")]),
        ("b=%2sf%2a", [("b", "%2sf*")]),
        ("b=%2%2af%2a", [("b", "%2*f*")]),
        ("a=a+b+c+d", [("a", "a b c d")]),
        ("%61+%4d%4D=", [("a MM", "")]),
        ("a=a&a=b&a=c", [("a", "a"), ("a", "b"), ("a", "c")]),
        ("&&&a=b&&&&c=d&", [("a", "b"), ("c", "d")]),
        ("a==a", [("a", "=a")]),
        ("=b", [("", "b")]),
        ("id=0&value=%", [("id", "0"), ("value", "%")]),
    ],
)
def test_query_strings_parse_as_whatwg_says(query, pairs):
    assert parse_pairs(query) == pairs


def test_parameters_take_the_first_of_a_name_in_any_case():
    assert parameters("https://x.example/?UTM_Source=&utm_source=b&A=+B#?a=c") == {"utm_source": None, "a": " B"}
    assert query_string("https://x.example/#f?a=b") == ""
    assert query_string("https://x.example/?a?b#c") == "a?b"


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://user:pw@WWW.Example.com.:8080/a@b", "www.example.com"),
        ("//example.com?x", "example.com"),
        ("http://localhost/", "localhost"),
        ("localhost/", None),
        ("example.com/a", "example.com"),
        ("/pricing", None),
        ("mailto:someone", None),
        ("https://exa mple.com/", None),
        ("http://[::1]:80/", "[::1]"),
        ("https://good.example\\@bad.example/", "good.example"),
        ("android-app://com.google.android.gm/", "com.google.android.gm"),
    ],
)
def test_hosts(url, expected):
    assert host(url) == expected


@pytest.mark.parametrize(
    "name, entry",
    [
        ("google.com", "Google"),
        ("www.google.com", "Google"),
        ("google.co.uk", "Google"),
        ("notgoogle.com", None),
        ("google.com.evil.example", None),
        ("support.google.com", "Google Help"),
        ("x.mail.google.com", "Gmail"),
        ("xn--bcher-kva.example", "Bücher"),
        ("bücher.example", "Bücher"),
        ("facebook", None),
    ],
)
def test_hosts_match_entries_by_whole_labels(lists, name, entry):
    found = load_host_list(lists / "hosts.csv").of_host(name)
    assert (found and found.name) == entry


GOOGLE = "https://www.google.com/search?q=blue+shoes"


@pytest.mark.parametrize(
    "rule, source, query, referrer, drilldowns",
    [
        (1, "organic_social", "utm_medium=Social&utm_source=Facebook", None, ("Facebook", None)),
        (2, "paid_search", "source=AdWords", None, (None, None)),
        (3, "paid_search", "gclid=1&utm_campaign=C&utm_term=T", None, ("C", "T")),
        (4, "paid_social", "utm_medium=cpc&utm_source=x&fbclid=1&utm_campaign=C", None, ("x", "C")),
        (4, "paid_social", "utm_medium=paid", "https://m.facebook.com/", ("Facebook", None)),
        (5, "paid_search", "utm_medium=web", GOOGLE, (None, None)),
        (6, "paid_search", "utm_campaign=ppc-x", None, ("ppc-x", None)),
        (7, "email_marketing", "utm_medium=email&utm_content=May", None, (None, "May")),
        (8, "ai_referrals", "utm_source=chatgpt.com", None, ("ChatGPT", None)),
        (8, "ai_referrals", "", "https://gemini.google.com/app?x", ("Gemini", "https://gemini.google.com/app")),
        (9, "other_campaigns", "utm_source=Radio", None, (None, "Radio")),
        (10, "organic_social", "", "https://l.facebook.com/", ("Facebook", None)),
        (11, "direct_traffic", "", "https://mail.google.com/", (None, None)),
        (12, "organic_search", "", GOOGLE, ("blue shoes", "Google")),
        (13, "direct_traffic", "", "https://www.us.example/a", (None, None)),
        (13, "direct_traffic", "", "https://shop.ours.example/", (None, None)),
        (14, "referrals", "", "https://www.blog.example/p?q#f", ("blog.example", "https://www.blog.example/p")),
        (14, "referrals", "", "https://notours.example/", ("notours.example", "https://notours.example/")),
        (15, "direct_traffic", "gclid=&utm_source=", None, (None, None)),
    ],
)
def test_traffic_sources(lists, rule, source, query, referrer, drilldowns):
    hosts = load_host_list(lists / "hosts.csv")
    found = traffic(f"https://us.example/?{query}", referrer, hosts, ["ours.example"])
    assert (found.rule, found.source) == (rule, source)
    assert (found.drilldown_1, found.drilldown_2) == drilldowns


# --- staging ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table, row, reason",
    [
        ("contacts", contact(" "), "missing_key"),
        ("contacts", contact("c", "soon"), "unreadable_timestamp"),
        ("contacts", contact("c", None), "missing_value"),
        ("contacts", contact("c", is_deleted="perhaps"), "unreadable_boolean"),
        ("contacts", contact("c", "2024-06-02 00:00:00.000001"), "future_timestamp"),
        ("contacts", contact("c", "2024-06-02T02:00:00+02:00"), None),
        ("contacts", contact("c", "1989-12-31 23:59:59"), "timestamp_before_1990"),
        ("contacts", contact("c", merged_into_contact_id="x"), "dangling_reference"),
        ("contacts", contact("c", merged_into_contact_id="c"), "merge_cycle"),
        ("deals", deal(amount="NaN"), "unreadable_number"),
        ("deals", deal(amount="9999999999999999.99995"), "unreadable_number"),
        ("deals", deal(closed_at="2034-01-01"), None),
        ("deals", deal(owner_id="nobody"), None),
        ("deal_contacts", {"deal_id": "d", "contact_id": "c"}, "dangling_reference"),
    ],
)
def test_rejection_reasons(run, table, row, reason):
    marts = run({table: [row]})
    assert [r["reason"] for r in marts["quarantine"]] == ([reason] if reason else [])
    assert marts["_staged"][table] == (0 if reason else 1)


def test_the_latest_version_of_a_key_stays(run):
    versions = [("a", "2024-02-02"), ("b", None), ("c", "2024-02-02"), ("z", "2024-02-01")]
    marts = run({"contacts": [contact("c", lead_source=s, updated_at=at) for s, at in versions]})
    assert [row["lead_source"] for row in marts["dim_contacts"]] == ["c"]
    assert [row["reason"] for row in marts["quarantine"]] == ["duplicate_key"] * 3


def test_merge_chains_resolve_and_cycles_leave(run):
    into = {"a": "b", "b": "c", "c": None, "x": "y", "y": "x", "w": "x", "p": "gone", "q": "p"}
    marts = run(
        {
            "contacts": [contact(c, merged_into_contact_id=m) for c, m in into.items()],
            "contact_visitors": [
                {"visitor_id": "v", "contact_id": "a", "identified_at": "2024-01-01"},
                {"visitor_id": "w", "contact_id": "x", "identified_at": "2024-01-01"},
            ],
            "web_events": [view("e", "2024-01-05")],
        }
    )
    assert column(marts["quarantine"], "row_key", "reason") == {
        **dict.fromkeys("xyw", "merge_cycle"),
        **dict.fromkeys("pq", "dangling_reference"),
        "w|x|2024-01-01 00:00:00": "dangling_reference",
    }
    assert column(marts["fct_interactions"], "interaction_id", "contact_id") == {"web:e": "c"}
    assert [r["contact_id"] for r in marts["dim_contacts"]] == ["c"]
    assert column(marts["rpt_conversion_audit"], "conversion_id", "reason") == {
        "a": "merged",
        "b": "merged",
        "c": None,
    }


def test_email_addresses_are_masked(run):
    assert mask_emails("/?e=jo.doe%40mail.example.com&b=a@b") == "/?e=(email)&b=a@b"
    marts = run({"contacts": [contact(None, email="jo@example.com")]})
    assert marts["quarantine"][0]["raw_row"] == (
        '{"contact_id":null,"created_at":"2024-01-10 00:00:00","email":"(email)"}'
    )


# --- sessions and identity --------------------------------------------------------------------------


@pytest.mark.parametrize("second, sessions", [("10:29:59", 1), ("10:30:00", 2), ("10:30:01", 2)])
def test_a_gap_of_the_timeout_starts_a_session(run, second, sessions):
    marts = run({"web_events": [view("e1", "2024-01-01 10:00:00"), view("e2", f"2024-01-01 {second}")]})
    reasons = [row["split_reason"] for row in marts["fct_sessions"]]
    assert reasons == ["first", "inactivity"][:sessions]


@pytest.mark.parametrize(
    "query, referrer, breaks, reasons",
    [
        ("utm_source=radio&utm_campaign=B", None, True, ["first", "new_source"]),
        ("utm_source=radio&utm_campaign=B", None, False, ["first"]),
        ("utm_source=radio&utm_campaign=a", None, True, ["first"]),
        ("", None, True, ["first"]),
        ("", "https://us.example/", True, ["first"]),
        ("", GOOGLE, True, ["first", "new_source"]),
    ],
)
def test_a_landing_from_elsewhere_may_break_a_session(run, query, referrer, breaks, reasons):
    events = [
        view("e1", "2024-01-01 10:00:00", page_url="https://us.example/?utm_source=radio&utm_campaign=A"),
        view("e2", "2024-01-01 10:01:00", page_url=f"https://us.example/?{query}", referrer_url=referrer),
    ]
    marts = run({"web_events": events}, session_breaks_on_new_source=breaks)
    assert [row["split_reason"] for row in marts["fct_sessions"]] == reasons


def test_a_shared_browser_belongs_to_the_latest_identified(run):
    marts = run(
        {
            "contacts": [contact("a"), contact("b"), contact("z", is_deleted="true"), contact("n")],
            "contact_visitors": [
                {"visitor_id": "v", "contact_id": c, "identified_at": f"2024-01-0{d}"}
                for c, d in (("a", 2), ("b", 4), ("z", 6))
            ],
            "web_events": [view(f"e{d}", f"2024-01-0{d}") for d in range(1, 8)]
            + [view("named", "2024-01-03 01:00:00", contact_id="n"), view("after", "2024-01-03 02:00:00")]
            + [view("bot", "2024-01-05", is_bot="yes"), view("ghost", "2024-01-02", visitor_id="u")],
        }
    )
    assert column(marts["fct_interactions"], "interaction_id", "contact_id") == {
        "web:e1": "a",
        "web:e2": "a",
        "web:e3": "a",
        "web:named": "n",
        "web:after": "n",  # the event that named n identified the visitor
        "web:e4": "b",
        "web:e5": "b",
    }
    sessions = column(marts["fct_sessions"], "session_id", "contact_id")
    assert sessions["ghost"] is None
    assert {"e6", "e7", "bot"}.isdisjoint(sessions)


# --- journeys, money, campaigns ---------------------------------------------------------------------


def test_one_deal_from_end_to_end(run):
    raw = won_deal_of([contact("a", "2024-01-10"), contact("b", "2024-01-20", creation_source="Import")])
    raw["contact_visitors"] = [{"visitor_id": c, "contact_id": c, "identified_at": "2024-01-10"} for c in "ab"]
    raw["web_events"] = [
        view("1", "2024-01-01", "a"),
        view("2", "2024-01-10 00:01:00", "a", event_type="form_submission", form_id="f"),
        view("3", "2024-02-01", "a", page_url="https://us.example/?utm_campaign=+Spring "),
        view("4", "2024-02-15", "b"),
        view("5", "2024-03-01 00:00:00", "b"),
        view("6", "2024-03-01 00:00:00.000001", "b"),
    ]
    raw["campaigns"] = [{"campaign_id": c} for c in "PQR"]
    raw["campaign_utms"] = [{"campaign_id": c, "utm_campaign": "SPRING"} for c in "PQ"]
    raw["campaign_assets"] = [{"campaign_id": "R", "asset_type": "form", "asset_id": "f"}]
    marts = run(raw)

    positions: dict[str, set] = {}
    for row in marts["bridge_interaction_positions"]:
        if row["conversion_type"] == "revenue":
            positions.setdefault(row["interaction_id"], set()).add(row["position"])
    assert positions == {
        "web:1": {"first"},
        "web:2": {"lead_create"},
        "contact:b": {"middle"},
        "web:3": {"deal_create"},
        "web:4": {"middle"},
        "web:5": {"closed_won", "last"},
    }
    # A form within the grace is in the journey of contact_create, too.
    creating = [r for r in marts["fct_journeys"] if r["conversion_type"] == "contact_create"]
    assert column(creating, "interaction_id", "is_lead_create") == {
        "web:1": False,
        "web:2": True,
        "contact:b": True,
    }
    by_campaign = {
        r["campaign_id"]: (r["attributed_revenue"], r["attributed_revenue_unsplit"])
        for r in marts["rpt_attribution_by_campaign"]
        if (r["conversion_type"], r["attribution_model"]) == ("revenue", "linear")
    }
    assert by_campaign == {
        "(no campaign)": (Decimal("66.67"), Decimal("66.67")),
        "P": (Decimal("8.34"), Decimal("16.67")),
        "Q": (Decimal("8.33"), Decimal("16.67")),
        "R": (Decimal("16.66"), Decimal("16.66")),
    }
    # Credits add up to 1; attributed and unattributed to the total.
    for row in marts["rpt_reconciliation"]:
        if row["conversion_type"] == "revenue":
            assert row["total_amount"] == row["attributed_amount"] + row["unattributed_amount"] == Decimal(100)
    totals: dict[tuple, float] = {}
    for row in marts["fct_attribution"]:
        key = (row["conversion_type"], row["conversion_id"], row["attribution_model"])
        totals[key] = totals.get(key, 0) + row["credit"]
    assert all(value == pytest.approx(1, abs=1e-12) for value in totals.values())


def test_a_campaigns_share_has_12_decimals(run):
    raw = won_deal_of([contact("a")], amount="9000000000000")
    raw["web_events"] = [view("1", "2024-01-01", contact_id="a", page_url="https://us.example/?utm_campaign=x")]
    raw["campaigns"] = [{"campaign_id": c} for c in "PQR"]
    raw["campaign_utms"] = [{"campaign_id": c, "utm_campaign": "x"} for c in "PQR"]
    found = [
        r
        for r in run(raw)["rpt_attribution_by_campaign"]
        if (r["conversion_type"], r["attribution_model"]) == ("revenue", "linear")
    ]
    assert column(found, "campaign_id", "attributed_revenue") == {
        "P": 2999999999997,
        "Q": 3000000000006,
        "R": 2999999999997,
    }


def test_ties_of_time_have_a_total_order(run):
    types = {
        "p10": "page_view",
        "p9": "page_view",
        "P9": "page_view",
        "a": "media_play",
        "y": "cta_click",
        "z": "form_submission",
    }
    at = "2024-01-10 00:00:00"
    marts = run(
        {
            "contacts": [contact("a", at, creation_source="manual")],
            "web_events": [view(e, at, contact_id="a", event_type=kind) for e, kind in types.items()],
        }
    )
    order = sorted(marts["fct_journeys"], key=lambda row: row["interaction_index"])
    assert [row["interaction_id"] for row in order] == (
        ["contact:a", "web:z", "web:y", "web:P9", "web:p10", "web:p9", "web:a"]
    )


def test_the_lead_is_created_by_the_oldest_contact(run):
    raw = won_deal_of([contact("b", "2024-01-10"), contact("a", "2024-01-10"), contact("c", "2024-01-11")])
    raw["web_events"] = [
        view("1", "2024-01-07", "vb", contact_id="b"),
        view("2", "2024-01-08", "va", contact_id="a"),
        view("3", "2024-01-09", "vb", contact_id="b"),
        view("4", "2024-01-12", "va", contact_id="a"),
    ]
    leads = [
        row["interaction_id"]
        for row in run(raw)["fct_journeys"]
        if row["is_lead_create"] and row["conversion_type"] == "revenue"
    ]
    assert leads == ["web:2"]


@pytest.mark.parametrize("grace, last", [("00:01:00", "web:2"), ("00:01:01", "web:1")])
def test_a_form_within_the_grace_is_the_creating_one(run, grace, last):
    events = [
        view("1", "2024-01-10 00:00:00", contact_id="a"),
        view("2", f"2024-01-10 {grace}", contact_id="a", event_type="form_submission"),
    ]
    marts = run({"contacts": [contact("a")], "web_events": events})
    assert [r["interaction_id"] for r in marts["fct_journeys"] if r["is_lead_create"]] == [last]


@pytest.mark.parametrize("second, count", [("00:00:00", 2), ("23:59:59", 1)])
def test_lookback_includes_its_edge(run, second, count):
    day = "2024-01-03" if second == "00:00:00" else "2024-01-02"
    events = [view("1", f"{day} {second}", contact_id="a"), view("2", "2024-01-10", contact_id="a")]
    marts = run({"contacts": [contact("a")], "web_events": events}, lookback_days=7)
    assert len(marts["fct_journeys"]) == count


def test_the_maximum_keeps_key_interactions_then_the_newest(run):
    raw = won_deal_of([contact("a", "2024-01-03")])
    raw["web_events"] = [view(str(d), f"2024-01-0{d}", contact_id="a") for d in range(1, 9)]
    marts = run(raw, max_interactions_per_conversion=4)
    kept = [r for r in marts["fct_journeys"] if r["conversion_type"] == "revenue"]
    assert [r["interaction_id"] for r in kept] == ["web:1", "web:3", "web:7", "web:8"]
    assert [r["interaction_index"] for r in kept] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "home, amount, currency, rate_date, expected, reason",
    [
        ("JPY", "1000.5", "JPY", None, "1001", None),
        ("JPY", "1.01", "USD", "2024-02-25", "149", None),  # 148.975
        ("KWD", "100", "USD", "2024-03-01", "14750", None),
        ("KWD", "0.00011", None, None, "0", None),
        ("KWD", "0.0005", None, None, "0.001", None),
        ("EUR", "100", "USD", "2024-02-22", None, "no_exchange_rate"),
        ("EUR", "100", "USD", "2024-02-23", "14750", None),
        ("EUR", "100", "USD", "2024-03-02", None, "no_exchange_rate"),
        ("EUR", "9999999999999999", "USD", "2024-03-01", None, "amount_out_of_range"),
        ("USD", None, None, None, None, "no_amount"),
        ("USD", "0", None, None, "0", None),
    ],
)
def test_home_amounts(run, home, amount, currency, rate_date, expected, reason):
    raw = won_deal_of([contact("a")], amount=amount, currency_code=currency)
    raw["web_events"] = [view("1", "2024-01-01", contact_id="a")]
    if rate_date:
        raw["exchange_rates"] = [{"currency_code": "USD", "rate_date": rate_date, "rate_to_home": "147.5"}]
    (row,) = [r for r in run(raw, home_currency=home)["rpt_conversion_audit"] if r["conversion_type"] == "revenue"]
    assert (row["amount"], row["reason"]) == (None if expected is None else Decimal(expected), reason)


@pytest.mark.parametrize(
    "more, association, deleted, reason",
    [
        ({"is_deleted": "1"}, {}, None, "deleted"),
        ({"stage_id": "open"}, {}, None, "not_closed_won"),
        ({"created_at": None}, {}, None, "no_create_date"),
        ({"closed_at": None}, {}, None, "no_close_date"),
        ({}, {"dissociated_at": "2024-03-01"}, None, "no_contact"),
        ({}, {"dissociated_at": "2024-03-02"}, None, None),
        ({}, {"associated_at": "2024-05-01"}, None, None),
        ({}, {}, "true", "contacts_deleted"),
        ({"created_at": "2023-01-01", "closed_at": "2023-12-31"}, {}, None, "no_interactions"),
    ],
)
def test_revenue_reasons(run, more, association, deleted, reason):
    raw = won_deal_of([contact("a", is_deleted=deleted)], **more)
    raw["deal_contacts"][0].update(association)
    raw["web_events"] = [view("1", "2024-01-01", contact_id="a")]
    marts = run(raw)
    (row,) = [r for r in marts["rpt_conversion_audit"] if r["conversion_type"] == "revenue"]
    assert row["reason"] == reason
    (linear,) = [
        r
        for r in marts["rpt_reconciliation"]
        if (r["conversion_type"], r["attribution_model"]) == ("revenue", "linear")
    ]
    counts = reason not in ("deleted", "not_closed_won")
    assert linear["total_conversions"] == counts
    if counts and reason:
        assert linear[f"unattributed_amount_{reason}"] == linear["unattributed_amount"] == Decimal(100)


def test_a_missing_close_date_is_the_latest_entry_into_the_won_stage(run):
    raw = won_deal_of([contact("a")], closed_at=None, stage_id="w")
    raw["pipeline_stages"] = [{"stage_id": "w", "is_won": "t", "pipeline_id": "p", "pipeline_name": "P"}]
    raw["deal_stage_changes"] = [
        {"deal_id": "d", "stage_id": s, "entered_at": at}
        for s, at in (("w", "2024-02-02"), ("w", "2024-02-05"), ("x", "2024-02-09"))
    ]
    (row,) = run(raw)["dim_deals"]
    assert (row["closed_at"], row["is_won"], row["is_closed"]) == (datetime(2024, 2, 5), True, True)
    assert (row["pipeline_id"], row["pipeline_name"], row["contact_count"]) == ("p", "P", 1)


def test_an_asset_counts_from_its_association_on(run):
    raw = {"contacts": [contact("a")]}
    raw["web_events"] = [view(str(d), f"2024-01-0{d}", page_id="p", contact_id="a") for d in (1, 2)]
    raw["campaigns"] = [{"campaign_id": "P"}]
    raw["campaign_assets"] = [
        {"campaign_id": "P", "asset_type": "external_page", "asset_id": "p", "associated_at": "2024-01-02"}
    ]
    assert [r["interaction_id"] for r in run(raw)["bridge_interaction_campaigns"]] == ["web:2"]
    assert len(run(raw, campaign_history=True)["bridge_interaction_campaigns"]) == 2


def test_shuffled_input_gives_the_same_marts(run):
    raw = won_deal_of([contact("a", "2024-01-03"), contact("b", "2024-01-03", creation_source="manual")])
    raw["web_events"] = [
        view(str(n), "2024-01-02", visitor_id=f"v{n % 2}", contact_id="ab"[n % 2], page_id=str(n % 3))
        for n in range(12)
    ]
    backwards = {name: rows[::-1] for name, rows in raw.items()}

    def text(marts):
        return {name: sorted(map(repr, rows)) for name, rows in marts.items() if name != "_staged"}

    assert text(run(raw)) == text(run(backwards))


def test_no_rows_at_all_still_reconcile(run):
    rows = run({}, position_models={"mine": {"first": 1}})["rpt_reconciliation"]
    assert len(rows) == 10 - 2 + 1 + 10 - 1 + 1 + 10 + 1
    assert all(row["total_amount"] in (None, 0) for row in rows)


# --- interactions outside of sessions: SPEC 1 and 3, ADR 7 -------------------------------------------

PEOPLE = [
    contact("ann", "2024-01-10", email=" Ann@x.example", additional_emails="second@x.example"),
    contact("old", "2024-01-05", email="ANN@x.example "),
    contact("was", email="was@x.example", merged_into_contact_id="ann"),
    contact("dead", "2024-01-01", email="ann@x.example", is_deleted="true"),
    contact("p2", "2024-01-02", email="two@x.example"),
    contact("p1", "2024-01-02", email="two@x.example"),
]


def mail(event_type="click", recipient="ann@x.example", at="2024-01-09", **more):
    row = {"email_event_id": "m", "email_id": "mail", "recipient_email": recipient, "event_type": event_type}
    return {**row, "occurred_at": at, **more}


@pytest.mark.parametrize(
    "recipient, contact_id, owner",
    [
        ("ann@X.example ", "ann", "ann"),
        ("ann@x.example", "was", "ann"),
        ("second@x.example", "ann", None),
        ("was@x.example", "was", None),
        ("was@x.example", None, None),
        ("ann@x.example", None, "old"),
        ("ann@x.example", "nobody", "old"),
        ("ann@x.example", "dead", None),
        ("two@x.example", "ann", None),
        ("two@x.example", None, "p1"),
        ("nobody@x.example", None, None),
    ],
)
def test_mail_earns_only_with_the_contact_whose_own_address_it_went_to(run, recipient, contact_id, owner):
    marts = run({"contacts": PEOPLE, "email_events": [mail(recipient=recipient, contact_id=contact_id)]})
    assert [row["contact_id"] for row in marts["fct_interactions"]] == ([owner] if owner else [])


def ad(network="google", **more):
    return {"ad_interaction_id": "1", "occurred_at": "2024-01-09", "network": network, "contact_id": "a", **more}


def post(interaction_type="click", **more):
    row = {"social_interaction_id": "1", "occurred_at": "2024-01-09", "social_post_id": "s", "network": "LinkedIn "}
    return {**row, "interaction_type": interaction_type, "contact_id": "a", **more}


def participation(state="attended", **more):
    row = {"participation_id": "1", "marketing_event_id": "fair", "contact_id": "a", "state": state}
    return {**row, "occurred_at": "2024-01-09", **more}


def enrollment(table, into, at="2024-01-09", contact_id="a", **more):
    """A row of workflow_enrollments, list_memberships or sequence_enrollments."""
    column = {"workflow_enrollments": "workflow_id", "list_memberships": "list_id"}.get(table, "sequence_id")
    return {"contact_id": contact_id, column: into, "occurred_at": at, **more}


TAGGED = "https://x.example/p?utm_campaign=C&utm_term=T"
PAGE = "https://x.example/p"

# What happened; and the type, asset type, asset, title, source and drill-downs of the interaction, if it is one.
KINDS = [
    ("a_mail_click", "email_events", mail(recipient="a@x.example", clicked_url=TAGGED),
     "marketing_email_click marketing_email mail https://x.example/p email_marketing C https://x.example/p"),
    ("a_mail_click_without_url", "email_events", mail(recipient="a@x.example"),
     "marketing_email_click marketing_email mail mail email_marketing - mail"),
    ("an_open_earns_nothing", "email_events", mail("open", "a@x.example"), None),
    ("a_machines_click_earns_nothing", "email_events", mail(recipient="a@x.example", is_filtered="true"), None),
    ("a_persons_click", "email_events", mail(recipient="a@x.example", is_filtered="false"),
     "marketing_email_click marketing_email mail mail email_marketing - mail"),
    ("types_compare_as_written", "email_events", mail("Click", "a@x.example"), None),
    ("a_post_click", "social_interactions", post(url=TAGGED),
     "social_post_click social_post s https://x.example/p organic_social linkedin C"),
    ("a_like_earns_nothing", "social_interactions", post("like"), None),
    ("a_post_click_of_a_visitor", "social_interactions", post(contact_id=None, visitor_id="v"),
     "social_post_click social_post s s organic_social linkedin -"),
    ("a_post_click_of_nobody", "social_interactions", post(contact_id=None, visitor_id="u"), None),
    ("an_ad_on_google", "ad_interactions", ad(" Google", ad_id="i", ad_name="N", keyword="k", ad_campaign_id="x", landing_url=TAGGED),
     "ad_click ad i N paid_search C k"),
    ("an_ad_on_microsoft_without_tags", "ad_interactions", ad("MICROSOFT", ad_id="i", ad_campaign_id="x", landing_url=PAGE),
     "ad_click ad i https://x.example/p paid_search x -"),
    ("an_ad_without_keyword", "ad_interactions", ad(landing_url=TAGGED),
     "ad_click ad https://x.example/p https://x.example/p paid_search C T"),
    ("an_ad_elsewhere", "ad_interactions", ad("Facebook", ad_id="i", ad_campaign_id="x"), "ad_click ad i i paid_social facebook x"),
    ("an_ad_with_a_title", "ad_interactions", ad(ad_id="titled", ad_name="N"), "ad_click ad titled Title paid_search - -"),
    ("an_ad_of_a_visitor", "ad_interactions", ad(contact_id="nobody", visitor_id="v", ad_id="i"), "ad_click ad i i paid_search - -"),
    ("a_registration", "marketing_event_participations", participation("registered"),
     "marketing_event_registered marketing_event fair fair marketing_event fair registered"),
    ("an_attendance", "marketing_event_participations", participation(),
     "marketing_event_attended marketing_event fair fair marketing_event fair attended"),
    ("one_who_did_not_show_up", "marketing_event_participations", participation("no_show"), None),
    ("an_enrolment_in_a_sequence", "sequence_enrollments", enrollment("sequence_enrollments", "s"),
     "sequence_action sequence s s direct_traffic - -"),
]  # fmt: skip


@pytest.mark.parametrize("name, table, row, expected", KINDS, ids=[case[0] for case in KINDS])
def test_interactions_outside_of_sessions(run, name, table, row, expected):
    raw = {"contacts": [contact("a", email="a@x.example")], table: [row]}
    raw["contact_visitors"] = [{"visitor_id": "v", "contact_id": "a", "identified_at": "2024-01-01"}]
    raw["assets"] = [{"asset_type": "ad", "asset_id": "titled", "title": "Title"}]
    columns = (
        "interaction_type asset_type asset_id asset_title interaction_source source_drilldown_1 source_drilldown_2"
    )
    found = [" ".join(r[c] or "-" for c in columns.split()) for r in run(raw)["fct_interactions"]]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    "activity, expected",
    [
        ({"activity_type": "call", "is_connected": "true"}, "call_connected 2024-01-09 call"),
        ({"activity_type": "call", "is_connected": "false", "outcome": "Connected"}, None),
        ({"activity_type": "call", "outcome": "Connected"}, "call_connected 2024-01-09 call"),
        ({"activity_type": "call", "outcome": "no answer"}, None),
        ({"activity_type": "call"}, None),
        ({"activity_type": "meeting"}, "meeting 2024-01-09 meeting"),
        ({"activity_type": "conversation"}, "conversation 2024-01-09 conversation"),
        ({"activity_type": "sales_email"}, None),
        ({"activity_type": "sales_email", "replied_at": "2024-01-11"}, "sales_email_reply 2024-01-11 sales_email"),
        ({"activity_type": "sequence"}, "sequence_action 2024-01-09 sequence"),
        ({"activity_type": "Meeting"}, None),
    ],
)
def test_sales_activities(run, activity, expected):
    # Two records of one person are one interaction.
    raw = {"contacts": [contact("a"), contact("b", merged_into_contact_id="a")]}
    raw["sales_activities"] = [{"activity_id": "5|6%", "occurred_at": "2024-01-09", "title": "Hello", **activity}]
    raw["sales_activity_contacts"] = [{"activity_id": "5|6%", "contact_id": c} for c in "ab"]
    found = run(raw)["fct_interactions"]
    assert [f"{r['interaction_type']} {r['occurred_at']:%Y-%m-%d} {r['asset_type']}" for r in found] == (
        [expected] if expected else []
    )
    for row in found:
        is_sequence = activity["activity_type"] == "sequence"
        assert (row["interaction_id"], row["asset_id"], row["asset_title"]) == ("sales:5%7C6%25|a", "5|6%", "Hello")
        assert row["sales_activity_id"] == (None if is_sequence else "5|6%")
        assert row["interaction_source"] == ("direct_traffic" if is_sequence else "sales")
        assert row["source_drilldown_1"] == (None if is_sequence else activity["activity_type"])


def test_each_enrolment_in_a_sequence_is_one_by_the_contact_as_recorded(run):
    raw = {"contacts": [contact("a"), contact("b|", merged_into_contact_id="a")]}
    raw["sequence_enrollments"] = [
        enrollment("sequence_enrollments", "s", "1970-01-01 00:00:00"),  # before 1990: quarantined
        enrollment("sequence_enrollments", "s", "2024-01-09 00:00:00.000001"),
        enrollment("sequence_enrollments", "s", "2024-01-09 00:00:00.000001", "b|"),
    ]
    found = run(raw)["fct_interactions"]
    assert {row["interaction_id"]: row["contact_id"] for row in found} == {
        "sequence:a|s|1704758400000001": "a",
        "sequence:b%7C|s|1704758400000001": "a",
    }


def test_deal_reports_take_an_activity_of_the_deal_too(run):
    raw = won_deal_of([contact("a")])
    raw["deals"].append(deal("merged", merged_into_deal_id="d"))
    kinds = {"both": "meeting", "contact_only": "meeting", "by_merged": "call", "step": "sequence"}
    raw["sales_activities"] = [
        {"activity_id": i, "activity_type": kind, "occurred_at": "2024-01-09", "is_connected": "true"}
        for i, kind in kinds.items()
    ]
    raw["sales_activity_contacts"] = [{"activity_id": i, "contact_id": "a"} for i in kinds]
    raw["sales_activity_deals"] = [
        {"activity_id": "both", "deal_id": "d"},
        {"activity_id": "by_merged", "deal_id": "merged"},
    ]
    types = ["meeting", "call_connected", "sequence_action"]
    marts = run(raw, interaction_types=dict.fromkeys(REPORTS, types))
    found: dict[str, set] = {}
    for row in marts["fct_journeys"]:
        found.setdefault(row["conversion_type"], set()).add(row["interaction_id"].split(":")[1].split("|")[0])
    assert found == {
        "contact_create": {"both", "contact_only", "by_merged", "step"},
        "deal_create": {"both", "by_merged", "step"},
        "revenue": {"both", "by_merged", "step"},
    }


def campaign_with(*assets, **more):
    """Campaign K and its assets: (type, id) or (type, id, associated_at)."""
    rows = [dict(zip(("asset_type", "asset_id", "associated_at"), asset, strict=False)) for asset in assets]
    return {
        "contacts": [contact("a", email="a@x.example")],
        "campaigns": [{"campaign_id": "K"}],
        "campaign_assets": [{"campaign_id": "K", **row} for row in rows],
        **more,
    }


@pytest.mark.parametrize(
    "asset, matches",
    [(("ad", "i"), 1), (("ad_campaign", "x"), 1), (("ad", "x"), 0), (("ad_campaign", "i"), 0), (("ad", "i", "2024-01-10"), 0)],
)  # fmt: skip
def test_an_ad_belongs_to_a_campaign_by_itself_or_its_ad_campaign(run, asset, matches):
    raw = campaign_with(asset, ad_interactions=[ad(ad_id="i", ad_campaign_id="x")])
    assert [row["match_type"] for row in run(raw)["bridge_interaction_campaigns"]] == ["asset"] * matches


# --- influences: SPEC 6, ADR 7 ----------------------------------------------------------------------

KEYWORD = "https://www.google.com/search?q=crm"


def events(*types, **more):
    """Events a minute apart, from 2024-01-09 on, of visitor v."""
    return [view(str(n), f"2024-01-09 00:0{n}:00", event_type=kind, **more) for n, kind in enumerate(types, start=1)]


# The campaign's assets, what happened, and the influences as type, asset type and asset.
INFLUENCES = [
    ("social_interaction_of_any_type", [("social_post", "s")], {"social_interactions": [post("like")]}, ["social_interaction social_post s"]),
    ("social_interaction_with_another_post", [("social_post", "t")], {"social_interactions": [post()]}, []),
    ("form_submission", [("form", "f")], {"web_events": events("form_submission", form_id="f")}, ["form_submission form f"]),
    ("form_submission_without_form_id", [("form", "f")], {"web_events": events("form_submission")}, []),
    ("form_submission_on_an_associated_page", [("external_page", "p")], {"web_events": events("form_submission", form_id="f", page_id="p")}, []),
    ("marketing_email_open", [("marketing_email", "mail")], {"email_events": [mail("open", "a@x.example")]}, ["marketing_email_open marketing_email mail"]),
    ("marketing_email_click", [("marketing_email", "mail")], {"email_events": [mail("click", "A@x.example ")]}, ["marketing_email_click marketing_email mail"]),
    ("marketing_email_sent", [("marketing_email", "mail")], {"email_events": [mail("sent", "a@x.example")]}, []),
    ("marketing_email_filtered", [("marketing_email", "mail")], {"email_events": [mail("open", "a@x.example", is_filtered="1")]}, []),
    ("marketing_email_to_a_secondary_address", [("marketing_email", "mail")], {"email_events": [mail("open", "b@x.example", contact_id="a")]}, []),
    ("marketing_email_with_the_campaigns_tag_only", [], {"email_events": [mail("click", "a@x.example", clicked_url="https://x.example/?utm_campaign=K")]}, []),
    ("workflow_enrollment", [("workflow", "w")], {"workflow_enrollments": [enrollment("workflow_enrollments", "w")]}, ["workflow_enrollment workflow w"]),
    ("workflow_associated_later", [("workflow", "w", "2024-01-09 00:00:01")], {"workflow_enrollments": [enrollment("workflow_enrollments", "w")]}, []),
    ("workflow_associated_at_that_moment", [("workflow", "w", "2024-01-09")], {"workflow_enrollments": [enrollment("workflow_enrollments", "w")]}, ["workflow_enrollment workflow w"]),
    ("static_list", [("static_list", "l")], {"list_memberships": [enrollment("list_memberships", "l", is_static="true")]}, ["static_list static_list l"]),
    ("dynamic_list", [("static_list", "l")], {"list_memberships": [enrollment("list_memberships", "l", is_static="false")]}, []),
    ("list_of_unknown_kind", [("static_list", "l")], {"list_memberships": [enrollment("list_memberships", "l")]}, []),
    ("marketing_event_attended", [("marketing_event", "fair")], {"marketing_event_participations": [participation()]}, ["marketing_event_attended marketing_event fair"]),
    ("marketing_event_registered", [("marketing_event", "fair")], {"marketing_event_participations": [participation("registered")]}, []),
    ("page_view_by_tag", [], {"web_events": events("page_view", page_id="p", page_url="https://x.example/?utm_campaign=+k")}, ["page_view external_page p"]),
    ("page_view_of_an_associated_page", [("external_page", "https://x.example/")], {"web_events": events("page_view", page_url="https://x.example/?a")}, ["page_view external_page https://x.example/"]),
    ("page_view_of_another_kind_of_page", [("blog_post", "p")], {"web_events": events("page_view", page_id="p")}, []),
    ("page_view_first_after_a_keyword", [], {"web_events": [
        view("1", "2024-01-09 00:01:00", event_type="custom_event", referrer_url=KEYWORD),
        view("2", "2024-01-09 00:02:00", page_id="p2"),
        view("3", "2024-01-09 00:03:00", page_id="p3"),
    ]}, ["page_view external_page p2"]),
    ("page_view_of_a_bot", [("external_page", "p")], {"web_events": events("page_view", page_id="p", is_bot="true")}, []),
    ("cta_view_without_form", [("cta", "c")], {"web_events": events("cta_view", cta_id="c")}, ["cta_view cta c"]),
    ("cta_click_without_form", [("cta", "c")], {"web_events": events("cta_click", cta_id="c")}, []),
    ("cta_view_without_cta_id", [("cta", "c")], {"web_events": events("cta_view")}, []),
    ("legacy_cta_view", [("cta", "legacy")], {"web_events": events("cta_view", cta_id="legacy")}, ["legacy_cta_view cta legacy"]),
    ("legacy_cta_click", [("cta", "legacy")], {"web_events": events("cta_click", cta_id="legacy")}, ["legacy_cta_click cta legacy"]),
    ("legacy_cta_with_a_form", [("cta", "legacy_form")], {"web_events": events("cta_view", "form_submission", cta_id="legacy_form")}, ["legacy_cta_view cta legacy_form"]),
    ("cta_with_a_form_viewed_only", [("cta", "with_form")], {"web_events": events("cta_view", cta_id="with_form")}, []),
    ("cta_with_a_form_clicked", [("cta", "with_form")], {"web_events": events("cta_view", "cta_click", cta_id="with_form")}, []),
    ("cta_submission", [("cta", "with_form", "2024-01-09 00:02:00")], {"web_events": events("cta_view", "form_submission", cta_id="with_form")}, ["cta_submission cta with_form"]),
    ("cta_submission_not_viewed_before", [("cta", "with_form")], {"web_events": events("form_submission", "cta_view", cta_id="with_form")}, []),
    ("cta_submission_at_the_views_instant_comes_before_it", [("cta", "with_form")], {"web_events": [
        view(kind, "2024-01-09", event_type=kind, cta_id="with_form") for kind in ("cta_view", "form_submission")
    ]}, []),
    ("cta_submission_viewed_by_another", [("cta", "with_form")], {"web_events": [
        view("1", "2024-01-09 00:01:00", event_type="cta_view", cta_id="with_form", contact_id="b"),
        view("2", "2024-01-09 00:02:00", event_type="form_submission", cta_id="with_form", contact_id="a"),
    ]}, []),
    ("ad_click_by_default", [("ad", "i")], {"ad_interactions": [ad(ad_id="i")]}, []),
    ("meeting", [("meeting", "m")], {
        "sales_activities": [{"activity_id": "m", "activity_type": "meeting", "occurred_at": "2024-01-09"}],
        "sales_activity_contacts": [{"activity_id": "m", "contact_id": "a"}],
    }, []),
]  # fmt: skip


def influenced(run, assets, happened, **config):
    raw = campaign_with(*assets, **happened)
    raw["contacts"] = [*raw["contacts"], contact("b")]
    raw["contact_visitors"] = [{"visitor_id": "v", "contact_id": "a", "identified_at": "2024-01-01"}]
    raw["campaign_utms"] = [{"campaign_id": "K", "utm_campaign": "K"}]
    raw["campaign_keywords"] = [{"campaign_id": "K", "keyword": " CRM"}]
    raw["assets"] = [
        {"asset_type": "cta", "asset_id": "legacy", "is_legacy_cta": "true"},
        {"asset_type": "cta", "asset_id": "legacy_form", "is_legacy_cta": "true", "cta_has_form": "true"},
        {"asset_type": "cta", "asset_id": "with_form", "cta_has_form": "true"},
        {"asset_type": "form", "asset_id": "with_form", "is_legacy_cta": "true"},
    ]
    return run(raw, **config)["rpt_campaign_influences"]


@pytest.mark.parametrize("name, assets, happened, expected", INFLUENCES, ids=[case[0] for case in INFLUENCES])
def test_what_influences_a_contact(run, name, assets, happened, expected):
    rows = influenced(run, assets, happened)
    assert [f"{r['influence_type']} {r['asset_type']} {r['asset_id']}" for r in rows] == expected
    assert {(r["campaign_id"], r["contact_id"]) for r in rows} <= {("K", "a")}


@pytest.mark.parametrize("asset", [("ad", "i"), ("ad_campaign", "x")])
def test_ads_influence_when_the_var_says_so(run, asset):
    (row,) = influenced(run, [asset], {"ad_interactions": [ad(ad_id="i", ad_campaign_id="x")]}, influence_by_ads=True)
    assert (row["influence_type"], row["asset_type"], row["asset_id"]) == ("ad_click", "ad", "i")


def test_campaign_history_counts_influences_before_the_association(run):
    happened = {"workflow_enrollments": [enrollment("workflow_enrollments", "w")]}
    assert influenced(run, [("workflow", "w", "2024-01-10")], happened) == []
    assert len(influenced(run, [("workflow", "w", "2024-01-10")], happened, campaign_history=True)) == 1


def test_a_row_of_influences_is_that_of_the_first_and_counts_all(run):
    raw = campaign_with(("marketing_email", "mail"), ("social_post", "s"), ("workflow", "w|"))
    raw["contacts"] += [contact("b", email="b@x.example"), contact("c", merged_into_contact_id="b")]
    raw["contacts"] += [contact("z", email="z@x.example", is_deleted="true")]
    raw["email_events"] = [
        mail("click", "a@x.example", email_event_id="1"),
        mail("open", "a@x.example", email_event_id="2"),  # at the same instant, opens come first
        mail("open", "a@x.example", email_event_id="3", at="2024-01-12"),
        mail("open", "b@x.example", email_event_id="4", at="2024-01-11"),
        mail("open", "z@x.example", email_event_id="5"),
    ]
    raw["social_interactions"] = [post(contact_id="a")]
    raw["workflow_enrollments"] = [enrollment("workflow_enrollments", "w|", "2024-01-10", c) for c in "bc"]
    raw["assets"] = [{"asset_type": "marketing_email", "asset_id": "mail", "title": "May"}]
    found = {(r["contact_id"], r["asset_type"]): list(r.values())[5:] for r in run(raw)["rpt_campaign_influences"]}
    at = {day: datetime(2024, 1, day) for day in range(9, 13)}
    # title, type, id, count, contacts of the asset, assets of the contact, first, last, the contact's first
    assert found == {
        ("a", "marketing_email"): ["May", "marketing_email_open", "email:2", 3, 2, 2, at[9], at[12], at[9]],
        ("a", "social_post"): ["s", "social_interaction", "social:1", 1, 1, 2, at[9], at[9], at[9]],
        ("b", "marketing_email"): ["May", "marketing_email_open", "email:4", 1, 2, 2, at[11], at[11], at[10]],
        ("b", "workflow"): [
            None, "workflow_enrollment", "workflow:b|w%7C|1704844800000000", 2, 1, 2, at[10], at[10], at[10],
        ],
    }  # fmt: skip


# --- metrics: SPEC 6, ADR 7 -------------------------------------------------------------------------


def metric_of(marts, name, campaign_id="K"):
    """The campaign's figure, and those of its days."""
    (whole,) = [r[name] for r in marts["rpt_campaign_performance"] if r["campaign_id"] == campaign_id]
    days = {
        f"{r['date']:%m-%d}": r[name]
        for r in marts["rpt_campaign_performance_daily"]
        if r["campaign_id"] == campaign_id and r[name]
    }
    return whole, days


def visited(*rows, **more):
    """Contact a, who is visitor v, was created on 2024-01-10; campaign K has page p, form f and a tag and a keyword."""
    raw = campaign_with(("external_page", "p"), ("form", "f"), ("workflow", "w"), ("ad", "i"), ("cta", "c"))
    raw["contact_visitors"] = [{"visitor_id": "v", "contact_id": "a", "identified_at": "2024-01-01"}]
    raw["campaign_utms"] = [{"campaign_id": "K", "utm_campaign": "K"}]
    raw["campaign_keywords"] = [{"campaign_id": "K", "keyword": "crm"}]
    return {**raw, "web_events": list(rows), **more}


OF_K = "https://x.example/?utm_campaign=K"

SESSIONS = [
    ("the_tag_on_any_url", view("2", "2024-01-09 00:01:00", event_type="odd", page_url=OF_K), {}, 1),
    ("a_view_of_an_associated_page", view("2", "2024-01-09 00:01:00", page_id="p"), {}, 1),
    ("another_event_on_an_associated_page", view("2", "2024-01-09 00:01:00", page_id="p", event_type="form_submission"), {}, 0),
    ("a_bots_event", view("2", "2024-01-09 00:01:00", page_id="p", is_bot="true"), {}, 0),
    ("a_form", view("2", "2024-01-09 00:01:00", form_id="f", event_type="form_submission"), {}, 0),
    ("a_cta", view("2", "2024-01-09 00:01:00", cta_id="c", event_type="cta_click"), {}, 0),
    ("a_keyword_at_its_start", None, {"referrer_url": KEYWORD}, 1),
    ("nothing", None, {}, 0),
    ("an_anonymous_visitor", None, {"visitor_id": "u", "page_id": "p"}, 1),
    ("a_deleted_contact", None, {"contact_id": "z", "page_id": "p"}, 0),
]  # fmt: skip


@pytest.mark.parametrize("name, second, first, expected", SESSIONS, ids=[case[0] for case in SESSIONS])
def test_sessions_of_a_campaign(run, name, second, first, expected):
    raw = visited(view("1", "2024-01-08 23:59:00", **first), *([second] if second else []))
    raw["contacts"] = [*raw["contacts"], contact("z", is_deleted="true")]
    # The day is that of the start.
    assert metric_of(run(raw), "sessions") == (expected, {"01-08": 1} if expected else {})


FIRST_TOUCHES = [
    ("the_first_page_has_the_tag", [view("1", "2024-01-01", page_url=OF_K), view("2", "2024-01-02")], {}, 1),
    ("a_later_page_has_the_tag", [view("1", "2024-01-01"), view("2", "2024-01-02", page_url=OF_K)], {}, 0),
    ("the_first_page_is_associated", [view("1", "2024-01-01", page_id="p")], {}, 1),
    ("it_came_by_a_keyword", [view("1", "2024-01-01", referrer_url=KEYWORD)], {}, 1),
    ("after_the_creation_too", [view("1", "2024-02-01", page_id="p")], {}, 1),
    ("a_form_before_it_is_no_page", [view("0", "2024-01-01", event_type="form_submission"), view("1", "2024-01-02", page_id="p")], {}, 1),
    ("a_cta_click_is_excluded", [view("1", "2024-01-01", cta_id="c", event_type="cta_click"), view("2", "2024-01-02")], {}, 0),
]  # fmt: skip


@pytest.mark.parametrize("name, rows, config, expected", FIRST_TOUCHES, ids=[case[0] for case in FIRST_TOUCHES])
def test_new_contacts_first_touch(run, name, rows, config, expected):
    marts = run(visited(*rows), **config)
    assert metric_of(marts, "new_contacts_first_touch") == (expected, {"01-10": 1} if expected else {})


WORKFLOW = {"workflow_enrollments": [enrollment("workflow_enrollments", "w", "2024-01-09 23:30:00")]}
AD = {"ad_interactions": [ad(ad_id="i", occurred_at="2024-01-09 23:30:00")]}
CTA = view("0", "2024-01-09 23:30:00", "u", cta_id="c", event_type="cta_click", contact_id="a")


@pytest.mark.parametrize(
    "exclusions, more, first, last",
    [
        (["workflow", "cta", "ad"], WORKFLOW, 0, 0),
        (["cta", "ad"], WORKFLOW, 1, 1),
        (["workflow", "cta"], AD, 1, 1),
        (["workflow", "ad"], AD, 0, 0),
        (["workflow", "ad"], {"cta": CTA}, 1, 1),
        (["workflow"], {"workflow_enrollments": [enrollment("workflow_enrollments", "other", "2024-01-09 23:30:00")]}, 0, 0),
        # after the first page: no first touch; before the session's start: no last touch; after the conversion: neither
        (["cta", "workflow"], {"ad_interactions": [ad(ad_id="i", occurred_at="2024-01-09 23:55:00")]}, 0, 1),
        (["cta", "workflow"], {"ad_interactions": [ad(ad_id="i", occurred_at="2024-01-09 23:19:59")]}, 1, 0),
        ([], {"ad_interactions": [ad(ad_id="i", occurred_at="2024-01-10 00:00:01")]}, 0, 0),
        # at the instant of the page view an ad comes before it, an enrolment after it
        ([], {"ad_interactions": [ad(ad_id="i", occurred_at="2024-01-09 23:50:00")]}, 1, 1),
        ([], {"workflow_enrollments": [enrollment("workflow_enrollments", "w", "2024-01-09 23:50:00")]}, 0, 1),
    ],
)  # fmt: skip
def test_campaign_metric_exclusions(run, exclusions, more, first, last):
    rows = [
        view("00", "2024-01-09 23:20:00", event_type="custom_event"),
        view("1", "2024-01-09 23:49:00", event_type="odd"),
    ]
    rows += [view("2", "2024-01-09 23:50:00"), view("3", "2024-01-09 23:59:00")]
    tables = {name: found for name, found in more.items() if name != "cta"}
    raw = visited(*rows, *([more["cta"]] if "cta" in more else []), **tables)
    marts = run(raw, campaign_metric_exclusions=exclusions)
    assert metric_of(marts, "new_contacts_first_touch")[0] == first
    assert metric_of(marts, "new_contacts_last_touch")[0] == last


def test_an_enrolment_in_a_workflow_of_no_campaign_is_no_first_touch(run):
    raw = visited(view("1", "2024-01-09", page_id="p"))
    raw["workflow_enrollments"] = [enrollment("workflow_enrollments", "other", "2024-01-08")]
    assert metric_of(run(raw, campaign_metric_exclusions=[]), "new_contacts_first_touch")[0] == 1


AT_LAST = "2024-01-09 23:59:00"
LAST_TOUCHES = [
    ("its_url_has_the_tag", [view("2", AT_LAST, page_url=OF_K)], {}, 1),
    ("an_earlier_url_has_the_tag", [view("1", "2024-01-09 23:50:00", page_url=OF_K), view("2", AT_LAST)], {}, 0),
    ("an_associated_page_was_viewed_before", [view("1", "2024-01-09 23:50:00", page_id="p"), view("2", AT_LAST)], {}, 1),
    ("an_associated_form_was_submitted_before", [view("1", "2024-01-09 23:50:00", event_type="form_submission", form_id="f"), view("2", AT_LAST)], {}, 1),
    ("an_associated_form_created_the_contact_within_the_grace", [view("1", AT_LAST), view("2", "2024-01-10 00:00:59", event_type="form_submission", form_id="f")], {}, 1),
    ("a_form_on_an_associated_page", [view("2", AT_LAST, event_type="form_submission", page_id="p")], {}, 0),
    ("in_another_session", [view("1", "2024-01-09 10:00:00", page_id="p"), view("2", AT_LAST)], {}, 0),
    ("after_the_creation", [view("1", AT_LAST), view("2", "2024-01-10 00:00:01", page_id="p")], {}, 0),
    ("by_a_keyword", [view("1", AT_LAST, referrer_url=KEYWORD)], {}, 0),
    ("a_page_that_another_viewed", [view("1", "2024-01-09 23:50:00", page_id="p", contact_id="b"), view("2", AT_LAST, contact_id="a")], {}, 0),
    ("imported_afterwards", [view("1", AT_LAST, page_id="p")], {"creation_source": "import"}, 0),
    ("whatever_earns_no_credit", [view("1", AT_LAST, page_id="p")], {}, 1),
]  # fmt: skip


@pytest.mark.parametrize("name, rows, more, expected", LAST_TOUCHES, ids=[case[0] for case in LAST_TOUCHES])
def test_new_contacts_last_touch(run, name, rows, more, expected):
    raw = visited(*rows)
    raw["contacts"] = [contact("a", **more), contact("b", "2024-01-01")]
    marts = run(raw, interaction_types={report: ["meeting"] for report in REPORTS})
    assert metric_of(marts, "new_contacts_last_touch") == (expected, {"01-10": 1} if expected else {})


@pytest.mark.parametrize(
    "deal_cells, association, influenced_at, expected",
    [
        ({}, {}, "2024-03-01", 1),
        ({}, {}, "2024-03-01 00:00:01", 0),
        ({}, {"associated_at": "2024-03-01"}, "2024-01-09", 1),
        ({}, {"associated_at": "2024-03-01 00:00:01"}, "2024-01-09", 0),
        ({}, {"dissociated_at": "2024-03-01"}, "2024-01-09", 0),
        ({}, {"dissociated_at": "2024-03-01 00:00:01"}, "2024-01-09", 1),
        ({"stage_id": "open"}, {}, "2024-01-09", 0),
        ({"closed_at": None}, {}, "2024-01-09", 0),
        ({"is_deleted": "true"}, {}, "2024-01-09", 0),
        ({"amount": None}, {}, "2024-01-09", 1),
        ({"created_at": None}, {}, "2024-01-09", 1),
        ({"currency_code": "EUR"}, {}, "2024-01-09", 1),
    ],
)
def test_closed_deals_and_influenced_revenue(run, deal_cells, association, influenced_at, expected):
    # Two influenced contacts, one deal; the second deal is nobody's.
    raw = campaign_with(("workflow", "w"), **won_deal_of([contact("a"), contact("b", merged_into_contact_id="a")]))
    raw["deals"] = [deal(**deal_cells), deal("e")]
    raw["deal_contacts"] = [row | association for row in raw["deal_contacts"]]
    raw["workflow_enrollments"] = [enrollment("workflow_enrollments", "w", influenced_at, c) for c in "ab"]
    marts = run(raw)
    assert metric_of(marts, "closed_deals") == (expected, {"03-01": 1} if expected else {})
    amount = Decimal(0) if {"amount", "currency_code"} & deal_cells.keys() else Decimal(100) * expected
    assert metric_of(marts, "influenced_revenue")[0] == amount
    # Workflows earn nothing.
    assert metric_of(marts, "revenue")[0] == metric_of(marts, "deals_attributed")[0] == 0


def test_counts_are_distinct_and_dated_by_the_first_influence(run):
    raw = campaign_with(("workflow", "w"), ("workflow", "x"))
    raw["workflow_enrollments"] = [
        enrollment("workflow_enrollments", *of)
        for of in (("w", "2024-01-12"), ("w", "2024-01-14"), ("x", "2024-01-13"))
    ]
    marts = run(raw)
    assert metric_of(marts, "influenced_contacts") == (1, {"01-12": 1})
    assert metric_of(marts, "unique_marketing_influences") == (2, {"01-12": 1, "01-13": 1})


def test_figures_from_credits(run):
    raw = won_deal_of([contact("a"), contact("b", "2024-01-11")])
    raw["web_events"] = [
        view("1", "2024-01-02", contact_id="a", page_id="p"),
        view("2", "2024-01-03", contact_id="a", page_id="p"),
        view("3", "2024-01-04", contact_id="b"),
    ]
    raw["campaigns"] = [{"campaign_id": c} for c in "JKL"]
    raw["campaign_assets"] = [{"campaign_id": c, "asset_type": "external_page", "asset_id": "p"} for c in "JK"]
    marts = run(raw)
    # Two of three views, 33.33 and 33.34, shared by two campaigns: J has 16.67 + 16.67; the deal's amount once.
    assert metric_of(marts, "revenue", "J")[0] == Decimal("33.34")
    assert metric_of(marts, "revenue") == (Decimal("33.33"), {"03-01": Decimal("33.33")})
    assert metric_of(marts, "revenue_unsplit") == (Decimal("66.67"), {"03-01": Decimal("66.67")})
    assert metric_of(marts, "attributed_revenue_last_interaction") == (0, {})
    assert metric_of(marts, "attributed_revenue_unsplit_first_interaction")[0] == 100
    assert metric_of(marts, "deal_amount") == (100, {"03-01": 100})
    assert metric_of(marts, "deals_attributed") == (1, {"03-01": 1})
    assert metric_of(marts, "contacts_attributed") == (1, {"01-10": 1})
    # Zeros where there is nothing, and no day.
    assert metric_of(marts, "revenue", "L") == metric_of(marts, "deals_attributed", "L") == (0, {})
    assert {row["campaign_id"] for row in marts["rpt_campaign_performance_daily"]} == {"J", "K"}
    without = run(raw, attribution_models=["last_interaction"])
    assert metric_of(without, "revenue") == metric_of(without, "roas") == (None, {})


def spending(*rows, **cells):
    """Campaign K, whose contact a earned it 100 on 2024-03-01, and what was spent on it: (date, amount, currency)."""
    raw = campaign_with(("external_page", "p"), **won_deal_of([contact("a")]))
    raw["campaigns"] = [{"campaign_id": "K", "budget": "1000", "start_date": "2024-01-05", **cells}]
    raw["web_events"] = [view("1", "2024-01-02", contact_id="a", page_id="p")]
    raw["exchange_rates"] = [
        {"currency_code": "EUR", "rate_date": day, "rate_to_home": rate}
        for day, rate in (("2024-01-05", "1.5"), ("2024-02-29", "2"))
    ]
    raw["campaign_spend"] = [
        {
            "campaign_id": "K",
            "spend_source": str(n),
            **dict(zip(("spend_date", "amount", "currency_code"), row, strict=False)),
        }
        for n, row in enumerate(rows)
    ]
    return raw


@pytest.mark.parametrize(
    "rows, spend, without_rate, remaining, roi, roas, cost",
    [
        ([("2024-03-01", "30"), ("2024-06-01", "10.005")], "40.01", 0, "959.99", "1.499375", "2.499375", "40.01"),
        ([("2024-03-01", "30"), ("2024-06-02", "10")], "30", 0, "970", "2.333333", "3.333333", "30"),  # not yet
        ([("2024-03-01", "30", "EUR")], "60", 0, "940", "0.666667", "1.666667", "60"),
        ([("2024-03-08", "1", "EUR")], "0", 1, None, None, None, None),  # too old a rate
        ([("2024-03-01", "5"), ("2024-03-01", "1", "CHF")], "5", 1, None, None, None, None),
        ([("2024-03-01", "9999999999999999", "EUR")], "0", 1, None, None, None, None),  # out of range
        ([], "0", 0, "1000", None, None, None),
        ([("2024-03-01", "-5")], "-5", 0, "1005", None, None, None),
    ],
)  # fmt: skip
def test_spend_and_its_ratios(run, rows, spend, without_rate, remaining, roi, roas, cost):
    marts = run(spending(*rows))
    names = ("spend", "spend_without_rate", "remaining_budget", "roi", "roas", "cost_per_contact")
    found = [metric_of(marts, name)[0] for name in names]
    assert found == [None if v is None else Decimal(v) for v in (spend, without_rate, remaining, roi, roas, cost)]


def test_a_day_has_its_own_ratios_and_what_remains_after_it(run):
    marts = run(spending(("2024-01-10", "20"), ("2024-03-01", "50"), ("2024-03-05", "1", "CHF")))
    whole = ("remaining_budget", "roi", "roas", "cost_per_contact")
    assert [metric_of(marts, name)[0] for name in whole] == [None] * 4
    assert metric_of(marts, "remaining_budget")[1] == {"01-02": 1000, "01-10": 980, "03-01": 930}
    assert metric_of(marts, "roas")[1] == {"03-01": 2}
    assert metric_of(marts, "cost_per_contact")[1] == {"01-10": 20}
    # A day has a row for a spend without rate alone.
    assert metric_of(marts, "spend_without_rate")[1] == {"03-05": 1}
    assert set(metric_of(marts, "budget")[1]) == {"01-02", "01-10", "03-01", "03-05"}


@pytest.mark.parametrize(
    "cells, budget",
    [
        ({}, "1000"),
        ({"currency_code": "EUR"}, "1500"),
        ({"currency_code": "EUR", "start_date": None}, None),
        ({"currency_code": "EUR", "start_date": "2024-01-04"}, None),
        ({"currency_code": "EUR", "start_date": "2024-01-12"}, "1500"),
        ({"currency_code": "EUR", "start_date": "2024-01-13"}, None),
        ({"start_date": None}, "1000"),
        ({"budget": None}, None),
    ],
)
def test_budgets_are_converted_at_the_start(run, cells, budget):
    assert metric_of(run(spending(**cells)), "budget")[0] == (None if budget is None else Decimal(budget))


# --- model comparison and explanation ---------------------------------------------------------------


def test_models_side_by_side(run):
    raw = won_deal_of([contact("a", "2024-01-20")])
    raw["web_events"] = [view(str(n), f"2024-01-0{n}", contact_id="a", page_id=f"p{n}") for n in range(1, 5)]
    raw["campaigns"] = [{"campaign_id": c, "campaign_name": f"{c}!"} for c in "JKLM"]
    raw["campaign_assets"] = [
        {"campaign_id": c, "asset_type": "external_page", "asset_id": p}
        for c, p in (("J", "p1"), ("K", "p2"), ("L", "p3"))
    ]
    rows = run(raw, attribution_models=["linear", "first_interaction", "w_shaped"])["rpt_model_comparison"]
    names = ("credits_linear", "credits_first_interaction", "attributed_revenue_linear", "attributed_revenue_first_interaction",
             "rank_linear", "rank_first_interaction", "rank_spread", "credits_spread")  # fmt: skip
    revenue = {r["campaign_id"]: [r[name] for name in names] for r in rows if r["conversion_type"] == "revenue"}
    assert revenue == {
        "J": [0.25, 1.0, 25, 100, 1, 1, 0, 0.75],
        "K": [0.25, 0.0, 25, 0, 1, 2, 1, 0.25],
        "L": [0.25, 0.0, 25, 0, 1, 2, 1, 0.25],
        "(no campaign)": [0.25, 0.0, 25, 0, None, None, None, 0.6],
    }
    # w_shaped, which gives J .30, K and L .05 and no campaign .60, is no model of contact_create.
    (lead,) = [r for r in rows if (r["conversion_type"], r["campaign_id"]) == ("contact_create", "J")]
    assert [lead[f"{name}_w_shaped"] for name in ("credits", "attributed_revenue", "rank")] == [None] * 3
    assert (lead["credits_linear"], lead["attributed_revenue_linear"], lead["campaign_name"]) == (0.25, None, "J!")


def test_an_explanation_has_the_steps_of_the_formula(run):
    raw = won_deal_of([contact("a", "2024-01-02")])
    raw["web_events"] = [view(str(n), f"2024-01-0{n}", contact_id="a") for n in range(1, 6)]
    marts = run(raw, null_rule="off")
    names = ("positions", "position_weight", "pool_weight", "middle_count", "raw_weight", "normaliser", "credit")

    def explained(model):
        return {
            r["interaction_id"]: [r[name] for name in names]
            for r in marts["explain_attribution"]
            if (r["conversion_type"], r["attribution_model"]) == ("revenue", model)
        }

    middle = ["middle", 0.0, 0.05, 2, 0.05, 1.0, 0.05]
    assert explained("full_path") == {
        "web:1": ["first", 0.225, 0.0, 2, 0.225, 1.0, 0.225],
        "web:2": ["lead_create", 0.225, 0.0, 2, 0.225, 1.0, 0.225],
        "web:3": middle,
        "web:4": middle,
        "web:5": ["deal_create, closed_won, last", 0.45, 0.0, 2, 0.45, 1.0, 0.45],
    }
    assert explained("linear")["web:3"] == ["middle", None, None, None, 1.0, 5.0, 0.2]
    assert explained("last_interaction") == {"web:5": ["deal_create, closed_won, last", 1.0, 0.0, None, 1.0, 1.0, 1.0]}
