"""What the tracker holds: events, whose cookies they are, and the assets they are about."""

from __future__ import annotations

from datetime import timedelta

from ..marketing import MARKETING_ASSETS
from ..site import ASSET_TYPES, OTHER_ASSETS, PAGES, Asset
from ..world import Demo
from .cells import Row, flag, id_of, stamp


def contact_visitors(demo: Demo) -> list[Row]:
    """Which cookie turned out to be which contact, and when."""
    return [
        {"visitor_id": visitor.id, "contact_id": contact.id, "identified_at": stamp(moment)}
        for visitor in demo.visitors
        for contact, moment in visitor.identified
    ]


def web_events(demo: Demo) -> list[Row]:
    """What known and unknown visitors did on the site, the blog, the help pages and a course elsewhere."""
    return [
        {
            "event_id": event.id,
            "visitor_id": event.visitor.id,
            "occurred_at": stamp(event.occurred_at, event.zone),
            "event_type": event.type,
            "page_url": event.url,
            "page_title": event.page.title,
            "referrer_url": event.referrer,
            "content_type": event.page.content_type,
            "page_id": event.page.id if event.page.content_type else "",
            "form_id": event.page.form if event.type == "form_submission" else "",
            "cta_id": event.cta or (event.page.cta if event.type in ("cta_view", "cta_click") else ""),
            "media_id": event.page.media if event.type == "media_play" else "",
            "event_name": event.name,
            "contact_id": id_of(event.contact),
            "is_bot": flag(event.is_bot),
            "loaded_at": stamp((event.occurred_at + timedelta(hours=1)).replace(minute=5, second=0)),
        }
        for event in demo.events
    ]


def assets(demo: Demo) -> list[Row]:
    """Pages, posts, articles, forms, CTAs, a video; mails, ads, social posts, events, workflows, lists, sequences."""
    tracked = [page for page in PAGES.values() if page.content_type]
    pages = [Asset(ASSET_TYPES[page.content_type], page.id, page.title, page.url) for page in tracked]
    return [
        {
            "asset_type": asset.type,
            "asset_id": asset.id,
            "title": asset.title,
            "url": asset.url,
            "cta_has_form": asset.cta_has_form,
            "is_legacy_cta": asset.is_legacy_cta,
        }
        for asset in (*pages, *OTHER_ASSETS, *MARKETING_ASSETS)
    ]
