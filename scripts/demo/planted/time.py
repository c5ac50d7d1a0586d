"""Planted cases: session timeout, grace, order within one instant."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..entries import DIRECT
from ..records import Visitor
from ..world import Demo


def plant_session_gaps(demo: Demo) -> None:
    """Breaks on both sides of the session timeout."""
    company, visitor = demo.company("us"), Visitor()
    morning, noon = datetime(2025, 6, 3, 9), datetime(2025, 6, 4, 12)
    gap = timedelta(minutes=30)
    views = [
        demo.event(visitor, moment, "page_view", page)
        for moment, page in (
            (morning, "p-product"),
            (morning + gap, "p-pricing"),
            (noon, "p-product"),
            (noon + gap - timedelta(seconds=1), "p-pricing"),
        )
    ]
    demo.convert(company, visitor, datetime(2025, 6, 6, 9))
    demo.plant("Time", "a gap of exactly 30:00", "two sessions", *views[:2])
    demo.plant("Time", "a gap of 29:59", "one session", *views[2:])


def plant_grace(demo: Demo) -> None:
    """Forms that reach the tracker after the CRM made the contact, on both sides of the grace."""
    company = demo.company("us")
    for seconds, outcome in (
        (45, "the form creates it"),
        (60, "the form creates it (edge)"),
        (61, "too late: lead_create is the last interaction before"),
    ):
        visitor = Visitor()
        demo.visit(visitor, datetime(2025, 6, 10, 8), DIRECT, ["p-home"])
        contact = demo.convert(company, visitor, datetime(2025, 6, 12, 8), offset_seconds=-seconds)
        form = demo.events[-1]
        case = f"a form {seconds} s after its contact was created"
        demo.plant("Time", case, outcome, form, contact)
    demo.won_deal(company.contacts)


def plant_same_instant(demo: Demo) -> None:
    """Events that only the order of types and ids can tell apart, on a deal whose amount does not divide."""
    company, visitor = demo.company("us"), Visitor()
    contact = demo.convert(company, visitor, datetime(2025, 7, 1, 13))
    moment = datetime(2025, 7, 8, 15, 30)
    together = [
        demo.event(visitor, moment, type, page, **details)
        for type, page, details in (
            ("custom_event", "p-pricing", {"name": "pricing_calculator_used"}),
            ("page_view", "p-lp-demo", {}),
            ("cta_click", "p-home", {}),
            ("form_submission", "p-lp-demo", {}),
            ("page_view", "p-pricing", {}),
        )
    ]
    deal = demo.won_deal([contact], amount="10000.01")
    demo.plant(
        "Time",
        "five interactions at one instant",
        "order: form, CTA click, page views by id, custom event",
        *together,
    )
    case = "10000.01 over more than three interactions"
    demo.plant("Deals", case, "the revenue of every model adds up to 10000.01", deal)
