"""Marketing mails: to those whose visits come from one, and to others who open it or don't."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from ..basics import Dice
from ..marketing import MONTHS, issue
from ..records import Event
from ..world import Demo

SEEN_SHARE = 0.4  # of the visits that came from a mail; the others' mail was forwarded, or hides its clicks
OTHER_RECIPIENTS = 15  # a month, of the newsletter


def mail_of(visit: Event) -> str:
    """The mail that a visit came from."""
    if "utm_source=invitation" in visit.query:
        return "em-webinar"
    if "utm_content=ausgabe" in visit.query:
        return "em-dach"
    return issue(visit.occurred_at.date())


def play_mails(demo: Demo) -> None:
    """Mails that were clicked, a second before the visit; then those that were not."""
    dice = Dice("mails")
    reached = set()
    for visit in [event for event in demo.events if event.entry and event.entry.rule == 7]:
        owners = [contact for contact, _ in visit.visitor.identified]
        sent_at = visit.occurred_at - timedelta(hours=dice.between(1, 20), seconds=dice.between(0, 3000))
        if not owners or owners[0].created_at > sent_at or not dice.chance(SEEN_SHARE):
            continue
        clicked_at = visit.occurred_at - timedelta(seconds=2)
        demo.mail(
            mail_of(visit),
            owners[0],
            sent_at,
            # Pictures that are not loaded hide an opening.
            opened_at=clicked_at - timedelta(seconds=dice.between(5, 90)) if dice.chance(0.9) else None,
            clicked_at=clicked_at,
            url=visit.url,
            is_named=dice.chance(0.5),
        )
        reached.add((mail_of(visit), owners[0]))
    for month in MONTHS:
        sent_at = datetime.combine(month + timedelta(days=dice.between(6, 12)), time(6, dice.between(0, 59)))
        readers = [
            contact
            for contact in demo.contacts
            if contact.created_at < sent_at and (issue(month), contact) not in reached
        ]
        for contact in dice.sample(readers, OTHER_RECIPIENTS):
            opened_at = sent_at + timedelta(minutes=dice.between(2, 3000))
            is_machine = dice.chance(0.05)
            if dice.chance(0.04):
                bounce = demo.mail(issue(month), contact, sent_at)[-1]
                bounce.type = "bounce"
            elif is_machine:
                clicked_at = sent_at + timedelta(seconds=7)
                url = "https://blog.quillfern.example/"
                demo.mail(
                    issue(month),
                    contact,
                    sent_at,
                    opened_at=clicked_at,
                    clicked_at=clicked_at,
                    url=url,
                    is_filtered=True,
                )
            else:
                is_opened = dice.chance(0.32)
                demo.mail(issue(month), contact, sent_at, opened_at=opened_at if is_opened else None, is_named=False)
