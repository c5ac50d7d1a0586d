"""Planted cases: traffic source rules and what stands in URLs."""

from __future__ import annotations

from datetime import datetime

from ..entries import ENTRIES, SOURCE_OF_RULE
from ..world import Demo


def plant_entries(demo: Demo) -> None:
    """Points at a session for each traffic source rule, and at each URL that is out of the ordinary."""
    landings = sorted((event for event in demo.events if event.entry), key=lambda event: event.occurred_at)
    landing_by = {entry: next(event for event in landings if event.entry is entry) for entry in ENTRIES}
    for rule, source in SOURCE_OF_RULE.items():
        entry = next(entry for entry in ENTRIES if entry.rule == rule)
        demo.plant("Traffic source rules", f"rule {rule}", f"source {source}", landing_by[entry], where="session {0}")
    for entry, landing in landing_by.items():
        if entry.shows:
            demo.plant("Addresses", entry.shows, f"source {SOURCE_OF_RULE[entry.rule]}", landing, where="session {0}")


def plant_addresses_in_urls(demo: Demo) -> None:
    """E-mail addresses where none should be."""
    company = demo.company("dach")
    contact = demo.lead(company, datetime(2025, 9, 1))
    views = [
        demo.event(contact.visitor, datetime(2025, 9, 22, 8 + 2 * number), "page_view", "p-lp-demo", query=query)
        for number, query in enumerate((f"email={contact.email}", f"email={contact.email.replace('@', '%40')}&step=2"))
    ]
    case = "an e-mail address in a query string, as it is and encoded"
    demo.plant("Addresses", case, "replaced by (email)", *views)
