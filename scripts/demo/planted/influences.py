"""Planted cases: what influences a contact, and what does not. All are campaign cmp-12's, each with a contact of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..channels.programmes import LIST, WORKFLOW
from ..records import Contact, Event
from ..world import Demo

NONE = "no influence"
URL = "https://www.quillfern.example/lp/stock-audit"


def on_blog(demo: Demo, contact: Contact, moment: datetime, type: str, **details: object) -> Event:
    """Something done on a post that is no campaign's."""
    return demo.event(contact.visitor, moment, type, "p-blog-audit", **details)


def plant(demo: Demo, case: str, influence_type: str, contact: Contact, *things: object) -> None:
    """Notes a case; without a type there is no influence."""
    demo.plant("Influences", case, f"influence: {influence_type}" if influence_type else NONE, contact, *things)


def plant_influences(demo: Demo) -> None:
    """Posts, forms, mails, workflows, lists, events."""
    day = datetime(2026, 4, 27, 9)
    contact = demo.bystander()
    comment = demo.reaction("sp-audit", "comment", day, contact=contact)
    plant(demo, "a comment on a post", "social_interaction", contact, comment)

    contact = demo.bystander()
    form = on_blog(demo, contact, day + timedelta(days=1), "form_submission")
    plant(demo, "a form submitted", "form_submission", contact, form)

    contact = demo.bystander()
    opened = demo.mail("em-audit-1", contact, day, opened_at=day + timedelta(hours=2))[-1]
    plant(demo, "a mail opened, not clicked", "marketing_email_open", contact, opened)
    contact = demo.bystander()
    clicked = demo.mail("em-audit-1", contact, day, clicked_at=day + timedelta(hours=2), url=URL)[-1]
    plant(demo, "a mail clicked, its opening unseen", "marketing_email_click", contact, clicked)

    for table, programme, case, type in (
        (WORKFLOW, "wf-audit", "enrolled in a workflow", "workflow_enrollment"),
        (LIST, "ls-audit", "put on a static list", "static_list"),
        (LIST, "ls-audit-active", "on a dynamic list", ""),
    ):
        contact = demo.bystander()
        demo.enrol(table, contact, programme, day + timedelta(days=2))
        plant(demo, case, type, contact)

    contact = demo.bystander()
    attended = demo.participation("me-audit", contact, "attended", datetime(2026, 5, 19, 15, 4))
    plant(demo, "an event attended", "marketing_event_attended", contact, attended)


def plant_ctas(demo: Demo) -> None:
    """CTAs with and without a form, and of the legacy kind."""
    day = datetime(2026, 5, 4, 11)
    for case, type, happens in (
        ("a legacy CTA seen", "legacy_cta_view", (("cta_view", "cta-audit-old"),)),
        ("a legacy CTA clicked, its view unseen", "legacy_cta_click", (("cta_click", "cta-audit-old"),)),
        ("a CTA without a form seen", "cta_view", (("cta_view", "cta-audit"),)),
        ("a CTA with a form seen", "", (("cta_view", "cta-audit-form"),)),
        (
            "a CTA with a form seen, then submitted",
            "cta_submission",
            (("cta_view", "cta-audit-form"), ("form_submission", "cta-audit-form")),
        ),
        ("a CTA with a form submitted, its view unseen", "", (("form_submission", "cta-audit-form"),)),
    ):
        contact, day = demo.bystander(), day + timedelta(days=1)
        events = [
            # On the contact page, whose form is no campaign's.
            demo.event(contact.visitor, day + timedelta(seconds=20 * number), event_type, "p-contact", cta=cta)
            for number, (event_type, cta) in enumerate(happens)
        ]
        plant(demo, case, type, contact, *events)


def plant_pages(demo: Demo) -> None:
    """Page views by utm_campaign, by asset and by keyword."""
    day = datetime(2026, 5, 12, 13)
    contact = demo.bystander()
    query = "utm_source=stockpilot&utm_medium=affiliate&utm_campaign=audit-2025"
    view = demo.event(contact.visitor, day, "page_view", "p-home", query=query)
    plant(demo, "a page seen by a former utm_campaign", "page_view", contact, view)

    contact = demo.bystander()
    view = demo.event(contact.visitor, day, "page_view", "p-lp-audit")
    plant(demo, "an associated page seen", "page_view", contact, view)

    contact = demo.bystander()
    referrer = "https://www.bing.com/search?q=Stock+Audit+Checklist"
    first = demo.event(contact.visitor, day, "page_view", "p-product", referrer=referrer)
    second = demo.next_page(first, "p-pricing")
    case = "two pages seen in a session that a keyword began: only the first counts"
    plant(demo, case, "page_view", contact, first, second)


def plant_no_influences(demo: Demo) -> None:
    """Assets before their time, and ads."""
    contact = demo.bystander()
    opened = demo.mail("em-audit-2", contact, datetime(2026, 5, 18, 6), opened_at=datetime(2026, 5, 18, 9))[-1]
    plant(demo, "a mail opened before it was the campaign's (on 2026-05-20)", "", contact, opened)

    contact = demo.bystander()
    click = demo.ad_click("audit", datetime(2026, 5, 21, 9), contact=contact)
    plant(demo, "an ad clicked, unless influence_by_ads", "", contact, click)
