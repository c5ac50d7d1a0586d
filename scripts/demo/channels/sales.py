"""What sales does: around deals, and with people who have none."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..basics import END, Dice
from ..records import Contact, Deal
from ..world import Demo

CALL_OUTCOMES = (("connected", 5), ("no_answer", 3), ("left_voicemail", 2))
PROSPECTS = 45


def play_sales(demo: Demo) -> None:
    """Mails, calls and a meeting while a deal is open; calls to people without a deal; steps of sequences."""
    dice = Dice("sales")
    for deal in list(demo.deals):
        play_deal(demo, dice, deal)
    buyers = {association.contact for deal in demo.deals for association in deal.associations}
    prospects = [contact for contact in demo.contacts if contact not in buyers]
    for contact in dice.sample(prospects, PROSPECTS):
        moment = contact.created_at + timedelta(days=dice.between(1, 30), hours=dice.between(0, 3))
        if moment > END:
            continue
        if dice.chance(0.2):
            demo.activity("conversation", moment, "Chat on the site", [contact], outcome="answered")
        elif dice.chance(0.25):
            demo.activity("sequence", moment, "After the expo, step 1", [contact], outcome="sent")
        else:
            play_call(demo, dice, contact, moment)


def play_call(demo: Demo, dice: Dice, contact: Contact, moment: datetime, *deals: Deal) -> None:
    """A call; some telephones tell whether it was connected, others leave it to the outcome."""
    outcome = dice.weighted(CALL_OUTCOMES)
    is_connected = outcome == "connected" if dice.chance(0.6) else None
    demo.activity("call", moment, "Call", [contact], *deals, outcome=outcome, is_connected=is_connected)


def play_deal(demo: Demo, dice: Dice, deal: Deal) -> None:
    """First mails and calls, then a meeting with one or two of the buyers, then mails about the proposal."""
    buyers = [association.contact for association in deal.associations]
    length = min(deal.closed_at, END) - deal.created_at

    def moment(percent: int) -> datetime:
        return (deal.created_at + length * percent / 100).replace(microsecond=0) + timedelta(
            minutes=dice.between(3, 50)
        )

    for percent, title in ((5, "Nice to meet you"), (75, "Our proposal")):
        at = moment(percent)
        replied_at = at + timedelta(minutes=dice.between(20, 2000)) if dice.chance(0.5) else None
        demo.activity("sales_email", at, title, [dice.pick(buyers)], deal, replied_at=replied_at)
    for percent in (12, 85)[: dice.between(1, 2)]:
        play_call(demo, dice, dice.pick(buyers), moment(percent), deal)
    if dice.chance(0.8):
        at = moment(40)
        demo.activity("meeting", at, "Demo", dice.sample(buyers, dice.between(1, 2)), deal, outcome="completed")
