"""Planted cases: what the metrics of a campaign count, and what it costs."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..channels.programmes import WORKFLOW
from ..records import Company, Contact, Deal, Event, Visitor
from ..world import Demo

AUDIT_UTM = "utm_source=stockpilot&utm_medium=affiliate&utm_campaign=spring-audit-2026"
FIRST, LAST = "a new contact of cmp-12 by first touch", "a new contact of cmp-12 by last touch"


def signed_up(demo: Demo, company: Company, page_view: Event) -> Contact:
    """The contact that comes of a form on a page just seen."""
    form = demo.follow_up(page_view, page_view.occurred_at + timedelta(seconds=70), "form_submission")
    contact = demo.contact(company, form.occurred_at + timedelta(seconds=1), "form")
    demo.identify(form.visitor, contact, form.occurred_at)
    return contact


def audit_company(demo: Demo) -> Company:
    """The company whose people take part in the stock audit."""
    name = "Larkspur Glass"
    found = [company for company in demo.companies if company.name == name]
    return found[0] if found else demo.company("us")


def plant_first_touch(demo: Demo) -> None:
    """People whose first page is the campaign's, in each of three ways, and whose form is not."""
    referrer = "https://www.bing.com/search?q=stock+audit+checklist"
    for number, (case, page, details) in enumerate(
        (
            ("by utm_campaign", "p-home", {"query": AUDIT_UTM}),
            ("an associated page", "p-lp-audit", {}),
            ("by keyword", "p-product", {"referrer": referrer}),
        )
    ):
        visitor, day = Visitor(), datetime(2026, 4, 7 + number, 9)
        demo.event(visitor, day, "page_view", page, **details)
        form_page = demo.event(visitor, day + timedelta(days=3), "page_view", "p-lp-demo")
        demo.plant(
            "Campaign metrics", f"the first page: {case}", FIRST, signed_up(demo, audit_company(demo), form_page)
        )


def plant_last_touch(demo: Demo) -> None:
    """People who convert by the campaign, in each of three ways, and whose first page is not the campaign's."""
    for number, (case, pages, query) in enumerate(
        (
            ("on a URL with the utm_campaign", ("p-lp-demo",), AUDIT_UTM),
            ("after an associated page", ("p-lp-audit", "p-lp-demo"), ""),
            ("by an associated form", ("p-blog-audit",), ""),
        )
    ):
        visitor, day = Visitor(), datetime(2026, 4, 14 + number, 9)
        demo.event(visitor, day, "page_view", "p-home")
        view = demo.event(visitor, day + timedelta(days=3), "page_view", pages[0], query=query)
        for page in pages[1:]:
            view = demo.next_page(view, page)
        contact = signed_up(demo, audit_company(demo), view)
        demo.plant("Campaign metrics", f"converted {case}", LAST, contact)


def plant_exclusions(demo: Demo) -> None:
    """People whom an ad, a CTA or a workflow brought: none of them counts unless campaign_metric_exclusions lacks it."""
    company = audit_company(demo)
    visitor, day = Visitor(), datetime(2026, 4, 21, 9)
    click = demo.ad_click("audit", day, visitor=visitor, url="https://www.quillfern.example/")
    demo.event(visitor, day + timedelta(seconds=2), "page_view", "p-home")
    contact = signed_up(demo, company, demo.event(visitor, day + timedelta(days=2), "page_view", "p-lp-demo"))
    outcome = f"{FIRST} only without the exclusion"
    demo.plant("Campaign metrics", "an ad clicked before the first page", f"{outcome} `ad`", contact, click)

    visitor, day = Visitor(), datetime(2026, 4, 22, 9)
    demo.event(visitor, day, "page_view", "p-home")
    view = demo.event(visitor, day + timedelta(days=2), "page_view", "p-pricing")
    click = demo.follow_up(view, view.occurred_at + timedelta(seconds=20), "cta_click", cta="cta-audit")
    contact = signed_up(demo, company, demo.next_page(click, "p-lp-demo"))
    outcome = f"{LAST} only without the exclusion"
    demo.plant("Campaign metrics", "a CTA clicked in the converting session", f"{outcome} `cta`", contact, click)

    imported = demo.contact(company, datetime(2026, 4, 23, 9), "import")
    demo.enrol(WORKFLOW, imported, "wf-audit", imported.created_at + timedelta(days=1))
    outcome = f"{FIRST} only without the exclusion"
    demo.plant("Campaign metrics", "imported, then enrolled in a workflow", f"{outcome} `workflow`", imported)


