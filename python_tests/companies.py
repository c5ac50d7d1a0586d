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
    "https://www.google.co.uk/",
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

AMOUNTS = [
    None, "0", "0.01", "1", "99.99", "100", "1000.005", "10000.01", "-250.5", "7777777777.77", "9999999999999999.9999"
]  # fmt: skip


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
    "occurred_at": ["2026-13-01", "2099-01-01", None],
    "identified_at": [None, "?"],
    "is_bot": ["maybe"],
    "is_deleted": ["perhaps"],
    "amount": ["1,000", "NaN", "1e40"],
    "rate_to_home": ["abc"],
    "contact_id": [None, "stranger"],
    "event_id": [None],
    "entered_at": ["2099-06-01"],
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
    ("campaign_assets", "associated_at"): (0.5, [("web_events", "occurred_at")]),
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
    raw: Raw = {
        "contacts": rows(len(contacts), len(contacts) + 1, lambda n: {
            "contact_id": f"c{n}",
            "created_at": time(one_of([0, 0, 1, 8])),
            "email": one_of([None, "Ann@Shop.example", " bo@shop.example "]),
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
                + ["cta_click", "cta_view", "media_play", "custom_event", "page_ping"]
            ),
            "page_url": one_of([None] + [f"https://www.shop.example/{page}{query}" for page in "ab" for query in QUERIES]),
            "page_title": one_of([None, "A page", "Another page"]),
            "referrer_url": one_of(REFERRERS),
            "content_type": one_of([None, "landing-page", "Landing-Page", "Blog-Post", "SITE-page", "Listing-page", "odd"]),
            "page_id": one_of(["p1", "p2", None]),
            "form_id": one_of([None, "f1"]),
            "cta_id": one_of([None, "cta1"]),
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
        "assets": rows(0, 4, lambda n: {
            "asset_type": one_of(["landing_page", "blog_post", "cta", "form"]), "asset_id": one_of(["p1", "cta1", "f1", "https://www.shop.example/a"]),
            "title": one_of(["A title", None]), "url": one_of([None, "https://www.shop.example/a"]),
        }),
        "campaigns": [
            {"campaign_id": k, "campaign_name": None if k == "k3" else f"Campaign {k}", "budget": "100"} for k in CAMPAIGNS
        ],
        "campaign_utms": rows(0, 8, lambda n: {
            "campaign_id": one_of(CAMPAIGNS), "utm_campaign": one_of(["spring", "SPRING", "brand", "frühling", "old"]),
        }),
        "campaign_assets": rows(0, 6, lambda n: {
            "campaign_id": one_of([*CAMPAIGNS, "k9"]), "asset_type": one_of(["landing_page", "landing_page", "form", "cta"]),
            "asset_id": one_of(["p1", "p1", "p2", "f1", "f1", "cta1"]), "associated_at": time(empty=0.5),
        }),
        "campaign_keywords": rows(0, 2, lambda n: {
            "campaign_id": one_of(CAMPAIGNS), "keyword": one_of(["crm price", "CRM"]),
        }),
    }  # fmt: skip
    for (table, column), (chance, others) in TIES.items():
        for row in raw[table]:
            other, instant = one_of(others)
            if dice.random.random() < chance and raw[other]:
                row[column] = one_of(raw[other])[instant] or row[column]
    places = [(table, column) for table, rows_ in raw.items() if rows_ for column in DIRT if column in rows_[0]]
    for table, column in dice.random.sample(places, dice.random.randint(0, 3)):
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
        }:
            for row in raw[table]:
                shared = ("stage_id", "pipeline_id", "campaign_id")
                own = [c for c in row if c.endswith("_id") and c not in shared and "/" not in (row[c] or "/")]
                whole.setdefault(table, []).append(row | {column: f"{seed}.{row[column]}" for column in own})
    return raw | whole


def companies() -> st.SearchStrategy[Raw]:
    """Companies by their seed, so that a failing one is named by one number."""
    return st.integers(0, 2**32 - 1).map(company)
