"""Interactions (SPEC 1, ADR "Interactions"): one row per event of a known, living contact.

Another interaction type is another function here that yields Interactions, and a line in `interactions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .config import Config
from .identity import Identity
from .order import order_key
from .sessions import Session
from .sources import UTMS
from .staging import Row
from .urls import parameters, without_query

WEB_INTERACTION_TYPES = ("page_view", "form_submission", "cta_click", "media_play", "custom_event")

PAGE_TYPES = {
    "standard-page": "website_page",
    "site-page": "website_page",
    "landing-page": "landing_page",
    "blog-post": "blog_post",
    "listing-page": "listing_page",
    "knowledge-article": "knowledge_article",
}

AssetKey = tuple[str, str]


@dataclass
class Interaction:
    """One row of fct_interactions (SPEC 1); columns that its type does not have are null."""

    interaction_id: str
    contact_id: str
    interaction_type: str
    occurred_at: datetime
    interaction_source: str
    asset_type: str
    asset_id: str | None
    asset_title: str | None
    company_id: str | None
    lead_source: str | None
    visitor_id: str | None = None
    session_id: str | None = None
    source_drilldown_1: str | None = None
    source_drilldown_2: str | None = None
    interaction_url: str | None = None
    utms: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(UTMS))
    ad_network: str | None = None
    ad_keyword: str | None = None
    form_id: str | None = None
    cta_id: str | None = None
    social_post_id: str | None = None
    email_id: str | None = None
    # What campaigns need of the session: the words that were searched for, if it began by them.
    session_keyword: str | None = None

    @property
    def order(self) -> tuple:
        """Its place in the total order (SPEC 1)."""
        return order_key(self.occurred_at, self.interaction_type, self.interaction_id)


def page_type(content_type: str | None) -> str:
    """Null is an external page, an unknown type another page; case is ignored."""
    if content_type is None:
        return "external_page"
    return PAGE_TYPES.get(content_type.lower(), "other_page")


def asset_of(event: Row) -> tuple[str, str | None]:
    """Pages and forms page_id, cta_id for CTAs, media_id, event_name."""
    return {
        "page_view": (page_type(event["content_type"]), event["page_id"]),
        "form_submission": (page_type(event["content_type"]), event["page_id"]),
        "cta_click": ("cta", event["cta_id"]),
        "media_play": ("media_bridge", event["media_id"]),
        "custom_event": ("custom_event", event["event_name"]),
    }[event["event_type"]]


def session_keyword(session: Session) -> str | None:
    """organic_search: its term; paid_search: its utm_term."""
    if session.traffic.source == "organic_search":
        return session.traffic.drilldown_1
    if session.traffic.source == "paid_search":
        return session.traffic.utms["utm_term"]
    return None


def web_interactions(
    sessions: list[Session],
    identity: Identity,
    contacts: dict[str, Row],
    titles: dict[AssetKey, str],
) -> Iterator[Interaction]:
    """One per web event of SPEC 1's types whose contact is known and lives, with its session's source (SPEC 3)."""
    for session in sessions:
        for event in session.events:
            event_type = event["event_type"]
            contact_id = identity.contact_of(event)
            # Only known, living contacts have interactions; anonymous events are sessions only.
            if event_type not in WEB_INTERACTION_TYPES or contact_id not in identity.living:
                continue

            page = without_query(event["page_url"])
            asset_type, asset_id = asset_of(event)
            # Without an id, the page URL less query and fragment.
            asset_id = asset_id or page
            # The assets table, else page_title (pages and forms only), else the URL, else asset_id.
            is_page = event_type in ("page_view", "form_submission")
            asset_title = (
                titles.get((asset_type, asset_id)) or (event["page_title"] if is_page else None) or page or asset_id
            )
            params = parameters(event["page_url"])

            yield Interaction(
                interaction_id=f"web:{event['event_id']}",
                contact_id=contact_id,
                visitor_id=event["visitor_id"],
                session_id=session.session_id,
                interaction_type=event_type,
                occurred_at=event["occurred_at"],
                # In a session, the session's source.
                interaction_source=session.traffic.source,
                source_drilldown_1=session.traffic.drilldown_1,
                source_drilldown_2=session.traffic.drilldown_2,
                asset_type=asset_type,
                asset_id=asset_id,
                asset_title=asset_title,
                interaction_url=event["page_url"],
                utms={name: params.get(name) for name in UTMS},
                form_id=event["form_id"] if event_type == "form_submission" else None,
                cta_id=event["cta_id"] if event_type == "cta_click" else None,
                company_id=contacts[contact_id]["company_id"],
                lead_source=contacts[contact_id]["lead_source"],
                session_keyword=session_keyword(session),
            )


def contact_creations(identity: Identity, contacts: dict[str, Row], config: Config) -> Iterator[Interaction]:
    """Synthetic, one per living contact created offline, at its creation time."""
    asset_types = {name.lower(): kind for name, kind in config.offline_creation_sources.items()}
    for contact_id in identity.living:
        contact = contacts[contact_id]
        creation_source = contact["creation_source"]
        if creation_source is None or creation_source.lower() not in asset_types:
            continue
        asset_id = contact["creation_source_detail"] or creation_source
        yield Interaction(
            interaction_id=f"contact:{contact_id}",
            contact_id=contact_id,
            interaction_type="contact_created",
            occurred_at=contact["created_at"],
            interaction_source="offline",
            source_drilldown_1=creation_source,
            source_drilldown_2=contact["creation_source_detail"],
            asset_type=asset_types[creation_source.lower()],
            asset_id=asset_id,
            asset_title=asset_id,
            company_id=contact["company_id"],
            lead_source=contact["lead_source"],
        )


def interactions(
    staged: dict[str, list[Row]], sessions: list[Session], identity: Identity, config: Config
) -> list[Interaction]:
    """All interactions, in the total order."""
    contacts = {row["contact_id"]: row for row in staged["contacts"]}
    titles = {(row["asset_type"], row["asset_id"]): row["title"] for row in staged["assets"]}
    found = [
        *web_interactions(sessions, identity, contacts, titles),
        *contact_creations(identity, contacts, config),
    ]
    return sorted(found, key=lambda interaction: interaction.order)
