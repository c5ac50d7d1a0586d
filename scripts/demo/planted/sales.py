"""Planted cases: what sales does, and which of it a deal's journey has."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..records import Activity, FoundAsset
from ..world import Demo

COUNTS = "in the deal's journey"
COUNTS_NOT = "no interaction"
TEAM_ONLY = "an interaction, but in no deal's journey"


def plant_deal_work(demo: Demo) -> None:
    """Everything that sales may do with two people and a deal, each thing with its rule."""
    buyer, other = demo.bystander(), demo.bystander()
    deal = demo.deal([buyer, other], datetime(2026, 3, 10, 9), datetime(2026, 5, 12, 15))

    def work(number: int, type: str, title: str, *about: object, **details: object) -> Activity:
        return demo.activity(type, datetime(2026, 3, 12 + number, 10), title, [buyer], *about, **details)

    def plant(case: str, outcome: str, activity: Activity) -> None:
        demo.plant("Sales", case, outcome, activity, deal)

    plant("a call about no deal", TEAM_ONLY, work(0, "call", "Call", is_connected=True))
    nobody = demo.activity("call", datetime(2026, 3, 13, 10), "Call", [], deal, is_connected=True)
    plant("a call with nobody", COUNTS_NOT, nobody)
    case = "a call that the telephone knows was not connected"
    plant(case, COUNTS_NOT, work(2, "call", "Call", deal, outcome="connected", is_connected=False))
    plant("a call that was not answered", COUNTS_NOT, work(3, "call", "Call", deal, outcome="no_answer"))
    call = work(4, "call", "Call after the expo", deal, outcome="Connected")
    plant("a call connected by its outcome", COUNTS, call)
    plant("a mail without a reply", COUNTS_NOT, work(5, "sales_email", "Our proposal", deal))
    sent_at = datetime(2026, 3, 18, 10)
    mail = work(6, "sales_email", "Our proposal, again", deal, replied_at=sent_at + timedelta(hours=5))
    plant("a mail with a reply", COUNTS, mail)
    late = work(7, "sales_email", "Terms", deal, replied_at=deal.closed_at + timedelta(hours=5))
    plant("a reply after the deal was won", TEAM_ONLY, late)
    meeting = demo.activity("meeting", datetime(2026, 3, 24, 10), "Demo for two", [buyer, other], deal)
    plant("a meeting with two contacts of the deal", "two interactions in the deal's journey", meeting)
    chat = work(9, "conversation", "Chat on the site", deal, outcome="answered")
    plant("a conversation", COUNTS, chat)
    step = work(10, "sequence", "After the expo, step 2", deal, outcome="sent")
    plant("a step of a sequence", "sequence_action, no credit by default", step)
    # What belongs to a campaign may be a single activity, too.
    kinds = {"call": call, "sales_email": mail, "meeting": meeting, "conversation": chat}
    demo.found_assets += [FoundAsset("cmp-09", type, activity) for type, activity in kinds.items()]


def plant_merged_records(demo: Demo) -> None:
    """A call with two records of one person, and one about a deal that was merged into another."""
    first, _, survivor, _ = demo.things("contacts merged twice over")
    moment = datetime(2026, 4, 2, 10)
    call = demo.activity("call", moment, "Call", [first, survivor], is_connected=True)
    demo.plant("Sales", "a call with two records of one person", "one interaction, the survivor's", call, survivor)

    (merged,) = demo.things("merged")
    buyers = [association.contact for association in merged.associations]
    moment = merged.created_at + timedelta(days=3)
    call = demo.activity("call", moment, "Call", buyers, merged, is_connected=True)
    case = "a call about a deal that was merged into another"
    demo.plant("Sales", case, "in the journey of the deal it was merged into", call, merged.merged_into)
