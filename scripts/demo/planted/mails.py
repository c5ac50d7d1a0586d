"""Planted cases: which mails count, and for whom. All are campaign cmp-12's."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..records import Contact, MailEvent
from ..world import Demo

COUNTS = "marketing_email_click, influence of cmp-12"
COUNTS_NOT = "no interaction, no influence"


def clicked(demo: Demo, contact: Contact, day: int, **details: object) -> list[MailEvent]:
    """The opening and the click of a mail of April 2026."""
    sent_at = datetime(2026, 4, day, 6, 30)
    opened_at, clicked_at = sent_at + timedelta(minutes=95), sent_at + timedelta(minutes=96)
    url = "https://www.quillfern.example/lp/stock-audit"
    return demo.mail("em-audit-1", contact, sent_at, opened_at=opened_at, clicked_at=clicked_at, url=url, **details)[2:]


def plant_addresses(demo: Demo) -> None:
    """A secondary address, and addresses in capitals."""
    private = next(contact for contact in demo.bystanders if contact.additional_emails)
    demo.bystanders.remove(private)
    events = clicked(demo, private, 7, address=private.additional_emails)
    demo.plant("Mails", "opened and clicked at a secondary address", COUNTS_NOT, private, *events)

    for is_named, who in ((True, "the contact's id"), (False, "nobody's id")):
        loud = demo.bystander()
        events = clicked(demo, loud, 8, address=loud.email.title(), is_named=is_named)
        demo.plant("Mails", f"an address with capitals, and {who}", COUNTS, loud, *events)


def plant_shared_address(demo: Demo) -> None:
    """An office's address, which two records have."""
    company = demo.company("us")
    records = [demo.contact(company, datetime(2026, 3, day, 11), "manual") for day in (24, 26)]
    for contact in records:
        contact.email = f"office@{company.domain}"
    events = clicked(demo, records[0], 13, is_named=False)
    case = "an address of two contacts, and nobody's id: the older one's"
    demo.plant("Mails", case, COUNTS, records[0], *events)


def plant_machines(demo: Demo) -> None:
    """A security gateway that follows every link."""
    contact = demo.bystander()
    events = clicked(demo, contact, 9, is_filtered=True)
    demo.plant("Mails", "opened and clicked by a machine", COUNTS_NOT, contact, *events)


def plant_records_of_others(demo: Demo) -> None:
    """Mails to deleted contacts, and to records that were merged into others."""
    leaving, _ = demo.things("a deleted contact with events, on a deal")
    events = clicked(demo, leaving, 10)
    demo.plant("Mails", "clicked by a deleted contact", COUNTS_NOT, leaving, *events)

    first, second, survivor, _ = demo.things("contacts merged twice over")
    events = clicked(demo, second, 11)
    demo.plant("Mails", "sent to the address of a record that was merged away", COUNTS_NOT, second, *events)
    events = clicked(demo, first, 14, address=survivor.email)
    demo.plant("Mails", "sent in a merged record's name to the survivor's address", COUNTS, survivor, *events)
