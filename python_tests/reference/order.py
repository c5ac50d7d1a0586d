"""The total order of everything that happens (SPEC 1, ADR "Web events and sessions")."""

from __future__ import annotations

from datetime import datetime

# contact_created > form_submission > clicks > page_view > the rest: the smaller comes first.
RANK = {
    "contact_created": 1,
    "form_submission": 2,
    "cta_click": 3,
    "marketing_email_click": 3,
    "social_post_click": 3,
    "ad_click": 3,
    "page_view": 4,
}
RANK_OF_THE_REST = 5


def order_key(occurred_at: datetime, event_type: str, interaction_id: str) -> tuple:
    """occurred_at, then rank, then interaction_id compared as bytes."""
    return (occurred_at, RANK.get(event_type, RANK_OF_THE_REST), interaction_id.encode())
