"""Makes up companies for Hypothesis: small raw data with many of the cases that the rules are about.

Few ids, few instants and few texts, so that ties, shared browsers, merges, same-instant interactions and repeated keys come
up often. Cells are text, as they stand in CSV files; None is an empty cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st

Cells = dict[str, "str | None"]
Raw = dict[str, list[Cells]]

START = datetime(2026, 3, 2, 23, 15)

VISITORS = [f"v{n}" for n in range(1, 5)]
CAMPAIGNS = ["k1", "k2", "k3", "k4"]
STAGES = ["open", "won", "won_too", "lost", "closedwon", "nowhere"]

# Distances around the limits of the rules: session timeout, creation grace, and the days of a lookback and of decay.
SECONDS = [0, 0, 1, 59, 60, 61, 1799, 1800, 1801, 3600, 86_399, 86_400, 86_401, 7 * 86_400, 20 * 86_400]

QUERIES = [
    "",
    "",
    "?utm_source=newsletter&utm_medium=email&utm_campaign=Spring",
    "?utm_source=LinkedIn&utm_medium=paid&utm_campaign=spring%20sale&li_fat_id=1",
    "?utm_source=fb&utm_medium=social&utm_campaign=Fr%C3%BChling",
    "?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm+price&gclid=x",
    "?utm_source=google&utm_medium=cpc&utm_campaign=%20Spring+&utm_term=+CRM+price%20",
    "?UTM_Source=partner&utm_campaign=SPRING",
    "?utm_campaign=&utm_campaign=spring",
    "?utm_source=%FF%FE&utm_content=a%2",
    "?source=ppc",
    "?source=my-email",
    "?msclkid=",
    "?wbraid=1#?utm_source=fragment",
    "?utm_source=chatgpt.com",
    "?utm_medium=paidsocial",
    "?fbclid=1&utm_medium=CPC",
    "#frag?utm_source=none",
    "?email=ann@shop.example&utm_campaign=old",
    # One word each that decides a source, in capitals too, for the rules that look for a part of a text.
    *(
        f"?utm_{name}={word}"
        for name in ("source", "medium", "campaign")
        for word in ("AdWords", "my-ppc", "CPC", "E-Mail", "Email")
    ),
    "?source=Adwords",
    "?source=EMAIL",
    "?utm_source=FB&utm_medium=Social",
    "?utm_source=ChatGPT.com",
]

REFERRERS = [
    None,
    None,
    "https://www.google.com/search?q=crm+price",
    "https://www.google.co.uk/?q=+crm+",
    "https://duckduckgo.com/?q=CRM",
    "https://www.shop.example/other",
    "shop.example",
    "https://l.facebook.com/l.php",
    "https://mail.google.com/mail/u/0",
    "https://chatgpt.com/",
    "https://blog.partner.example:8443/a/b?c=d#e",
    "https://notgoogle.com/",
    "https://google.com.evil.example/",
    "android-app://com.google.android.gm/",
    "not a host",
]

# Assets that campaigns have: kinds of one shop, so that they often are those of an interaction or an influence.
ASSETS = [
    *[("landing_page", "p1")] * 2,
    ("landing_page", "p2"),
    ("external_page", "p1"),
    ("blog_post", "https://www.shop.example/a"),
    *[("form", "f1")] * 3,
    *[("cta", "cta1")] * 4,
    *[("cta", "cta2")] * 3,
    *[("cta", "cta3")] * 2,
    ("ad", "ad1"),
    ("ad", "https://www.shop.example/ad"),
    *[("ad_campaign", "ac1")] * 2,
    *[("marketing_email", "m1")] * 2,
    ("marketing_email", "m2"),
    *[("social_post", "s1")] * 2,
    *[("marketing_event", "me1")] * 2,
    *[("workflow", "w1")] * 2,
    *[("static_list", "l1")] * 2,
    ("sequence", "sq1"),
    ("call", "a1"),
    ("meeting", "a1"),
    ("conversation", "a1"),
    ("meeting", "a2"),
    ("sales_email", "a2"),
]

AMOUNTS = [
    None, "0", "0.01", "1", "99.99", "100", "1000.005", "10000.01", "-250.5", "7777777777.77", "9999999999999999.9999"
]  # fmt: skip


# In and out of the days of rates; the last is in the future.
SPEND_DATES = ["2026-03-02", "2026-03-03", "2026-03-12", "2026-03-16", "2026-03-22", "2026-04-30", "2099-01-01"]

# Addresses that are, and are not, a contact's own.
MAILBOXES = [
    "ann@shop.example",
    " ANN@shop.example",
    "bo@shop.example",
    "Bo@Shop.example",
    "ann.second@shop.example",
    "nobody@shop.example",
]


class Dice:
    """Draws cells from a seeded generator: rich companies from the first example on, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one_of(self, values: list) -> str | None:
        """One of some values; repeat a value in the list to draw it more often."""
        return self.random.choice(values)

    def instant(self, day: int = 0) -> datetime:
        """A moment from `day` on that often coincides with others, or lies exactly at the edge of a rule."""
        steps = self.random.choices(SECONDS, k=self.random.randint(1, 3))
        return START + timedelta(days=day, seconds=sum(steps), microseconds=self.one_of([0] * 7 + [1]))

    def time(self, day: int = 0, empty: float = 0) -> str | None:
        """An instant as text, in one of the formats that loaders write; sometimes none."""
        if self.random.random() < empty:
            return None
        moment = self.instant(day)
        return self.one_of([
            moment.isoformat(sep=" "),
            moment.isoformat(sep=" "),
            moment.isoformat() + "Z",
            (moment + timedelta(hours=2)).isoformat() + "+02:00",
        ])  # fmt: skip

    def rows(self, least: int, most: int, row: Callable[[int], Cells]) -> list[Cells]:
        """Rows made by a function of their number; about one in twelve has the key of the row before (a duplicate)."""
        table: list[Cells] = []
        for number in range(1, self.random.randint(least, most) + 1):
            repeated = number > 1 and self.random.random() < 1 / 12
            table.append(row(number - 1 if repeated else number))
        return table