def plant_closed_deals(demo: Demo) -> None:
    """Won deals with a contact who opened a mail of cmp-13, which has no other asset."""
    counts, counts_not = "a closed deal of cmp-13", "no closed deal of cmp-13"
    before, won_at, after = datetime(2026, 4, 10, 9), datetime(2026, 5, 13, 9), datetime(2026, 6, 9, 9)

    def influenced(opened_at: datetime, *, is_clicked: bool = False) -> Contact:
        contact = demo.bystander()
        clicked_at = opened_at + timedelta(seconds=9) if is_clicked else None
        sent_at = opened_at - timedelta(hours=3)
        url = "https://www.quillfern.example/customers?utm_source=newsletter&utm_medium=email"
        demo.mail("em-voices", contact, sent_at, opened_at=opened_at, clicked_at=clicked_at, url=url)
        return contact

    def won(*contacts: Contact, outcome: str = "won") -> Deal:
        created_at = datetime(2026, 4, 20, 9)
        return demo.deal(contacts, created_at, won_at, outcome=outcome, amount="12000.00", currency="USD")

    deal = won(influenced(before, is_clicked=True), influenced(before))
    demo.plant("Campaign metrics", "won after two contacts were influenced", f"{counts}, once", deal)

    deal = won(influenced(after))
    demo.plant("Campaign metrics", "won before its contact was influenced", counts_not, deal)

    deal = won(influenced(before), demo.bystander())
    deal.associations[0].until = won_at - timedelta(days=7)
    demo.plant("Campaign metrics", "won after the influenced contact was taken off", counts_not, deal)

    deal = won(influenced(before), demo.bystander())
    deal.associations[0].at = won_at + timedelta(days=7)
    demo.plant("Campaign metrics", "won before the influenced contact was added", counts_not, deal)

    deal = won(influenced(before))
    deal.amount = ""
    demo.plant("Campaign metrics", "won without an amount", f"{counts}, of which it knows no revenue", deal)

    deal = won(influenced(before), outcome="lost")
    demo.plant("Campaign metrics", "lost after its contact was influenced", counts_not, deal)

    deal = won(influenced(before))
    deal.is_deleted = True
    demo.plant("Campaign metrics", "deleted after its contact was influenced", counts_not, deal)


def plant_sessions(demo: Demo) -> None:
    """Visits of people nobody knows: they are sessions of a campaign, too."""
    visitor, day = Visitor(), datetime(2026, 5, 26, 9)
    first = demo.event(visitor, day, "page_view", "p-home")
    second = demo.event(visitor, day + timedelta(minutes=2), "page_view", "p-pricing", query=AUDIT_UTM)
    demo.plant("Campaign metrics", "the utm_campaign on a second page", "a session of cmp-12", first, second)

    seen = demo.event(Visitor(), day, "cta_view", "p-lp-audit", cta="cta-trial")
    outcome = "no session of cmp-12"
    demo.plant("Campaign metrics", "a CTA seen, but no view of the associated page it is on", outcome, seen)

    crawled = demo.event(Visitor(), day, "page_view", "p-lp-audit", query=AUDIT_UTM, is_bot=True)
    demo.plant("Campaign metrics", "a bot on an associated page", outcome, crawled)


def plant_money(demo: Demo) -> None:
    """Points at what is out of the ordinary in budgets and spend."""
    for case, where, outcome in (
        ("euro spent on a Saturday", "`cmp-04`, 2025-03-01", "Friday's rate, 2025-02-28"),
        ("spend and budget in a currency without rates", "`cmp-14`", "spend_without_rate; budget and ratios NULL"),
        ("spend in the future", "`cmp-03`, 2030-01-15", "not in spend"),
        ("no currency", "`cmp-07`", "home currency"),
        ("a budget and no spend", "`cmp-09`", "roi, roas NULL"),
        ("spend and no revenue", "`cmp-10`", "roi -1, roas 0, cost_per_contact NULL"),
        ("neither spend nor revenue", "`cmp-11`", "zeros"),
        ("revenue and no budget", "`cmp-08`", "budget and remaining_budget NULL"),
    ):
        demo.plant("Campaign metrics", case, outcome, where=where)
