"""Planted cases: contacts of whom little is known."""

from __future__ import annotations

from datetime import datetime

from ..crm import OFFLINE_DETAILS
from ..world import Demo


def plant_creation_kinds(demo: Demo) -> None:
    """Contacts of whom nothing is known but how they were created."""
    company = demo.company("us")
    for number, kind in enumerate(OFFLINE_DETAILS):
        contact = demo.contact(company, datetime(2025, 8, 11, 9 + number), kind)
        case, outcome = f"created by {kind}, nothing else known", "one interaction: contact_created, source offline"
        demo.plant("Contacts", case, outcome, contact)
    demo.won_deal(company.contacts)
    untracked = demo.contact(company, datetime(2025, 8, 18, 10), "form")
    demo.plant("Contacts", "a form, but no cookies", "contact_create: no_interactions", untracked)
