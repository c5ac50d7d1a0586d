"""Interactions (SPEC 1, ADR "Interactions", ADR 7): one row per event of a known, living contact.

Another interaction type is another function here that yields Interactions, and a line in `interactions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .config import Config
from .identity import Identity
from .ids import enrollment_id, joined_id
from .order import order_key
from .sessions import Session
from .sources import UTMS
from .staging import Row, normalized
from .urls import lowered, parameters, without_query

WEB_INTERACTION_TYPES = ("page_view", "form_submission", "cta_click", "media_play", "custom_event")

PAGE_TYPES = {
    "standard-page": "website_page",
    "site-page": "website_page",
    "landing-page": "landing_page",
    "blog-post": "blog_post",
    "listing-page": "listing_page",
    "knowledge-article": "knowledge_article",
}

Titles = dict[tuple[str, str], str]


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
    ad_campaign_id: str | None = None
    form_id: str | None = None
    cta_id: str | None = None
    social_post_id: str | None = None
    email_id: str | None = None
    sales_activity_id: str | None = None
    # What campaigns need of the session: the words that were searched for, if it began by them.
    session_keyword: str | None = None

    @property
    def order(self) -> tuple:
        """Its place in the total order (SPEC 1)."""
        return order_key(self.occurred_at, self.interaction_type, self.interaction_id)


def of_contact(contact: Row) -> Row:
    """The columns that any interaction takes from its contact."""
    return {name: contact[name] for name in ("contact_id", "company_id", "lead_source")}


def url_tags(url: str | None) -> dict[str, str | None]:
    """The utm_* of a URL."""
    params = parameters(url)
    return {name: params.get(name) for name in UTMS}


def page_type(content_type: str | None) -> str:
    """Null is an external page, an unknown type another page; case is ignored."""
    if content_type is None:
        return "external_page"
    return PAGE_TYPES.get(lowered(content_type), "other_page")


def page_asset(event: Row) -> tuple[str, str | None]:
    """The page of an event: page_id, without it the page URL less query and fragment."""
    return page_type(event["content_type"]), event["page_id"] or without_query(event["page_url"])


def asset_of(event: Row) -> tuple[str, str | None]:
    """Pages and forms page_id, cta_id for CTAs, media_id, event_name; without an id, the page URL."""
    if event["event_type"] in ("page_view", "form_submission"):
        return page_asset(event)
    page = without_query(event["page_url"])
    return {
        "cta_click": ("cta", event["cta_id"] or page),
        "media_play": ("media_bridge", event["media_id"] or page),
        "custom_event": ("custom_event", event["event_name"] or page),
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
    titles: Titles,
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
            # The assets table, else page_title (pages and forms only), else the URL, else asset_id.
            is_page = event_type in ("page_view", "form_submission")
            asset_title = (
                titles.get((asset_type, asset_id)) or (event["page_title"] if is_page else None) or page or asset_id
            )
            yield Interaction(
                interaction_id=f"web:{event['event_id']}",
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
                utms=url_tags(event["page_url"]),
                form_id=event["form_id"] if event_type == "form_submission" else None,
                cta_id=event["cta_id"] if event_type == "cta_click" else None,
                **of_contact(contacts[contact_id]),
                session_keyword=session_keyword(session),
            )


def contact_creations(identity: Identity, contacts: dict[str, Row], config: Config) -> Iterator[Interaction]:
    """Synthetic, one per living contact created offline, at its creation time."""
    asset_types = {lowered(name): kind for name, kind in config.offline_creation_sources.items()}
    for contact_id in identity.living:
        contact = contacts[contact_id]
        creation_source = contact["creation_source"]
        if creation_source is None or lowered(creation_source) not in asset_types:
            continue
        asset_id = contact["creation_source_detail"] or creation_source
        yield Interaction(
            interaction_id=f"contact:{contact_id}",
            **of_contact(contact),
            interaction_type="contact_created",
            occurred_at=contact["created_at"],
            interaction_source="offline",
            source_drilldown_1=creation_source,
            source_drilldown_2=contact["creation_source_detail"],
            asset_type=asset_types[lowered(creation_source)],
            asset_id=asset_id,
            asset_title=asset_id,
        )


# --- outside of sessions: no session_id, and a source by kind (SPEC 3, ADR 7) ---------------------------


def mail_contact(mail: Row, identity: Identity, contacts: dict[str, Row]) -> str | None:
    """The living contact to whose primary address the mail went; mail to another address is nobody's."""
    recipient = normalized(mail["recipient_email"])
    # contact_id's contact, if it is staged; else the living survivor with that address, of several the oldest.
    if mail["contact_id"] in identity.survivor_of:
        found = identity.survivor_of[mail["contact_id"]]
    else:
        owners = [i for i in identity.living if normalized(contacts[i]["email"]) == recipient]
        found = min(owners, key=lambda i: (contacts[i]["created_at"], i.encode()), default=None)
    if found not in identity.living or normalized(contacts[found]["email"]) != recipient:
        return None
    return found


