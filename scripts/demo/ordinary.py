"""The ordinary course of things: who takes an interest, comes back, becomes a contact, buys."""

from __future__ import annotations

from datetime import datetime, timedelta

from .basics import END, START
from .crm import NEW_BUSINESS, RENEWAL
from .entries import DIRECT, ENTRIES
from .records import Company, Contact, Deal, Visitor
from .world import Demo

ORDINARY_COMPANIES = {"us": 22, "eu": 11, "dach": 10, "jp": 5}
ANONYMOUS_VISITORS = 430
CONTACT_KINDS = (("form", 66), ("import", 10), ("integration", 8), ("manual", 6), ("api", 3), ("untracked", 4))
FURTHER_VISITS = ((0, 3), (1, 3), (2, 3), (3, 2), (5, 1))
FURTHER_BUYERS = ((0, 3), (1, 4), (2, 3), (3, 2), (4, 1), (5, 1))


def play_companies(demo: Demo) -> None:
    """Companies take an interest one after the other; some of their people become contacts, and many buy."""
    regions = [region for region, count in ORDINARY_COMPANIES.items() for _ in range(count)]
    for number, region in enumerate(demo.dice.sample(regions, len(regions))):
        interest = START + timedelta(days=9 + number * 10 + demo.dice.between(0, 6))
        company = demo.company(region)
        play_contacts(demo, company, interest)
        play_nurturing(demo, company)
        if number % 3 != 1:
            play_deals(demo, company, number)


def play_contacts(demo: Demo, company: Company, interest: datetime) -> None:
    """The people of a company, within some ten weeks; the first of them by a form."""
    demo.lead(company, interest, visits_before=1)
    for _ in range(demo.dice.between(2, 7)):
        moment = interest + timedelta(days=demo.dice.between(0, 75), hours=demo.dice.between(8, 16))
        moment = min(moment, END - timedelta(days=7))
        kind = demo.dice.weighted(CONTACT_KINDS)
        if kind == "form":
            demo.lead(company, moment)
        elif kind == "untracked":
            demo.contact(company, moment, "form")
        else:
            demo.offline_contact(company, moment, kind)


def play_nurturing(demo: Demo, company: Company) -> None:
    """Known people come back for a while."""
    for contact in company.contacts:
        start = contact.created_at + timedelta(days=1)
        play_visits(demo, contact, demo.dice.weighted(FURTHER_VISITS), start, start + timedelta(days=150))


def play_visits(demo: Demo, contact: Contact, count: int, low: datetime, high: datetime) -> None:
    """Somebody whose browser is known comes back some times between two moments."""
    if contact.visitor:
        for _ in range(count):
            demo.come_back(contact.visitor, contact.company.region, low, high)


def play_deals(demo: Demo, company: Company, number: int) -> None:
    """A deal of a buying group, with visits while it is open; some customers buy again."""
    first, *others = sorted(company.contacts, key=lambda contact: contact.created_at)
    group = [first, *demo.dice.sample(others, demo.dice.weighted(FURTHER_BUYERS))]
    deal = play_deal(demo, group, max(contact.created_at for contact in group), is_lost=number % 3 == 2)
    if deal and deal.stage.is_won and number % 12 == 0:
        play_deal(demo, group[:2], deal.closed_at + timedelta(days=100), is_lost=False, pipeline_id=RENEWAL)


def play_deal(
    demo: Demo, group: list[Contact], ready_at: datetime, *, is_lost: bool, pipeline_id: str = NEW_BUSINESS
) -> Deal | None:
    """A deal soon after ready_at, still open if the data end before it closes; None if they end before it begins."""
    created_at = ready_at + timedelta(days=demo.dice.between(4, 28), minutes=demo.dice.between(10, 300))
    closed_at = created_at + timedelta(days=demo.dice.between(18, 95), minutes=demo.dice.between(0, 300))
    if created_at > END:
        return None
    outcome = "open" if closed_at > END else "lost" if is_lost else "won"
    for contact in group:
        play_visits(demo, contact, demo.dice.between(0, 3), created_at, closed_at)
    return demo.deal(group, created_at, closed_at, outcome=outcome, pipeline_id=pipeline_id)


def play_anonymous(demo: Demo) -> None:
    """Visitors nobody knows: each way in at least once, the rest by chance."""
    for entry in ENTRIES:
        visitor, since = Visitor(), datetime.fromisoformat(entry.since)
        moment = demo.free_day(visitor, since + timedelta(days=20), datetime.fromisoformat(entry.until)) or since
        if not entry.weight:
            demo.visit(visitor, moment - timedelta(days=2), DIRECT)
        demo.visit(visitor, moment, entry)
    for _ in range(ANONYMOUS_VISITORS):
        visitor = Visitor()
        region = demo.dice.weighted((("us", 6), ("eu", 2), ("dach", 2), ("jp", 1)))
        first = demo.free_day(visitor, START, END) or START
        demo.visit(visitor, first, demo.entry(first.date(), region, is_return=False))
        if demo.dice.chance(0.25):
            demo.come_back(visitor, region, first + timedelta(days=1), first + timedelta(days=60))
