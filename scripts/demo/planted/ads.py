"""Planted cases: ads, social posts and marketing events."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..entries import DIRECT
from ..marketing import ADS
from ..records import Visitor
from ..world import Demo

TOPIC = "Ads, posts and events"


def plant_networks(demo: Demo) -> None:
    """A click on each network, by a cookie or by name; one without an ad's id."""
    by_cookie = ("search", "bing", "automatic")
    for number, ad in enumerate((*by_cookie, "webinar", "pictures", "retargeting")):
        contact = demo.bystander()
        who = {"visitor": contact.visitor} if ad in by_cookie else {"contact": contact}
        url = "https://www.quillfern.example/product?gad_source=1" if ad == "automatic" else ""
        click = demo.ad_click(ad, datetime(2026, 4, 14 + number, 18, 30), url=url, **who)
        source = "paid_search" if ad in by_cookie else "paid_social"
        case = f"an ad on {ADS[ad].network.lower()}" + ("" if ADS[ad].id else ", without its id")
        asset = "" if ADS[ad].id else ", the asset is the landing page"
        demo.plant(TOPIC, case, f"ad_click, {source}{asset}", click)


def plant_last_ad(demo: Demo) -> None:
    """Somebody clicks an ad, is known two months later, and buys after further visits."""
    company, visitor = demo.company("us"), Visitor()
    clicked_at = datetime(2026, 2, 10, 10)
    url = "https://www.quillfern.example/customers?utm_source=linkedin&utm_medium=paid-social"
    click = demo.ad_click("retargeting", clicked_at, visitor=visitor, url=url)
    query = "utm_source=linkedin&utm_medium=paid-social"
    demo.event(visitor, clicked_at + timedelta(seconds=2), "page_view", "p-customers", query=query)
    contact = demo.convert(company, visitor, datetime(2026, 4, 15, 9))
    demo.plant(TOPIC, "an ad clicked before anybody knew by whom", "the later contact's", click, contact)
    deal = demo.deal([contact], datetime(2026, 4, 22, 9), datetime(2026, 6, 8, 16))
    demo.visit(visitor, datetime(2026, 5, 13, 9), DIRECT, ["p-home", "p-pricing"])
    outcome = "last_ad credits the ad, last_interaction the last visit"
    demo.plant(TOPIC, "a deal whose last ad is followed by visits", outcome, deal, click)


def plant_likes(demo: Demo) -> None:
    """A like is no click."""
    contact = demo.bystander()
    like = demo.reaction("sp-audit", "like", datetime(2026, 4, 20, 12), contact=contact)
    demo.plant(TOPIC, "a post liked, not clicked", "no interaction, influence of cmp-12", contact, like)


def plant_participations(demo: Demo) -> None:
    """Somebody who cancels, and somebody who does not come."""
    registered_at, start = datetime(2026, 5, 5, 9), datetime(2026, 5, 19, 15)
    for state, moment in (("cancelled", start - timedelta(days=1)), ("no_show", start + timedelta(hours=2))):
        contact = demo.bystander()
        registered = demo.participation("me-audit", contact, "registered", registered_at)
        absent = demo.participation("me-audit", contact, state, moment)
        outcome = "marketing_event_registered only, no influence"
        demo.plant(TOPIC, f"registered, then {state}", outcome, contact, registered, absent)