def mail_clicks(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per click on a link of a marketing mail to a primary address, unless a machine clicked."""
    for mail in staged["email_events"]:
        contact_id = mail_contact(mail, identity, contacts)
        if mail["event_type"] != "click" or mail["is_filtered"] or contact_id is None:
            continue
        utms = url_tags(mail["clicked_url"])
        title = (
            titles.get(("marketing_email", mail["email_id"])) or without_query(mail["clicked_url"]) or mail["email_id"]
        )
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=f"email:{mail['email_event_id']}",
            interaction_type="marketing_email_click",
            occurred_at=mail["occurred_at"],
            interaction_source="email_marketing",
            source_drilldown_1=utms["utm_campaign"],
            source_drilldown_2=title,
            asset_type="marketing_email",
            asset_id=mail["email_id"],
            asset_title=title,
            interaction_url=mail["clicked_url"],
            utms=utms,
            email_id=mail["email_id"],
        )


def post_clicks(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per click on a social post; the other interactions with one earn no credit."""
    for post in staged["social_interactions"]:
        contact_id = identity.contact_of(post)
        if post["interaction_type"] != "click" or contact_id not in identity.living:
            continue
        utms = url_tags(post["url"])
        post_id = post["social_post_id"]
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=f"social:{post['social_interaction_id']}",
            visitor_id=post["visitor_id"],
            interaction_type="social_post_click",
            occurred_at=post["occurred_at"],
            interaction_source="organic_social",
            source_drilldown_1=post["network"],
            source_drilldown_2=utms["utm_campaign"],
            asset_type="social_post",
            asset_id=post_id,
            asset_title=titles.get(("social_post", post_id)) or without_query(post["url"]) or post_id,
            interaction_url=post["url"],
            utms=utms,
            social_post_id=post_id,
        )


