"""Hypothesis strategies that make up companies: small raw data with many of the cases that the rules are about.

Few ids, few instants and few texts, so that ties, shared browsers, merges, same-instant interactions and repeated keys come
up often. Cells are text, as they stand in CSV files; None is an empty cell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st

Cells = dict[str, "str | None"]

START = datetime(2026, 3, 2, 23, 15)

CONTACTS = [f"c{n}" for n in range(1, 7)]
VISITORS = [f"v{n}" for n in range(1, 5)]
DEALS = [f"d{n}" for n in range(1, 5)]
CAMPAIGNS = ["k1", "k2", "k3", "k4"]
STAGES = ["open", "won", "won_too", "lost", "closedwon", "nowhere"]
PAGES = ["p1", "p2", None]

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


def instants() -> st.SearchStrategy[datetime]:
    """Moments that often coincide, or lie exactly at the edge of a rule."""
    return st.builds(
        lambda steps, microsecond: START + timedelta(seconds=sum(steps), microseconds=microsecond),
        st.lists(st.sampled_from(SECONDS), min_size=1, max_size=3),
        st.sampled_from([0, 0, 0, 0, 1]),
    )


def timestamps(or_none: bool = False) -> st.SearchStrategy[str | None]:
    """Instants as text, in the formats that loaders write."""
    formats = st.sampled_from([
        lambda moment: moment.isoformat(sep=" "),
        lambda moment: moment.isoformat(sep=" "),
        lambda moment: moment.isoformat() + "Z",
        lambda moment: (moment + timedelta(hours=2)).isoformat() + "+02:00",
    ])  # fmt: skip
    written = st.builds(lambda moment, form: form(moment), instants(), formats)
    return st.one_of(written, written, written, st.none()) if or_none else written


def flags() -> st.SearchStrategy[str | None]:
    """Booleans, mostly false or empty."""
    return st.sampled_from([None, None, None, "false", "false", "true"])


def rows(minimum: int, maximum: int, **columns: st.SearchStrategy | object) -> st.SearchStrategy[list[Cells]]:
    """Lists of rows with a strategy, or a fixed value, per column."""
    strategies = {n: c if isinstance(c, st.SearchStrategy) else st.just(c) for n, c in columns.items()}
    return st.lists(st.fixed_dictionaries(strategies), min_size=minimum, max_size=maximum)


def one_of(values: list) -> st.SearchStrategy:
    """One of some values."""
    return st.sampled_from(values)


def numbered(table: list[Cells], column: str, prefix: str) -> list[Cells]:
    """The same rows with ids of their own; every ninth repeats the one before, as a duplicate."""
    for number, row in enumerate(table, start=1):
        row[column] = f"{prefix}{number - 1 if number % 9 == 0 else number}"
    return table


def chosen(table: list[Cells], column: str, ids: list[str]) -> list[Cells]:
    """The same rows, one for each id in turn, and duplicates after that."""
    for number, row in enumerate(table):
        row[column] = ids[number % len(ids)]
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


@st.composite
def companies(draw: st.DrawFn) -> dict[str, list[Cells]]:
    """A company's raw tables."""
    contacts = draw(rows(
        1, 7,
        contact_id=None,
        created_at=timestamps(),
        email=one_of([None, "Ann@Shop.example", " bo@shop.example "]),
        creation_source=one_of([None, "form", "import", "INTEGRATION", "manual", "api", "conversation"]),
        creation_source_detail=one_of([None, "fair list", "from ann@shop.example"]),
        lead_source=one_of([None, "web"]),
        lifecycle_stage=one_of([None, "lead"]),
        company_id=one_of([None, "co1", "co9"]),
        owner_id=one_of([None, "o1"]),
        merged_into_contact_id=one_of([None] * 6 + CONTACTS[:3] + ["c99"]),
        is_deleted=one_of([None] * 7 + ["true"]),
        updated_at=timestamps(or_none=True),
    ))  # fmt: skip
    web_events = draw(rows(
        1, 28,
        event_id=None,
        visitor_id=one_of(VISITORS),
        occurred_at=timestamps(),
        event_type=one_of(["page_view"] * 5 + ["form_submission"] * 2
                          + ["cta_click", "cta_view", "media_play", "custom_event", "page_ping"]),
        page_url=st.one_of(
            st.builds(lambda page, query: f"https://www.shop.example/{page}{query}", one_of(["a", "b"]), one_of(QUERIES)),
            st.none(),
        ),
        page_title=one_of([None, "A page"]),
        referrer_url=one_of(REFERRERS),
        content_type=one_of([None, "landing-page", "Blog-Post", "site-page", "listing-page", "odd"]),
        page_id=one_of(PAGES),
        form_id=one_of([None, "f1"]),
        cta_id=one_of([None, "cta1"]),
        media_id=one_of([None, "m1"]),
        event_name=one_of([None, "signup"]),
        contact_id=one_of([None] * 8 + CONTACTS[:2] + ["c99"]),
        is_bot=one_of([None, None, None, "false", "false", "true"]),
        loaded_at=timestamps(or_none=True),
    ))  # fmt: skip
    deals = draw(rows(
        0, 5,
        deal_id=None,
        deal_name=one_of(["A deal", "for bo@shop.example"]),
        amount=one_of(AMOUNTS),
        currency_code=one_of([None, "USD", "USD", "EUR", "JPY", "XXX"]),
        created_at=timestamps(or_none=True),
        closed_at=timestamps(or_none=True),
        stage_id=one_of(["won"] * 6 + STAGES),
        pipeline_id=one_of([None, "pipe"]),
        owner_id=one_of([None, "o1"]),
        deal_type=one_of([None, "newbusiness"]),
        company_id=one_of([None, "co1"]),
        merged_into_deal_id=one_of([None] * 9 + DEALS[:2] + ["d99"]),
        is_deleted=one_of([None] * 9 + ["true"]),
        updated_at=timestamps(or_none=True),
    ))  # fmt: skip
    raw = {
        "contacts": chosen(contacts, "contact_id", CONTACTS),
        "contact_visitors": draw(rows(
            0, 7, visitor_id=one_of(VISITORS), contact_id=one_of(CONTACTS), identified_at=timestamps()
        )),
        "companies": [{"company_id": "co1", "company_name": "Shop", "domain": "shop.example"}],
        "owners": [{"owner_id": "o1", "owner_name": "Olga", "email": "olga@shop.example"}],
        "web_events": numbered(web_events, "event_id", "e"),
        "deals": chosen(deals, "deal_id", DEALS),
        "deal_contacts": draw(rows(
            0, 8, deal_id=one_of(DEALS), contact_id=one_of(CONTACTS),
            associated_at=timestamps(or_none=True), dissociated_at=one_of([None] * 4 + ["2026-03-05 12:00:00"]),
        )),
        "deal_stage_changes": draw(rows(
            0, 4, deal_id=one_of(DEALS), stage_id=one_of(["won", "open", "closedwon"]), entered_at=timestamps()
        )),
        "pipeline_stages": [
            {"stage_id": "open", "pipeline_id": "pipe", "pipeline_name": "Sales", "stage_name": "Open"},
            {"stage_id": "won", "pipeline_id": "pipe", "pipeline_name": "Sales", "stage_name": "Won", "is_won": "true"},
            {"stage_id": "won_too", "pipeline_id": "p2", "stage_name": "Won", "is_closed": "true", "is_won": "1"},
            {"stage_id": "lost", "pipeline_id": "pipe", "stage_name": "Lost", "is_closed": "true", "is_won": "f"},
        ],
        "exchange_rates": draw(rows(
            0, 5, currency_code=one_of(["EUR", "JPY"]),
            rate_date=one_of(["2026-02-20", "2026-03-02", "2026-03-03", "2026-03-10"]),
            rate_to_home=one_of(["1.1", "0.0066612345", "1234567.1", "1.0850000001"]),
        )),
        "assets": draw(rows(
            0, 3, asset_type=one_of(["landing_page", "blog_post", "cta", "form"]), asset_id=one_of(["p1", "cta1", "f1"]),
            title=one_of(["A title", None]), url=one_of([None, "https://www.shop.example/a"]),
        )),
        "campaigns": [
            {"campaign_id": k, "campaign_name": None if k == "k3" else f"Campaign {k}", "budget": "100"} for k in CAMPAIGNS
        ],
        "campaign_utms": draw(rows(
            0, 5, campaign_id=one_of(CAMPAIGNS), utm_campaign=one_of(["spring", "SPRING", "brand", "frühling", "old"])
        )),
        "campaign_assets": draw(rows(
            0, 4, campaign_id=one_of([*CAMPAIGNS, "k9"]), asset_type=one_of(["landing_page", "blog_post", "form", "cta"]),
            asset_id=one_of(["p1", "p2", "f1", "cta1"]), associated_at=timestamps(or_none=True),
        )),
        "campaign_keywords": draw(rows(0, 2, campaign_id=one_of(CAMPAIGNS), keyword=one_of(["crm price", "CRM"]))),
    }  # fmt: skip
    for table, index, column in draw(st.lists(
        st.tuples(one_of(sorted(raw)), st.integers(0, 30), one_of(sorted(DIRT))), max_size=3
    )):  # fmt: skip
        if raw[table] and column in raw[table][0]:
            raw[table][index % len(raw[table])][column] = draw(one_of(DIRT[column]))
    return raw
