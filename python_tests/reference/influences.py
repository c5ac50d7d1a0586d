"""What influenced a contact, and by which campaign's asset (SPEC 6, ADR 7 "Influences")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .campaigns import Campaigns
from .config import Config
from .identity import Identity
from .ids import enrollment_id
from .interactions import Interaction, mail_contact
from .order import order_key
from .sessions import Session
from .staging import Row

# In the order in which they win at one instant.
INFLUENCE_TYPES = (
    "social_interaction",
    "form_submission",
    "marketing_email_open",
    "marketing_email_click",
    "workflow_enrollment",
    "static_list",
    "marketing_event_attended",
    "page_view",
    "legacy_cta_view",
    "legacy_cta_click",
    "cta_view",
    "cta_submission",
    "ad_click",
)


@dataclass(frozen=True)
class Influence:
    """One thing that influenced a contact by one asset, and the campaigns for which it did."""

    influence_type: str
    influence_id: str
    contact_id: str | None
    asset_type: str
    asset_id: str | None
    at: datetime
    campaign_ids: set[str]

    @property
    def order(self) -> tuple:
        """The least is the first: moment, order of the types, influence_id."""
        return (self.at, INFLUENCE_TYPES.index(self.influence_type), self.influence_id.encode())


def workflow_influence_id(row: Row) -> str:
    """Of a row of workflow_enrollments."""
    return enrollment_id("workflow", row["contact_id"], row["workflow_id"], row["occurred_at"])


def of_raw_tables(staged: dict[str, list[Row]], identity: Identity, campaigns: Campaigns) -> Iterator[Influence]:
    """Posts, mails, workflows, static lists and marketing events: always the asset itself must be associated."""
    contacts = {row["contact_id"]: row for row in staged["contacts"]}

    def influence(row: Row, kind: str, id_: str, contact_id: str | None, asset_type: str, asset_id: str) -> Influence:
        at = row["occurred_at"]
        return Influence(kind, id_, contact_id, asset_type, asset_id, at, campaigns.of_asset(asset_type, asset_id, at))

    for row in staged["social_interactions"]:
        # any interaction_type
        id_, contact_id = f"social:{row['social_interaction_id']}", identity.contact_of(row)
        yield influence(row, "social_interaction", id_, contact_id, "social_post", row["social_post_id"])

    for row in staged["email_events"]:
        # not is_filtered, primary address
        if row["event_type"] in ("open", "click") and not row["is_filtered"]:
            kind, id_ = f"marketing_email_{row['event_type']}", f"email:{row['email_event_id']}"
            contact_id = mail_contact(row, identity, contacts)
            yield influence(row, kind, id_, contact_id, "marketing_email", row["email_id"])

    for row in staged["workflow_enrollments"]:
        id_, contact_id = workflow_influence_id(row), identity.survivor_of[row["contact_id"]]
        yield influence(row, "workflow_enrollment", id_, contact_id, "workflow", row["workflow_id"])

    for row in staged["list_memberships"]:
        if row["is_static"]:
            id_ = enrollment_id("list", row["contact_id"], row["list_id"], row["occurred_at"])
            contact_id = identity.survivor_of[row["contact_id"]]
            yield influence(row, "static_list", id_, contact_id, "static_list", row["list_id"])

    for row in staged["marketing_event_participations"]:
        if row["state"] == "attended":
            id_, contact_id = f"participation:{row['participation_id']}", identity.survivor_of[row["contact_id"]]
            yield influence(
                row, "marketing_event_attended", id_, contact_id, "marketing_event", row["marketing_event_id"]
            )


def of_interactions(interactions: list[Interaction], campaigns: Campaigns, config: Config) -> Iterator[Influence]:
    """Forms, pages and ads. The interactions come in the total order."""
    seen: set[tuple] = set()
    for i in interactions:
        at = i.occurred_at
        asset = (i.asset_type, i.asset_id)
        if i.interaction_type == "form_submission" and i.form_id is not None:
            asset = ("form", i.form_id)
            by = campaigns.of_asset(*asset, at)
        elif i.interaction_type == "page_view":
            # utm on its URL; or the page is associated
            by = campaigns.of_utm(i.utms["utm_campaign"]) | campaigns.of_asset(*asset, at)
            # or it is the contact's first page view of a session that began by a keyword
            if (i.session_id, i.contact_id) not in seen:
                by |= campaigns.of_keyword(i.session_keyword)
            seen.add((i.session_id, i.contact_id))
        elif i.interaction_type == "ad_click" and config.influence_by_ads:
            # the ad or its ad campaign is associated
            by = campaigns.of_asset(*asset, at) | campaigns.of_asset("ad_campaign", i.ad_campaign_id, at)
        else:
            continue
        yield Influence(i.interaction_type, i.interaction_id, i.contact_id, *asset, at, by)


def of_ctas(
    staged: dict[str, list[Row]], sessions: list[Session], identity: Identity, campaigns: Campaigns
) -> Iterator[Influence]:
    """CTAs. The events are those of sessions: no bot's."""
    ctas = {row["asset_id"]: row for row in staged["assets"] if row["asset_type"] == "cta"}
    events = [event for session in sessions for event in session.events if event["cta_id"] is not None]

    def order(event: Row) -> tuple:
        return order_key(event["occurred_at"], event["event_type"], f"web:{event['event_id']}")

    def was_viewed(submission: Row) -> bool:
        """At or before the submission, in the total order, by that contact."""
        return any(
            event["event_type"] == "cta_view"
            and event["cta_id"] == submission["cta_id"]
            and identity.contact_of(event) == identity.contact_of(submission)
            and order(event) <= order(submission)
            for event in events
        )

    for event in events:
        cta = ctas.get(event["cta_id"], {})  # unknown: neither legacy nor with a form
        kind = None
        if cta.get("is_legacy_cta"):
            kind = {"cta_view": "legacy_cta_view", "cta_click": "legacy_cta_click"}.get(event["event_type"])
        elif cta.get("cta_has_form"):
            if event["event_type"] == "form_submission" and was_viewed(event):
                kind = "cta_submission"
        elif event["event_type"] == "cta_view":
            kind = "cta_view"
        if kind:
            by = campaigns.of_asset("cta", event["cta_id"], event["occurred_at"])
            contact_id, id_ = identity.contact_of(event), f"web:{event['event_id']}"
            yield Influence(kind, id_, contact_id, "cta", event["cta_id"], event["occurred_at"], by)


