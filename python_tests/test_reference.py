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
