"""Dirty rows: what the quarantine is there for, each rejection reason at least once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .tables.cells import Row


@dataclass(frozen=True)
class Spoiled:
    """A row that the quarantine must take: an ordinary one with some cells changed.

    Without a new id in changes it is a second row of an ordinary row's key. A change may be a function
    of that row.
    """

    reason: str
    changes: dict[str, str | Callable[[Row], str]] = field(default_factory=dict)
    what: str = ""

    def of(self, row: Row) -> Row:
        """The dirty row that an ordinary one becomes."""
        return {**row, **{column: new(row) if callable(new) else new for column, new in self.changes.items()}}


def stranger(number: int, **changes: str) -> dict[str, str]:
    """A contact that is not an ordinary one's double."""
    return {
        "contact_id": f"c-{number}",
        "email": f"test{number}@quillfern.example",
        "additional_emails": "",
        "merged_into_contact_id": "",
        "is_deleted": "false",
        **changes,
    }


TWICE = Spoiled("duplicate_key", what="the same row twice")
OLDER = Spoiled("duplicate_key", {"loaded_at": "2025-01-01 00:00:00"}, "an older version")

DIRT: dict[str, tuple[Spoiled, ...]] = {
    "contacts": (
        TWICE,
        Spoiled(
            "duplicate_key",
            {"updated_at": lambda row: row["created_at"], "lifecycle_stage": "subscriber"},
            "an older version",
        ),
        Spoiled("missing_key", stranger(9000, contact_id="")),
        Spoiled("unreadable_boolean", stranger(9001, is_deleted="perhaps")),
        Spoiled("future_timestamp", stranger(9002, created_at="2099-01-01 00:00:00")),
        Spoiled(
            "dangling_reference",
            stranger(9003, merged_into_contact_id="c-9999"),
            "merged into a contact that is not there",
        ),
        Spoiled(
            "dangling_reference", stranger(9004, merged_into_contact_id="c-9002"), "merged into a quarantined contact"
        ),
        Spoiled("merge_cycle", stranger(9005, merged_into_contact_id="c-9006")),
        Spoiled("merge_cycle", stranger(9006, merged_into_contact_id="c-9005")),
        Spoiled("merge_cycle", stranger(9007, merged_into_contact_id="c-9007"), "merged into itself"),
    ),
    "contact_visitors": (
        Spoiled("missing_key", {"visitor_id": ""}),
        Spoiled("missing_value", {"visitor_id": "v-90001", "identified_at": ""}),
        Spoiled("timestamp_before_1990", {"visitor_id": "v-90002", "identified_at": "1970-01-01 00:00:00"}),
        Spoiled("dangling_reference", {"visitor_id": "v-90003", "contact_id": "c-9999"}),
        TWICE,
    ),
    "companies": (TWICE,),
    "web_events": (
        *(TWICE for _ in range(8)),
        *(
            Spoiled(
                "duplicate_key",
                {"loaded_at": lambda row: row["occurred_at"], "page_title": "Loading …"},
                "an older version",
            )
            for _ in range(4)
        ),
        Spoiled("missing_key", {"event_id": ""}),
        Spoiled("missing_key", {"event_id": "e-900001", "visitor_id": ""}),
        Spoiled("missing_key", {"event_id": "e-900002", "event_type": " "}, "white space only"),
        Spoiled("unreadable_timestamp", {"event_id": "e-900003", "occurred_at": "yesterday, about noon"}),
        Spoiled("unreadable_timestamp", {"event_id": "e-900004", "occurred_at": "2025-02-30 10:00:00"}, "no such day"),
        Spoiled(
            "unreadable_timestamp", {"event_id": "e-900005", "loaded_at": "pending"}, "in a column that may be empty"
        ),
        Spoiled("unreadable_boolean", {"event_id": "e-900006", "is_bot": "maybe"}),
        Spoiled("unreadable_boolean", {"event_id": "e-900007", "is_bot": "42 %"}),
        Spoiled("missing_value", {"event_id": "e-900008", "occurred_at": ""}),
        Spoiled("missing_value", {"event_id": "e-900009", "occurred_at": ""}),
        Spoiled("future_timestamp", {"event_id": "e-900010", "occurred_at": "2099-12-31 23:59:59"}),
        Spoiled("future_timestamp", {"event_id": "e-900011", "occurred_at": "2099-05-05 05:05:05"}),
        Spoiled("timestamp_before_1990", {"event_id": "e-900012", "occurred_at": "1970-01-01 00:00:00"}),
        Spoiled("timestamp_before_1990", {"event_id": "e-900013", "occurred_at": "1989-12-31 23:59:59"}),
    ),
    "email_events": (
        TWICE,
        OLDER,
        Spoiled("missing_key", {"email_event_id": "m-90001", "recipient_email": ""}),
        Spoiled("unreadable_timestamp", {"email_event_id": "m-90002", "occurred_at": "Tuesday"}),
        Spoiled("unreadable_boolean", {"email_event_id": "m-90003", "is_filtered": "suspected"}),
        Spoiled("future_timestamp", {"email_event_id": "m-90004", "occurred_at": "2099-01-01 00:00:00"}),
    ),
    "ad_interactions": (
        OLDER,
        Spoiled("missing_key", {"ad_interaction_id": "k-9001", "network": ""}),
        Spoiled("timestamp_before_1990", {"ad_interaction_id": "k-9002", "occurred_at": "1970-01-01 00:00:00"}),
    ),
    "social_interactions": (
        TWICE,
        Spoiled("missing_key", {"social_interaction_id": "r-901", "interaction_type": ""}),
    ),
    "marketing_event_participations": (
        TWICE,
        Spoiled("dangling_reference", {"participation_id": "p-901", "contact_id": "c-9999"}),
    ),
    "sales_activities": (
        OLDER,
        Spoiled("unreadable_boolean", {"activity_id": "s-9001", "is_connected": "briefly"}),
        Spoiled(
            "unreadable_timestamp", {"activity_id": "s-9002", "replied_at": "never"}, "in a column that may be empty"
        ),
        Spoiled("missing_value", {"activity_id": "s-9003", "occurred_at": ""}),
    ),
    "sales_activity_contacts": (
        TWICE,
        Spoiled("dangling_reference", {"activity_id": "s-9001"}, "its activity is quarantined"),
        Spoiled("dangling_reference", {"contact_id": "c-9999"}),
    ),
    "sales_activity_deals": (
        TWICE,
        Spoiled("dangling_reference", {"deal_id": "d-9001"}, "its deal is quarantined"),
    ),
    "campaign_spend": (
        Spoiled(
            "duplicate_key",
            {"amount": lambda row: row["amount"].replace(".00", ".40")},
            "restated; without versions the greater row, as text, stays: the restated one",
        ),
        Spoiled("dangling_reference", {"campaign_id": "cmp-99"}),
        Spoiled("missing_value", {"spend_source": "invoices", "amount": ""}),
        Spoiled("unreadable_number", {"spend_source": "invoices", "amount": "about 400"}),
    ),
    "workflow_enrollments": (TWICE, Spoiled("dangling_reference", {"contact_id": "c-9999"})),
    "list_memberships": (
        Spoiled("missing_key", {"list_id": ""}),
        Spoiled("unreadable_boolean", {"list_id": "ls-901", "is_static": "mostly"}),
    ),
    "sequence_enrollments": (Spoiled("timestamp_before_1990", {"occurred_at": "1970-01-01 00:00:00"}),),
    "deals": (
        Spoiled("duplicate_key", {"updated_at": lambda row: row["created_at"], "amount": "1.00"}, "an older version"),
        Spoiled("unreadable_number", {"deal_id": "d-9001", "amount": "about twelve thousand"}),
    ),
    "deal_contacts": (
        TWICE,
        Spoiled("dangling_reference", {"deal_id": "d-9001"}, "its deal is quarantined"),
        Spoiled("dangling_reference", {"contact_id": "c-9999"}),
    ),
    "deal_stage_changes": (
        Spoiled("dangling_reference", {"deal_id": "d-9001"}, "its deal is quarantined"),
        Spoiled("missing_value", {"entered_at": ""}),
    ),
    "exchange_rates": (
        Spoiled("unreadable_timestamp", {"rate_date": "2025-02-30"}, "no such day"),
        Spoiled("unreadable_number", {"rate_date": "2025-08-16", "rate_to_home": "unknown"}),
        Spoiled("missing_value", {"rate_date": "2025-08-17", "rate_to_home": ""}),
    ),
}


def spoil(name: str, rows: list[Row]) -> list[tuple[Spoiled, Row]]:
    """The dirty rows of a table, made of ordinary ones spread over it."""
    spoiled = DIRT.get(name, ())
    step = len(rows) // (len(spoiled) + 1)
    return [(each, each.of(rows[number * step])) for number, each in enumerate(spoiled, start=1)]
