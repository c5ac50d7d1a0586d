"""Workflows, lists and sequences: who was put into them, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..basics import END, Dice
from ..records import Contact
from ..world import Demo

WORKFLOW, LIST, SEQUENCE = "workflow_enrollments", "list_memberships", "sequence_enrollments"


def play_programmes(demo: Demo) -> None:
    """Everybody's programmes, a few minutes or days after what leads to them."""
    dice = Dice("programmes")
    forms: dict[Contact, list[tuple[datetime, str]]] = {}
    for event in demo.events:
        if event.type == "form_submission":
            for contact, moment in event.visitor.identified:
                if moment == event.occurred_at:
                    forms.setdefault(contact, []).append((moment, event.page.form))

    def enrol(table: str, contact: Contact, programme: str, moment: datetime) -> None:
        if moment < END:
            demo.enrol(table, contact, programme, moment)

    for contact in demo.contacts:
        soon = contact.created_at + timedelta(minutes=5)
        for moment, form in forms.get(contact, ()):
            if form == "f-trial":
                enrol(WORKFLOW, contact, "wf-trial", moment + timedelta(minutes=6))
                if dice.chance(0.6):
                    enrol(SEQUENCE, contact, "sq-trial", moment + timedelta(days=10, minutes=dice.between(0, 500)))
            if form == "f-report":
                enrol(LIST, contact, "ls-readers", moment + timedelta(minutes=2))
        if "Expo" in contact.detail:
            enrol(LIST, contact, "ls-expo", soon)
            enrol(SEQUENCE, contact, "sq-expo", soon + timedelta(days=1))
        if dice.chance(0.25):
            enrol(WORKFLOW, contact, "wf-welcome", soon)
    for deal in demo.deals:
        if deal.stage.is_won:
            for association in deal.associations:
                enrol(LIST, association.contact, "ls-customers", deal.closed_at + timedelta(minutes=1))