def influences(
    staged: dict[str, list[Row]],
    sessions: list[Session],
    interactions: list[Interaction],
    identity: Identity,
    campaigns: Campaigns,
    config: Config,
) -> list[Influence]:
    """Every influence on a living contact for at least one campaign."""
    found = [
        *of_raw_tables(staged, identity, campaigns),
        *of_interactions(interactions, campaigns, config),
        *of_ctas(staged, sessions, identity, campaigns),
    ]
    return [i for i in found if i.contact_id in identity.living and i.campaign_ids]


def rpt_campaign_influences(found: list[Influence], campaigns: list[Row], assets: list[Row]) -> list[Row]:
    """One row per campaign, contact and asset: its first influence, and how many there were."""
    names = {row["campaign_id"]: row["campaign_name"] for row in campaigns}
    titles = {(row["asset_type"], row["asset_id"]): row["asset_title"] for row in assets}

    groups: dict[tuple, list[Influence]] = {}
    for i in found:
        for campaign_id in i.campaign_ids:
            groups.setdefault((campaign_id, i.contact_id, i.asset_type, i.asset_id), []).append(i)

    rows = []
    for (campaign_id, contact_id, *asset), members in groups.items():
        first = min(members, key=lambda i: i.order)
        of_campaign = {key: some for key, some in groups.items() if key[0] == campaign_id}
        of_contact = {key: some for key, some in of_campaign.items() if key[1] == contact_id}
        rows.append(
            {
                "campaign_id": campaign_id,
                "campaign_name": names[campaign_id],
                "contact_id": contact_id,
                "asset_type": asset[0],
                "asset_id": asset[1],
                "asset_title": titles.get(tuple(asset)),
                "influence_type": first.influence_type,
                "influence_id": first.influence_id,
                "influence_count": len({i.influence_id for i in members}),
                "contacts_of_asset": len({key[1] for key in of_campaign if list(key[2:]) == asset}),
                "assets_of_contact": len({key[2:] for key in of_contact}),
                "first_influenced_at": first.at,
                "last_influenced_at": max(i.at for i in members),
                "contact_first_influenced_at": min(i.at for some in of_contact.values() for i in some),
            }
        )
    return rows
