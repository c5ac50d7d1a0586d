"""Who is who: merges, deletions and visitors (SPEC 2, ADR "Identity")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .staging import Row


def survivors(rows: list[Row], id_column: str, merged_into: str) -> dict[str, str]:
    """Every staged id, resolved to its survivor, at any depth."""
    into = {row[id_column]: row[merged_into] for row in rows}

    def survivor(at: str) -> str:
        while into[at] is not None:
            at = into[at]
        return at

    return {at: survivor(at) for at in into}


@dataclass
class Identity:
    """Answers: whose event is this, and does that contact still live?"""

    survivor_of: dict[str, str]
    living: set[str]
    # Per visitor: (time, resolved contact), in order.
    identifications: dict[str, list[tuple[datetime, str]]]

    def contact_of(self, event: Row) -> str | None:
        """The survivor an event belongs to, deleted or not; none when unknown."""
        # An event that itself names a staged contact belongs to that contact. Clicks on ads and posts likewise.
        if event["contact_id"] in self.survivor_of:
            return self.survivor_of[event["contact_id"]]
        # Each contact owns [its identification, the next), the first one also everything before.
        owner = None
        for at, contact_id in self.identifications.get(event["visitor_id"], []):
            if owner is None or at <= event["occurred_at"]:
                owner = contact_id
        return owner


def resolve(staged: dict[str, list[Row]]) -> Identity:
    """Who is who, from staged contacts, contact_visitors and web_events (SPEC 2, ADR "Identity")."""
    contacts = staged["contacts"]
    survivor_of = survivors(contacts, "contact_id", "merged_into_contact_id")

    # is_deleted counts on the survivor only: CRMs flag merged-away records as deleted.
    living = {row["contact_id"] for row in contacts if row["merged_into_contact_id"] is None and not row["is_deleted"]}

    # contact_visitors maps cookies to contacts; an event that itself names a contact also does.
    # Deleted contacts keep their place: what is theirs is dropped, never handed to another contact.
    found: dict[str, list[tuple[datetime, str]]] = {}
    for row in staged["contact_visitors"]:
        found.setdefault(row["visitor_id"], []).append((row["identified_at"], survivor_of[row["contact_id"]]))
    for event in staged["web_events"]:
        if not event["is_bot"] and event["contact_id"] in survivor_of:
            found.setdefault(event["visitor_id"], []).append((event["occurred_at"], survivor_of[event["contact_id"]]))

    # Ordered by (time, resolved contact_id).
    for visits in found.values():
        visits.sort(key=lambda visit: (visit[0], visit[1].encode()))
    return Identity(survivor_of, living, found)
