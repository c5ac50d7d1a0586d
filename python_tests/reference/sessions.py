"""Sessions (SPEC 3, ADR "Web events and sessions"). They belong to a visitor, not to a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .config import Config
from .order import order_key
from .sources import Traffic, traffic
from .staging import Row
from .urls import HostList


@dataclass
class Session:
    """A visitor's events without a break (SPEC 3), in the total order; number starts at 1 per visitor."""

    number: int
    split_reason: str
    traffic: Traffic  # of the first event: a session's source is that of its first event
    events: list[Row]

    @property
    def session_id(self) -> str:
        """The event_id of the session's first event."""
        return self.events[0]["event_id"]


def sessionize(events: list[Row], hosts: HostList, config: Config) -> list[Session]:
    """All sessions of all visitors, anonymous ones included."""
    timeout = timedelta(minutes=config.session_timeout_minutes)

    # Bots are staged but neither make sessions nor interactions. Unknown event types are activity.
    by_visitor: dict[str, list[Row]] = {}
    for event in events:
        if not event["is_bot"]:
            by_visitor.setdefault(event["visitor_id"], []).append(event)

    sessions: list[Session] = []
    for visits in by_visitor.values():
        visits.sort(key=lambda e: order_key(e["occurred_at"], e["event_type"], f"web:{e['event_id']}"))
        current: Session | None = None
        number = 0
        for event in visits:
            brought = traffic(event["page_url"], event["referrer_url"], hosts, config.site_domains)
            if current is None:
                reason = "first"
            # A gap of the timeout or more starts a new session.
            elif event["occurred_at"] - current.events[-1]["occurred_at"] >= timeout:
                reason = "inactivity"
            # A landing from another source or campaign than the one that opened the session does too.
            elif (
                config.session_breaks_on_new_source and brought.is_landing and brought.signal != current.traffic.signal
            ):
                reason = "new_source"
            else:
                current.events.append(event)
                continue
            number += 1
            current = Session(number, reason, brought, [event])
            sessions.append(current)
    return sessions
