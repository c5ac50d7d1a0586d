"""Clicks on ads and posts: those that a visit follows, and others."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..basics import END, START, Dice
from ..records import Contact, Event
from ..world import Demo

SEEN_SHARE = 0.8  # of the visits of known people that came from an ad or a post, those that the network tells of
SEEN_OF_UNKNOWN = 0.15


def ad_of(visit: Event) -> str:
    """The ad that a visit came from, by its click id; none if it has no such id."""
    query = visit.query
    if "gclid=" in query:
        return "search" if "search-inventory-planning" in query else "brand"
    if "gbraid=" in query or "wbraid=" in query:
        return "automatic"
    if "msclkid=" in query:
        return "bing"
    if "li_fat_id=" in query:
        return "retargeting"
    return "webinar" if "fbclid=" in query else ""


def post_of(visit: Event) -> str:
    """The post that a visit came from; none if it came otherwise."""
    if not visit.entry or visit.entry.rule not in (1, 10):
        return ""
    if "facebook" in visit.referrer:
        return "sp-shelf-life"
    if "linkedin" not in visit.referrer:
        return "sp-thread"
    return "sp-report" if "stocktake-report" in visit.query else "sp-planning"


def is_seen(dice: Dice, visit: Event) -> bool:
    """Whether the network tells of the click before a visit."""
    return dice.chance(SEEN_SHARE if visit.visitor.identified else SEEN_OF_UNKNOWN)


def play_ads(demo: Demo) -> None:
    """The click before a visit; and clicks of people who were gone before the page had loaded."""
    dice = Dice("ads")
    for visit in list(demo.events):
        ad = ad_of(visit) if visit.entry else ""
        if ad and is_seen(dice, visit):
            keyword = {"search": "inventory planning software", "brand": "quillfern", "bing": "stock planning"}
            demo.ad_click(
                ad,
                visit.occurred_at - timedelta(seconds=dice.between(1, 3)),
                visitor=visit.visitor,
                keyword=keyword.get(ad, ""),
                url=visit.url,
            )
    for ad, count in (("retargeting", 9), ("webinar", 4), ("pictures", 8)):
        for contact in dice.sample(demo.contacts, count):
            days = dice.between(3, 120)
            moment = contact.created_at + timedelta(days=days, seconds=dice.between(0, 30000))
            if START < moment < END:
                demo.ad_click(ad, moment, contact=contact)


def play_posts(demo: Demo) -> None:
    """The click before a visit; likes, comments and shares of people whom the network names."""
    dice = Dice("posts")
    for visit in list(demo.events):
        post = post_of(visit)
        if post and dice.chance(0.6) and is_seen(dice, visit):
            moment = visit.occurred_at - timedelta(seconds=dice.between(1, 3))
            demo.reaction(post, "click", moment, visitor=visit.visitor, url=visit.url)
    for contact in dice.sample(demo.contacts, 30):
        demo.reaction(
            dice.pick(("sp-report", "sp-planning", "sp-shelf-life")),
            dice.weighted((("like", 6), ("comment", 2), ("share", 1), ("click", 1))),
            after(dice, contact),
            contact=contact,
        )


def after(dice: Dice, contact: Contact) -> datetime:
    """Some time in the months after somebody became a contact."""
    days = dice.between(0, min(150, (END - contact.created_at).days))
    return min(contact.created_at + timedelta(days=days, seconds=dice.between(60, 30000)), END)