# One cell in a bad row is replaced by one of these.
DIRT = {
    "created_at": ["yesterday", "1989-12-31 23:59:59", "2099-01-01"],
    "occurred_at": ["2026-13-01", "2099-01-01", None, "1989-12-31 23:59:59"],
    "identified_at": [None, "?"],
    "is_bot": ["maybe"],
    "is_deleted": ["perhaps"],
    "amount": ["1,000", "NaN", "1e40"],
    "rate_to_home": ["abc"],
    "contact_id": [None, "stranger"],
    "event_id": [None],
    "entered_at": ["2099-06-01"],
    "replied_at": ["2099-06-01", "soon"],
    "activity_id": [None, "a99"],
    "is_filtered": ["2"],
    "is_connected": ["connected"],
    "is_static": ["dynamic"],
    "spend_date": ["1989-12-31", None],
    "start_date": ["2026-02-30"],
}


# Instants that are often exactly those of another table, where a rule asks which came first: how often, and of which.
TIES = {
    ("contacts", "created_at"): (0.1, [("contacts", "created_at")]),
    ("contact_visitors", "identified_at"): (0.2, [("contact_visitors", "identified_at")]),
    ("deals", "created_at"): (0.2, [("contacts", "created_at")]),
    ("web_events", "occurred_at"): (
        0.15,
        [
            ("contacts", "created_at"),
            ("deals", "created_at"),
            ("deals", "closed_at"),
            ("contact_visitors", "identified_at"),
        ],
    ),
    ("deal_contacts", "dissociated_at"): (0.2, [("deals", "created_at"), ("deals", "closed_at")]),
    ("campaign_assets", "associated_at"): (
        0.4,
        [("web_events", "occurred_at")] * 2
        + [
            (table, "occurred_at")
            for table in (
                "email_events",
                "ad_interactions",
                "social_interactions",
                "marketing_event_participations",
                "sales_activities",
                "workflow_enrollments",
                "list_memberships",
            )
        ],
    ),
    # A timestamp as a date is its UTC day.
    ("campaign_spend", "spend_date"): (0.6, [("deals", "closed_at")] * 2 + [("contacts", "created_at")]),
    **{
        (table, "occurred_at"): (
            0.25,
            [
                ("web_events", "occurred_at"),
                ("contacts", "created_at"),
                ("deals", "created_at"),
                ("deals", "closed_at"),
                ("contact_visitors", "identified_at"),
                (other, "occurred_at"),
            ],
        )
        for table, other in (
            ("email_events", "social_interactions"),
            ("ad_interactions", "email_events"),
            ("social_interactions", "workflow_enrollments"),
            ("marketing_event_participations", "list_memberships"),
            ("sales_activities", "sales_activities"),
            ("workflow_enrollments", "email_events"),
            ("list_memberships", "workflow_enrollments"),
            ("sequence_enrollments", "sales_activities"),
        )
    },
}


