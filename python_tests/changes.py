"""What raw data do from day to day, for Hypothesis: every kind of change that a source may bring, on any company.

A change is a kind and some small numbers, by which it chooses rows and values: it can be drawn, shrunk, written down and done
again. A web event that comes or changes has been loaded in an hour that no event had before, as a loader's are (docs/adr/0009:
a cell that changes while loaded_at stays is not seen); that hour is early or late, since clocks are set back.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from companies import Cells, Raw
from hypothesis import strategies as st

# Tables of events, and their keys.
EVENTS = {
    "web_events": "event_id",
    "email_events": "email_event_id",
    "ad_interactions": "ad_interaction_id",
    "social_interactions": "social_interaction_id",
    "marketing_event_participations": "participation_id",
    "sales_activities": "activity_id",
}
AMOUNTS = ["1000.01", "0.03", "0", "-250.50", None, "123456789.1234"]


class Changing:
    """Raw data that change, and all that a change may ask of them."""

    def __init__(self, raw: Raw) -> None:
        self.raw: Raw = {table: [dict(row) for row in rows] for table, rows in raw.items()}
        self.count = 0

    def new(self, number: int) -> tuple[str, str]:
        """A key, and a time in an hour in which nothing was loaded yet."""
        self.count += 1
        return f"new {self.count}", str(datetime(1995 + number % 25, 6, 1) + timedelta(hours=self.count))

    def row(self, table: str, number: int) -> Cells:
        """A row of a table."""
        return self.raw[table][number % len(self.raw[table])]

    def time(self, number: int) -> str | None:
        """When something happened."""
        return self.row("web_events", number)["occurred_at"]

    def event(self, a: int, b: int, earlier: timedelta) -> None:
        """Another event, like one that is there, so much earlier."""
        table = (*EVENTS, "web_events", "web_events")[a % 8]
        like = self.row(table, b)
        key, loaded_at = self.new(a)
        try:
            occurred_at = str(datetime.fromisoformat(like["occurred_at"] or "").replace(tzinfo=None) - earlier)
        except (ValueError, OverflowError):
            occurred_at = self.time(a)
        # Without loaded_at too: such rows are compared by what is in them.
        loaded = {"loaded_at": None if b % 7 == 6 else loaded_at}
        self.raw[table].append(like | {EVENTS[table]: key, "occurred_at": occurred_at} | loaded)

    def again(self, a: int, b: int, c: int, stays: bool) -> None:
        """An event once more with some cells of another one; or in its own place."""
        table = (*EVENTS, "web_events", "web_events")[a % 8]
        row, other, (_, loaded_at) = self.row(table, b), self.row(table, c), self.new(c)
        cells = {column: other[column] for column in list(row)[1 + c % 3 :: 3] if column != EVENTS[table]}
        if stays:
            self.raw[table].append(row | cells | {"loaded_at": loaded_at})
        else:
            row |= cells | {"loaded_at": loaded_at}

    def without(self, table: str, number: int) -> None:
        """One row of a table less, if it has any to lose."""
        if len(self.raw[table]) > 1:
            self.raw[table].remove(self.row(table, number))

    def without_visitor(self, visitor_id: str | None) -> None:
        """No web event of a visitor."""
        others = [event for event in self.raw["web_events"] if event["visitor_id"] != visitor_id]
        self.raw["web_events"] = others or self.raw["web_events"]

    def cell(self, a: int, b: int, c: int) -> None:
        """Any cell of any table but its key and its time of loading becomes another row's."""
        tables = [table for table, rows in self.raw.items() if rows]
        table = tables[a % len(tables)]
        row, other = self.row(table, b), self.row(table, b + 1 + c)
        column = [*list(row)[1:], *list(row)[-1:]][c % len(row)]
        row[column] = other.get(column)
        if "loaded_at" in row:
            row["loaded_at"] = self.new(c)[1]


def add(table: str, **cells: Callable[[Changing, int, int, int], str | None]) -> Callable:
    """A change that adds a row, like one that is there but for some cells."""
    return lambda at, a, b, c: at.raw[table].append(
        at.row(table, a) | {column: cell(at, a, b, c) for column, cell in cells.items()}
    )


def put(table: str, **cells: Callable[[Changing, int, int, int], str | None]) -> Callable:
    """A change of some cells of a row."""
    return lambda at, a, b, c: at.row(table, a).update({k: cell(at, a, b, c) for k, cell in cells.items()})


def gone(table: str) -> Callable:
    """A change that takes a row away."""
    return lambda at, a, b, c: at.without(table, a)


def its(table: str, column: str) -> Callable:
    """A cell of another row."""
    return lambda at, a, b, c: at.row(table, b)[column]


def event_time(at: Changing, a: int, b: int, c: int) -> str | None:
    """The time of an event."""
    return at.time(c)


def one_of(*values: str | None) -> Callable:
    """One of some values."""
    return lambda at, a, b, c: values[b % len(values)]


