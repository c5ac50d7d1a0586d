"""What the mail tool, the ad networks, the social networks and the webinar tool hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..marketing import STATIC_LISTS
from ..world import Demo
from .cells import Row, flag, id_of, stamp


def loaded_at(moment: datetime) -> str:
    """When a row was fetched: at five past the next hour."""
    return stamp((moment + timedelta(hours=1)).replace(minute=5, second=0))


def email_events(demo: Demo) -> list[Row]:
    """Marketing mails sent, delivered, opened and clicked, some of it by machines."""
    return [
        {
            "email_event_id": event.id,
            "email_id": event.mail,
            "recipient_email": event.recipient,
            "event_type": event.type,
            "occurred_at": stamp(event.occurred_at),
            "clicked_url": event.url,
            "contact_id": id_of(event.contact),
            "is_filtered": flag(event.is_filtered),
            "loaded_at": loaded_at(event.occurred_at),
        }
        for event in demo.mail_events
    ]


def ad_interactions(demo: Demo) -> list[Row]:
    """Clicks on ads of five networks, most by a cookie, some by a contact."""
    return [
        {
            "ad_interaction_id": click.id,
            "occurred_at": stamp(click.occurred_at),
            "network": click.ad.network,
            "contact_id": id_of(click.contact),
            "visitor_id": click.visitor.id if click.visitor else "",
            "ad_id": click.ad.id,
            "ad_name": click.ad.name,
            "ad_campaign_id": click.ad.campaign,
            "keyword": click.keyword,
            "landing_url": click.url,
            "loaded_at": loaded_at(click.occurred_at),
        }
        for click in demo.ad_clicks
    ]


def social_interactions(demo: Demo) -> list[Row]:
    """Clicks on posts of three networks; likes, comments, shares."""
    return [
        {
            "social_interaction_id": reaction.id,
            "occurred_at": stamp(reaction.occurred_at),
            "social_post_id": reaction.post.id,
            "network": reaction.post.network,
            "interaction_type": reaction.type,
            "contact_id": id_of(reaction.contact),
            "visitor_id": reaction.visitor.id if reaction.visitor else "",
            "url": reaction.url,
            "loaded_at": loaded_at(reaction.occurred_at),
        }
        for reaction in demo.reactions
    ]


def marketing_event_participations(demo: Demo) -> list[Row]:
    """Who registered for three webinars, came, cancelled or stayed away; who was at the expo."""
    return [
        {
            "participation_id": participation.id,
            "marketing_event_id": participation.event,
            "contact_id": participation.contact.id,
            "state": participation.state,
            "occurred_at": stamp(participation.occurred_at),
            "loaded_at": loaded_at(participation.occurred_at),
        }
        for participation in demo.participations
    ]


def enrolments(demo: Demo, table: str, column: str) -> list[Row]:
    """The rows that the three tables of enrolments have in common; column names the programme."""
    return [
        {
            "contact_id": enrolment.contact.id,
            column: enrolment.programme,
            "occurred_at": stamp(enrolment.occurred_at),
        }
        for enrolment in demo.enrolments
        if enrolment.table == table
    ]


def workflow_enrollments(demo: Demo) -> list[Row]:
    """Who was enrolled in a workflow."""
    return enrolments(demo, "workflow_enrollments", "workflow_id")


def list_memberships(demo: Demo) -> list[Row]:
    """Who was put on a static list, or met the conditions of a dynamic one."""
    rows = enrolments(demo, "list_memberships", "list_id")
    return [{**row, "is_static": flag(row["list_id"] in STATIC_LISTS)} for row in rows]


def sequence_enrollments(demo: Demo) -> list[Row]:
    """Who was enrolled in a sequence of sales mails."""
    return enrolments(demo, "sequence_enrollments", "sequence_id")