def ad_clicks(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per row of ad_interactions: each is a click."""
    for ad in staged["ad_interactions"]:
        contact_id = identity.contact_of(ad)
        if contact_id not in identity.living:
            continue
        utms = url_tags(ad["landing_url"])
        page = without_query(ad["landing_url"])
        asset_id = ad["ad_id"] or page
        campaign = utms["utm_campaign"] or ad["ad_campaign_id"]
        # paid_search on Google or Microsoft, else paid_social.
        if ad["network"] in ("google", "microsoft"):
            source, one, two = "paid_search", campaign, ad["keyword"] or utms["utm_term"]
        else:
            source, one, two = "paid_social", ad["network"], campaign
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=f"ad:{ad['ad_interaction_id']}",
            visitor_id=ad["visitor_id"],
            interaction_type="ad_click",
            occurred_at=ad["occurred_at"],
            interaction_source=source,
            source_drilldown_1=one,
            source_drilldown_2=two,
            asset_type="ad",
            asset_id=asset_id,
            asset_title=titles.get(("ad", asset_id)) or ad["ad_name"] or page or asset_id,
            interaction_url=ad["landing_url"],
            utms=utms,
            ad_network=ad["network"],
            ad_keyword=ad["keyword"],
            ad_campaign_id=ad["ad_campaign_id"],
        )


def participations(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per registration for, or attendance of, a marketing event."""
    for row in staged["marketing_event_participations"]:
        contact_id = identity.survivor_of[row["contact_id"]]
        if row["state"] not in ("registered", "attended") or contact_id not in identity.living:
            continue
        title = titles.get(("marketing_event", row["marketing_event_id"])) or row["marketing_event_id"]
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=f"participation:{row['participation_id']}",
            interaction_type=f"marketing_event_{row['state']}",
            occurred_at=row["occurred_at"],
            interaction_source="marketing_event",
            source_drilldown_1=title,
            source_drilldown_2=row["state"],
            asset_type="marketing_event",
            asset_id=row["marketing_event_id"],
            asset_title=title,
        )


def sales_interaction(activity: Row) -> tuple[str, datetime] | None:
    """Type and time of the interaction that an activity is, if it is one."""
    kind = activity["activity_type"]
    if kind == "call":
        # is_connected; when that is null, an outcome that says so.
        connected = activity["is_connected"]
        if connected is None:
            connected = normalized(activity["outcome"]) == "connected"
        return ("call_connected", activity["occurred_at"]) if connected else None
    if kind in ("meeting", "conversation"):
        return kind, activity["occurred_at"]
    # Unreplied mail earns nothing.
    if kind == "sales_email" and activity["replied_at"] is not None:
        return "sales_email_reply", activity["replied_at"]
    if kind == "sequence":
        return "sequence_action", activity["occurred_at"]
    return None


def sales_interactions(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per sales activity and living contact; two records of one person are one."""
    activities = {row["activity_id"]: row for row in staged["sales_activities"]}
    pairs = {(row["activity_id"], identity.survivor_of[row["contact_id"]]) for row in staged["sales_activity_contacts"]}
    for activity_id, contact_id in pairs:
        activity = activities[activity_id]
        found = sales_interaction(activity)
        if found is None or contact_id not in identity.living:
            continue
        asset_type = activity["activity_type"]
        is_sequence = asset_type == "sequence"
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=joined_id("sales", activity_id, contact_id),
            interaction_type=found[0],
            occurred_at=found[1],
            interaction_source="direct_traffic" if is_sequence else "sales",
            source_drilldown_1=None if is_sequence else asset_type,
            source_drilldown_2=None if is_sequence else activity["outcome"],
            asset_type=asset_type,
            asset_id=activity_id,
            asset_title=titles.get((asset_type, activity_id)) or activity["title"] or activity_id,
            sales_activity_id=None if is_sequence else activity_id,
        )


def sequence_enrollments(
    staged: dict[str, list[Row]], identity: Identity, contacts: dict[str, Row], titles: Titles
) -> Iterator[Interaction]:
    """One per enrolment in a sequence."""
    for row in staged["sequence_enrollments"]:
        contact_id = identity.survivor_of[row["contact_id"]]
        if contact_id not in identity.living:
            continue
        yield Interaction(
            **of_contact(contacts[contact_id]),
            interaction_id=enrollment_id("sequence", row["contact_id"], row["sequence_id"], row["occurred_at"]),
            interaction_type="sequence_action",
            occurred_at=row["occurred_at"],
            interaction_source="direct_traffic",
            asset_type="sequence",
            asset_id=row["sequence_id"],
            asset_title=titles.get(("sequence", row["sequence_id"])) or row["sequence_id"],
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
    for kind in (mail_clicks, post_clicks, ad_clicks, participations, sales_interactions, sequence_enrollments):
        found += kind(staged, identity, contacts, titles)
    return sorted(found, key=lambda interaction: interaction.order)