KINDS: dict[str, Callable[[Changing, int, int, int], None]] = {
    "a new event": lambda at, a, b, c: at.event(a, b, timedelta(minutes=-c)),
    "an event minutes late": lambda at, a, b, c: at.event(a, b, timedelta(minutes=c)),
    "an event years late": lambda at, a, b, c: at.event(a, b, timedelta(days=400 * (1 + c % 20))),
    "an old event again": lambda at, a, b, c: at.again(a, b, c, stays=True),
    "an event corrected": lambda at, a, b, c: at.again(a, b, c, stays=False),
    "an event gone": lambda at, a, b, c: at.without((*EVENTS, "web_events", "web_events")[a % 8], b),
    "a visitor identified late": add(
        "contact_visitors",
        visitor_id=its("web_events", "visitor_id"),
        contact_id=lambda at, a, b, c: at.row("contacts", c)["contact_id"],
        identified_at=event_time,
    ),
    "a visitor changes hands": add("contact_visitors", contact_id=its("contacts", "contact_id"), identified_at=event_time),
    "an identification gone": gone("contact_visitors"),
    "a contact merged": put("contacts", merged_into_contact_id=its("contacts", "contact_id")),
    "a contact no longer merged": put("contacts", merged_into_contact_id=one_of(None)),
    "a deal merged": put("deals", merged_into_deal_id=its("deals", "deal_id")),
    "a contact deleted": put("contacts", is_deleted=one_of("true", None, "true")),
    "a deal deleted": put("deals", is_deleted=one_of("true", None)),
    "a contact gone": gone("contacts"),
    "a deal gone": gone("deals"),
    "a contact created at another time": put("contacts", created_at=event_time),
    "a deal re-amounted": put("deals", amount=one_of(*AMOUNTS), currency_code=one_of("USD", "EUR", "JPY", None)),
    "a deal created at another time": put("deals", created_at=event_time),
    "a deal closed at another time": put("deals", closed_at=event_time, stage_id=one_of("won")),
    "a deal re-opened": put("deals", stage_id=one_of("open"), closed_at=one_of(None)),
    "a contact added to a deal": add(
        "deal_contacts",
        deal_id=its("deals", "deal_id"),
        contact_id=lambda at, a, b, c: at.row("contacts", c)["contact_id"],
    ),
    "a contact taken off a deal": gone("deal_contacts"),
    "a contact dissociated from a deal": put("deal_contacts", dissociated_at=event_time),
    "a call of other people": add("sales_activity_contacts", contact_id=its("contacts", "contact_id")),
    "a call of another deal": add("sales_activity_deals", deal_id=its("deals", "deal_id")),
    "a call of nobody": gone("sales_activity_contacts"),
    "an asset added to a campaign": add("campaign_assets", campaign_id=its("campaigns", "campaign_id")),
    "an asset taken off a campaign": gone("campaign_assets"),
    "a utm value added to a campaign": add(
        "campaign_utms", campaign_id=its("campaigns", "campaign_id"), utm_campaign=one_of("spring", "brand", "old")
    ),
    "a utm value taken off a campaign": gone("campaign_utms"),
    "an exchange rate corrected": put("exchange_rates", rate_to_home=one_of("1.3", "0.5", "0.0071")),
    "an exchange rate gone": gone("exchange_rates"),
    "spend restated": put("campaign_spend", amount=one_of(*AMOUNTS[:3])),
    "an asset retitled": put("assets", title=one_of("Another title", None)),
    "a stage that no longer wins": put("pipeline_stages", is_won=one_of("false", "true")),
    "any cell": lambda at, a, b, c: at.cell(a, b, c),
    "another order": lambda at, a, b, c: at.raw[list(EVENTS)[a % 6]].sort(key=lambda row: zlib.crc32(f"{b} {c} {row}".encode())),
    "an event again that cannot be read": lambda at, a, b, c: at.raw["web_events"].append(
        at.row("web_events", b) | {"visitor_id": None, "loaded_at": at.new(c)[1]}
    ),
    "a visitor comes": lambda at, a, b, c: at.raw["web_events"].append(
        at.row("web_events", b) | {"event_id": at.new(c)[0], "visitor_id": at.new(c)[0], "loaded_at": "2025-01-01 07:00:00"}
    ),
    "a visitor gone": lambda at, a, b, c: at.without_visitor(at.row("web_events", b)["visitor_id"]),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A kind of change, and the numbers by which it chooses."""

    kind: str
    numbers: tuple[int, int, int]

    def apply(self, at: Changing) -> None:
        """Does it."""
        KINDS[self.kind](at, *self.numbers)


def changes() -> st.SearchStrategy[list[Change]]:
    """Changes between two builds."""
    numbers = st.tuples(*[st.integers(0, 60)] * 3)
    return st.lists(st.builds(Change, st.sampled_from(list(KINDS)), numbers), min_size=1, max_size=15)


ONE_OF_EACH = [Change(kind, (number, 2 * number, 3)) for number, kind in enumerate(KINDS)]
