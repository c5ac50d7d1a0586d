"""Planted cases: whose an event is."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..entries import DIRECT, POSTS
from ..records import Visitor
from ..world import Demo


def plant_merge_chain(demo: Demo) -> None:
    """Three records of one person, merged one after the other."""
    company = demo.company("us")
    first, second, survivor = (demo.lead(company, datetime(2025, 3, day)) for day in (3, 12, 24))
    first.merged_into, second.merged_into = second, survivor
    first.is_deleted = True  # CRMs flag what was merged away; it counts on the survivor only
    deal = demo.won_deal([first])
    demo.plant(
        "Identity",
        "contacts merged twice over",
        "everything is the last one's, although the first is flagged deleted",
        first,
        second,
        survivor,
        deal,
        where="{0} → {1} → {2}, deal {3}",
    )


def plant_shared_browser(demo: Demo) -> None:
    """Two people at one browser, each with a form of their own."""
    company, visitor = demo.company("us"), Visitor()
    demo.visit(visitor, datetime(2025, 4, 1, 9), DIRECT, ["p-home", "p-product"])
    first = demo.convert(company, visitor, datetime(2025, 4, 3, 9))
    demo.visit(visitor, datetime(2025, 4, 10, 9), DIRECT, ["p-pricing"])
    second = demo.convert(company, visitor, datetime(2025, 5, 6, 14))
    demo.visit(visitor, datetime(2025, 5, 20, 9), DIRECT, ["p-pricing", "p-customers"])
    deal = demo.won_deal([first, second])
    demo.plant(
        "Identity",
        "a shared browser",
        "events before 2025-05-06 are the first one's, from its form on the second one's",
        visitor,
        first,
        second,
        deal,
        where="visitor {0}, first {1}, then {2}, deal {3}",
    )


def plant_late_identification(demo: Demo) -> None:
    """People whose visits were nobody's for months."""
    company, visitor = demo.company("eu"), Visitor()
    for month in (2, 3, 5, 6):
        moment = datetime(2025, month, 11, 10, 30)
        demo.visit(visitor, moment, demo.entry(moment.date(), "eu", is_return=False))
    late = demo.convert(company, visitor, datetime(2025, 9, 9, 10, 30))
    demo.plant(
        "Identity",
        "late identification",
        "visits from February on belong to the contact created in September",
        visitor,
        late,
    )

    other, imported_at = Visitor(), datetime(2025, 2, 17, 8)
    imported = demo.contact(company, imported_at, "import")
    demo.visit(other, datetime(2025, 1, 20, 16), DIRECT, ["p-home", "p-pricing"])
    opened_at = datetime(2025, 10, 14, 7, 45)
    demo.visit(other, opened_at, demo.newsletter(opened_at))
    demo.identify(other, imported, opened_at)
    demo.won_deal([late, imported])
    demo.plant(
        "Identity",
        "an imported contact known by a cookie eight months later",
        "its visit of January comes before the import in its journey",
        other,
        imported,
    )


def plant_deleted_contacts(demo: Demo) -> None:
    """A deleted contact beside a living one."""
    company = demo.company("us")
    staying, leaving = demo.lead(company, datetime(2025, 5, 5)), demo.lead(company, datetime(2025, 5, 12))
    leaving.is_deleted = True
    deal = demo.won_deal([staying, leaving])
    demo.plant(
        "Identity",
        "a deleted contact with events, on a deal",
        "its visits are in no mart; the deal's credit is the other contact's",
        leaving,
        deal,
    )


def plant_direct_naming(demo: Demo) -> None:
    """Servers know who somebody is and tell the time with an offset."""
    company, device = demo.company("jp"), Visitor()
    contact = demo.lead(company, datetime(2025, 8, 4))
    login = datetime(2025, 8, 20, 1, 15, 30)
    named = demo.event(device, login, "custom_event", "p-help-start", name="trial_login", contact=contact, zone=9)
    unnamed = demo.event(device, login + timedelta(seconds=90), "page_view", "p-help-import", zone=0)
    demo.plant(
        "Identity",
        "an event that names its contact, on an unknown device",
        "both are the contact's: the first event tells whose device it is",
        named,
        contact,
        unnamed,
        where="{0}, contact {1}; then {2}",
    )
    demo.plant(
        "Time",
        "timestamps with an offset (+09:00) and with Z",
        "the same session, in UTC",
        named,
        unnamed,
    )


def plant_bots(demo: Demo) -> None:
    """Bots of their own, and one that uses a known visitor's cookie."""
    visitors = [Visitor() for _ in range(2)]
    known = next(contact for contact in demo.contacts if contact.visitor and not contact.is_deleted)
    for number, visitor in enumerate((*visitors, known.visitor)):
        for second in range(8):
            moment = datetime(2025, 7, 15 + number, 3, 0, second * 2)
            demo.event(visitor, moment, "page_view", POSTS[second % len(POSTS)], is_bot=True)
    demo.plant(
        "Identity",
        "bots",
        "no session, no interaction",
        *visitors,
        known.visitor,
        known,
        where="visitors {0}, {1}, and on 2025-07-17 {2}, whose contact is {3}",
    )