def company(seed: int) -> Raw:
    """A company's raw tables."""
    dice = Dice(seed)
    one_of, time, rows = dice.one_of, dice.time, dice.rows
    # Mostly ids that exist; now and then one that does not.
    contacts = [f"c{n}" for n in range(1, dice.random.randint(2, 7))]
    deals = [f"d{n}" for n in range(1, dice.random.randint(2, 6))]
    some_contact = contacts * 6 + ["c99"]
    some_deal = deals * 6 + ["d99"]
    activities = [f"a{n}" for n in range(1, dice.random.randint(2, 7))]
    some_activity = activities * 8 + ["a99"]
    raw: Raw = {
        "contacts": rows(len(contacts), len(contacts) + 1, lambda n: {
            "contact_id": f"c{n}",
            "created_at": time(one_of([0, 0, 1, 8])),
            "email": one_of([None, *["Ann@Shop.example"] * 3, *[" bo@shop.example "] * 3]),
            "additional_emails": one_of([None, "ann.second@shop.example"]),
            "creation_source": one_of([None, "form", "form", "import", "INTEGRATION", "manual", "api", "conversation"]),
            "creation_source_detail": one_of([None, "fair list", f"list {n}", "from ann@shop.example"]),
            "lead_source": one_of([None, "web"]),
            "lifecycle_stage": one_of([None, "lead"]),
            "company_id": one_of([None, "co1", "co9"]),
            "owner_id": one_of([None, "o1"]),
            "merged_into_contact_id": one_of([None] * 24 + ["c1", "c2", "c3", "c99"]),
            "is_deleted": one_of([None] * 12 + ["false", "true"]),
            "updated_at": time(empty=0.3),
        }),
        "contact_visitors": rows(2, 7, lambda n: {
            "visitor_id": one_of(VISITORS), "contact_id": one_of(some_contact), "identified_at": time(one_of([0, 0, 3])),
        }),
        "companies": [{"company_id": "co1", "company_name": "Shop", "domain": "shop.example"}],
        "owners": [{"owner_id": "o1", "owner_name": "Olga", "email": "olga@shop.example"}],
        "web_events": rows(4, 36, lambda n: {
            "event_id": f"e{n}",
            "visitor_id": one_of(VISITORS),
            "occurred_at": time(one_of([0, 0, 0, 1, 5])),
            "event_type": one_of(
                ["page_view"] * 5 + ["form_submission"] * 2
                + ["cta_click", "cta_click", "cta_view", "cta_view", "media_play", "custom_event", "page_ping"]
            ),
            "page_url": one_of([None] + [f"https://www.shop.example/{page}{query}" for page in "ab" for query in QUERIES]),
            "page_title": one_of([None, "A page", "Another page"]),
            "referrer_url": one_of(REFERRERS),
            "content_type": one_of([None, "landing-page", "Landing-Page", "Blog-Post", "SITE-page", "Listing-page", "odd"]),
            "page_id": one_of(["p1", "p2", None]),
            "form_id": one_of([None, "f1"]),
            "cta_id": one_of([None, "cta1", "cta1", "cta2", "cta2", "cta3"]),
            "media_id": one_of([None, "m1"]),
            "event_name": one_of([None, "signup"]),
            "contact_id": one_of([None] * 16 + ["c1", "c2", "c99"]),
            "is_bot": one_of([None] * 8 + ["false", "true"]),
            "loaded_at": time(empty=0.3),
        }),
        "deals": rows(len(deals), len(deals) + 1, lambda n: {
            "deal_id": f"d{n}",
            "deal_name": one_of(["A deal", "for bo@shop.example"]),
            "amount": one_of(AMOUNTS),
            "currency_code": one_of([None, "USD", "USD", "USD", "EUR", "EUR", "JPY", "XXX"]),
            "created_at": time(one_of([0, 2, 6, 9]), empty=0.06),
            "closed_at": time(one_of([0, 9, 20, 20]), empty=0.2),
            "stage_id": one_of(["won"] * 14 + STAGES),
            "pipeline_id": one_of([None, "pipe"]),
            "owner_id": one_of([None, "o1"]),
            "deal_type": one_of([None, "newbusiness"]),
            "company_id": one_of([None, "co1"]),
            "merged_into_deal_id": one_of([None] * 40 + ["d1", "d2", "d99"]),
            "is_deleted": one_of([None] * 24 + ["true"]),
            "updated_at": time(empty=0.3),
        }),
        "deal_contacts": rows(3, 14, lambda n: {
            "deal_id": one_of(some_deal), "contact_id": one_of(some_contact),
            "associated_at": time(one_of([0, 12]), empty=0.5),
            "dissociated_at": one_of([None] * 9 + ["2026-03-05 12:00:00", time(9)]),
        }),
        "deal_stage_changes": rows(0, 9, lambda n: {
            "deal_id": one_of(some_deal), "stage_id": one_of(["won", "won", "open", "closedwon"]), "entered_at": time(one_of([9, 20])),
        }),
        "pipeline_stages": [
            {"stage_id": "open", "pipeline_id": "pipe", "pipeline_name": "Sales", "stage_name": "Open"},
            {"stage_id": "won", "pipeline_id": "pipe", "pipeline_name": "Sales", "stage_name": "Won", "is_won": "true"},
            {"stage_id": "won_too", "pipeline_id": "p2", "stage_name": "Won", "is_closed": "true", "is_won": "1"},
            {"stage_id": "lost", "pipeline_id": "pipe", "stage_name": "Lost", "is_closed": "true", "is_won": "f"},
        ],
        "exchange_rates": rows(2, 12, lambda n: {
            "currency_code": one_of(["EUR", "JPY", "USD"]),
            "rate_date": one_of(["2026-02-20", "2026-03-02", "2026-03-05", "2026-03-11", "2026-03-15", "2026-03-16", "2026-03-22"]),
            "rate_to_home": one_of(["1.1", "0.0066612345", "1234567.1", "1.0850000001"]),
        }),
        "assets": [
            dict(zip(("asset_type", "asset_id"), one_of(ASSETS), strict=True)) | {
                "title": one_of(["A title", None]), "url": one_of([None, "https://www.shop.example/a"]),
            } for _ in range(dice.random.randint(0, 4))
        ] + [{
            "asset_type": "cta", "asset_id": cta,
            "cta_has_form": one_of([has_form] * 4 + [None]), "is_legacy_cta": one_of([is_legacy] * 4 + [None]),
        } for cta, has_form, is_legacy in (("cta1", "yes", "no"), ("cta2", None, "true")) if one_of([True] * 5 + [False])],
        "campaigns": [{
            "campaign_id": k, "campaign_name": None if k == "k3" else f"Campaign {k}", "budget": one_of([None, "100", "1000.555"]),
            "currency_code": one_of([None, "USD", "EUR", "JPY", "XXX"]),
            "start_date": one_of([None, "2026-03-02", "2026-03-16", "2026-04-30"]), "end_date": one_of([None, "2099-12-31"]),
        } for k in CAMPAIGNS],
        "campaign_utms": rows(0, 8, lambda n: {
            "campaign_id": one_of(CAMPAIGNS), "utm_campaign": one_of(["spring", "SPRING", "brand", "frühling", "old"]),
        }),
        "campaign_assets": [
            {"campaign_id": one_of(CAMPAIGNS * 3 + ["k9"])} | dict(zip(("asset_type", "asset_id"), one_of(ASSETS), strict=True))
            | {"associated_at": time(empty=0.5)} for _ in range(dice.random.randint(6, 24))
        ],
        "campaign_keywords": rows(0, 2, lambda n: {
            "campaign_id": one_of(CAMPAIGNS), "keyword": one_of(["crm price", "CRM"]),
        }),
        "campaign_spend": rows(0, 12, lambda n: {
            "campaign_id": one_of(CAMPAIGNS * 3 + ["k9"]), "spend_date": one_of(SPEND_DATES), "amount": one_of(AMOUNTS[1:-1]),
            "currency_code": one_of([None, "USD", "USD", "USD", "EUR", "EUR", "JPY", "XXX"]), "spend_source": one_of([None, f"source {n}"]),
        }),
        "email_events": rows(1, 10, lambda n: {
            "email_event_id": f"ee{n}", "email_id": one_of(["m1", "m1", "m2"]), "recipient_email": one_of(MAILBOXES),
            "event_type": one_of(["click"] * 4 + ["open"] * 4 + ["sent", "Click"]), "occurred_at": time(one_of([0, 0, 1, 5])),
            "clicked_url": one_of([None] + [f"https://www.shop.example/a{query}" for query in QUERIES[:8]]),
            "contact_id": one_of([None, *contacts, "c99"]), "is_filtered": one_of([None] * 6 + ["false", "true"]),
            "loaded_at": time(empty=0.3),
        }),
        "ad_interactions": rows(0, 6, lambda n: {
            "ad_interaction_id": f"ai{n}", "occurred_at": time(one_of([0, 0, 1, 5])),
            "network": one_of(["google", " Google ", "MICROSOFT", "facebook", "LinkedIn"]),
            "contact_id": one_of([None] * 3 + some_contact), "visitor_id": one_of([None, *VISITORS]),
            "ad_id": one_of(["ad1", "ad1", None]), "ad_name": one_of([None, "An ad"]), "ad_campaign_id": one_of([None, "ac1"]),
            "keyword": one_of([None, "crm price"]),
            "landing_url": one_of([None] + [f"https://www.shop.example/ad{query}" for query in QUERIES[:8]]),
            "loaded_at": time(empty=0.3),
        }),
        "social_interactions": rows(0, 6, lambda n: {
            "social_interaction_id": f"si{n}", "occurred_at": time(one_of([0, 0, 1, 5])), "social_post_id": one_of(["s1", "s1", "s2"]),
            "network": one_of(["LinkedIn", "facebook "]), "interaction_type": one_of(["click"] * 3 + ["like", "comment", "share", "Click"]),
            "contact_id": one_of([None] * 3 + some_contact), "visitor_id": one_of([None, *VISITORS]),
            "url": one_of([None] + [f"https://www.shop.example/b{query}" for query in QUERIES[:8]]), "loaded_at": time(empty=0.3),
        }),
        "marketing_event_participations": rows(0, 5, lambda n: {
            "participation_id": f"mp{n}", "marketing_event_id": one_of(["me1", "me1", "me2"]), "contact_id": one_of(some_contact),
            "state": one_of(["registered", "attended", "attended", "cancelled", "no_show", "Attended"]),
            "occurred_at": time(one_of([0, 0, 1, 5])), "loaded_at": time(empty=0.3),
        }),
        "sales_activities": rows(len(activities), len(activities) + 1, lambda n: {
            "activity_id": f"a{n}", "activity_type": one_of(["call", "call", "meeting", "sales_email", "conversation", "sequence", "Meeting"]),
            "occurred_at": time(one_of([0, 0, 1, 5])), "outcome": one_of([None, "Connected", " connected", "No answer"]),
            "is_connected": one_of([None, None, "true", "false"]), "replied_at": time(one_of([1, 5]), empty=0.4),
            "title": one_of([None, "About bo@shop.example"]), "owner_id": one_of([None, "o1"]), "loaded_at": time(empty=0.3),
        }),
        "sales_activity_contacts": rows(2, 10, lambda n: {"activity_id": one_of(some_activity), "contact_id": one_of(some_contact)}),
        "sales_activity_deals": rows(2, 10, lambda n: {"activity_id": one_of(some_activity), "deal_id": one_of(some_deal)}),
        "workflow_enrollments": rows(0, 4, lambda n: {
            "contact_id": one_of(some_contact), "workflow_id": one_of(["w1", "w1", "w|2%"]), "occurred_at": time(one_of([0, 0, 1])),
        }),
        "list_memberships": rows(0, 5, lambda n: {
            "contact_id": one_of(some_contact), "list_id": one_of(["l1", "l1", "l%7C2"]), "occurred_at": time(one_of([0, 0, 1])),
            "is_static": one_of(["true", "1", "false", None]),
        }),
        "sequence_enrollments": rows(0, 4, lambda n: {
            "contact_id": one_of(some_contact), "sequence_id": one_of(["sq1", "sq|2"]), "occurred_at": time(one_of([0, 0, 1, 5])),
        }),
    }  # fmt: skip
    # Some views of CTAs are followed by a form that names the CTA: chance alone hardly ever brings both together.
    for event in list(raw["web_events"]):
        if event["event_type"] == "cta_view" and one_of([True, True, False]):
            raw["web_events"].append(event | {
                "event_id": f"{event['event_id']}s", "event_type": "form_submission", "occurred_at": time(one_of([0, 1, 5])),
            })  # fmt: skip
    for (table, column), (chance, others) in TIES.items():
        for row in raw[table]:
            other, instant = one_of(others)
            if dice.random.random() < chance and raw[other]:
                row[column] = one_of(raw[other])[instant] or row[column]
    places = [(table, column) for table, rows_ in raw.items() if rows_ for column in DIRT if column in rows_[0]]
    for table, column in dice.random.sample(places, dice.random.randint(0, 5)):
        one_of(raw[table])[column] = one_of(DIRT[column])
    return raw


def several(seeds: Iterable[int]) -> Raw:
    """Some companies in one set of raw tables: one run for all. They share stages, rates and campaigns, those of the last."""
    whole: Raw = {}
    for seed in seeds:
        raw = company(seed)
        for table in raw.keys() - {
            "pipeline_stages",
            "exchange_rates",
            "campaigns",
            "campaign_utms",
            "campaign_keywords",
            "campaign_spend",
        }:
            for row in raw[table]:
                shared = ("stage_id", "pipeline_id", "campaign_id")
                own = [c for c in row if c.endswith("_id") and c not in shared and "/" not in (row[c] or "/")]
                whole.setdefault(table, []).append(row | {column: f"{seed}.{row[column]}" for column in own})
    return raw | whole


def companies() -> st.SearchStrategy[Raw]:
    """One to six companies at a time, since a run costs as much for six as for one; one number names a failing example."""
    return st.integers(0, 2**32 - 1).map(lambda seed: several(range(seed, seed + 1 + seed % 6)))


def many_companies() -> st.SearchStrategy[Raw]:
    """Twelve at a time: fewer runs for as many companies, where it is no matter that they share stages, rates and campaigns."""
    return st.integers(0, 2**32 - 1).map(lambda seed: several(range(seed, seed + 12)))
