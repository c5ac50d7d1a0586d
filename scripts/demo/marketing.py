"""What marketing makes beside the site: mails, posts, ads, events, workflows, lists and sequences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .basics import START
from .site import Asset


@dataclass(frozen=True)
class Post:
    """A post on a social network; one without a title is not in the assets table."""

    id: str
    network: str
    title: str = ""


@dataclass(frozen=True)
class Ad:
    """An ad as its network reports it; not every network tells which ad of a campaign was clicked."""

    id: str
    network: str
    campaign: str
    name: str = ""
    is_listed: bool = True


def issue(day: date) -> str:
    """The newsletter of a month."""
    return f"em-issue-{day:%Y-%m}"


MONTHS = [date(START.year + number // 12, number % 12 + 1, 1) for number in range(18)]
ISSUES = {issue(day): f"{'Monthly digest' if day < date(2025, 7, 1) else 'Shelf Life'}, {day:%Y-%m}" for day in MONTHS}
MAILS = {
    **ISSUES,
    "em-webinar": "Invitation: demand planning in an hour",
    "em-dach": "Ausgabe 1: Bestandsplanung",
    "em-audit-1": "Is your stock ready for spring?",
    "em-audit-2": "Last call for the stock audit",
    "em-voices": "What our customers say",
}

SOCIAL_POSTS = {
    post.id: post
    for post in (
        Post("sp-report", "linkedin", "The Stocktake Report is out"),
        Post("sp-planning", "linkedin", "Five signs that you have outgrown your spreadsheet"),
        Post("sp-shelf-life", "Facebook", "New on the blog"),
        Post("sp-thread", "x"),
        Post("sp-audit", "linkedin", "Have you counted yet?"),
    )
}

ADS = {
    name: ad
    for name, ad in {
        "search": Ad("ad-101", "google", "ac-search", "Plan your stock"),
        "brand": Ad("ad-102", "google", "ac-brand", "Quillfern, the original"),
        "bing": Ad("ad-201", "Microsoft", "ac-bing", "Quillfern on Bing", is_listed=False),
        "automatic": Ad("", "google", "ac-automatic"),
        "retargeting": Ad("ad-301", "linkedin", "ac-retargeting", "See what your peers say"),
        "webinar": Ad("ad-401", "facebook", "ac-webinar", "Demand planning in an hour"),
        "pictures": Ad("ad-402", "instagram", "ac-pictures", "A tidy shelf"),
        "audit": Ad("ad-302", "linkedin", "ac-audit", "The spring stock audit"),
    }.items()
}

# id → title and beginning
MARKETING_EVENTS = {
    "me-expo-2025": ("Expo Chicago 2025", datetime(2025, 3, 11, 15)),
    "me-webinar-1": ("Demand planning in an hour, May", datetime(2025, 5, 14, 15)),
    "me-webinar-2": ("Demand planning in an hour, July", datetime(2025, 7, 16, 15)),
    "me-webinar-3": ("Demand planning in an hour, October", datetime(2025, 10, 15, 15)),
    "me-expo-2026": ("Expo Chicago 2026", datetime(2026, 4, 21, 14)),
    "me-audit": ("Stock audit live", datetime(2026, 5, 19, 15)),
}

WORKFLOWS = {"wf-welcome": "Welcome", "wf-trial": "First steps with the trial", "wf-audit": "Stock audit: follow-up"}
LISTS = {
    "ls-readers": "Readers of the Stocktake Report",
    "ls-customers": "Customers",
    "ls-expo": "Expo Chicago: badge scans",
    "ls-audit": "Stock audit: guests",
    "ls-audit-active": "Stock audit: opened a mail of late",
}
STATIC_LISTS = ("ls-readers", "ls-expo", "ls-audit")
SEQUENCES = {"sq-expo": "After the expo", "sq-trial": "Trial without a call"}

MARKETING_ASSETS = (
    *(Asset("marketing_email", id, title) for id, title in MAILS.items()),
    *(Asset("social_post", post.id, post.title) for post in SOCIAL_POSTS.values() if post.title),
    *(Asset("ad", ad.id, ad.name) for ad in ADS.values() if ad.id and ad.is_listed),
    *(Asset("ad_campaign", ad.campaign, f"Ads: {ad.name}") for ad in ADS.values() if ad.name),
    *(Asset("marketing_event", id, title) for id, (title, _) in MARKETING_EVENTS.items()),
    *(Asset("workflow", id, title) for id, title in WORKFLOWS.items()),
    *(Asset("static_list", id, LISTS[id]) for id in STATIC_LISTS),
    *(Asset("sequence", id, title) for id, title in SEQUENCES.items()),
)
