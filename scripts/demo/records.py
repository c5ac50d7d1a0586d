"""What there is in the world: companies, visitors, contacts, events, deals, and the cases planted among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from .crm import Stage
from .entries import Entry
from .site import Page


@dataclass(eq=False)
class Company:
    """A customer, or somebody who may become one."""

    name: str
    region: str
    domain: str
    contacts: list[Contact] = field(default_factory=list)
    id: str = ""


@dataclass(eq=False)
class Visitor:
    """A cookie. days keeps two visits from falling together by chance."""

    kind = "visitor"
    identified: list[tuple[Contact, datetime]] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    id: str = ""


@dataclass(eq=False)
class Contact:
    """A person of the CRM; visitor is the first cookie that it was known by."""

    kind = "contact"
    company: Company
    created_at: datetime
    changed_at: datetime
    email: str
    creation_source: str
    owner: int
    detail: str = ""
    visitor: Visitor | None = None
    merged_into: Contact | None = None
    is_deleted: bool = False
    additional_emails: str = ""
    lifecycle_stage: str = "lead"
    id: str = ""


@dataclass(eq=False)
class Event:
    """zone is the hour offset a server writes behind its time; None is the tracker's plain UTC."""

    kind = ""  # its id says it
    visitor: Visitor
    occurred_at: datetime
    type: str
    page: Page
    query: str = ""
    referrer: str = ""
    name: str = ""
    entry: Entry | None = None
    contact: Contact | None = None
    is_bot: bool = False
    zone: int | None = None
    id: str = ""

    @property
    def url(self) -> str:
        """The page's address with the query string that was used."""
        return f"{self.page.url}?{self.query}" if self.query else self.page.url


@dataclass(eq=False)
class Association:
    """A contact's place on a deal."""

    contact: Contact
    at: datetime
    until: datetime | None = None


@dataclass(eq=False)
class Deal:
    """A deal, with the stages it entered and the people on it."""

    kind = "deal"
    company: Company
    pipeline_id: str
    stage: Stage
    created_at: datetime | None
    closed_at: datetime | None
    amount: str
    currency: str
    owner: int
    history: list[tuple[Stage, datetime]] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    merged_into: Deal | None = None
    is_deleted: bool = False
    id: str = ""

    def add(self, contact: Contact) -> None:
        """Puts a contact on the deal, once both are there."""
        start = max(self.created_at or contact.created_at, contact.created_at)
        self.associations.append(Association(contact, start + timedelta(minutes=3)))


@dataclass(frozen=True)
class Planted:
    """A case of the README with the things to look at; where is for what place() cannot say by itself."""

    topic: str
    case: str
    outcome: str
    things: tuple[Contact | Deal | Event | Visitor, ...]
    where: str = ""

    def place(self) -> str:
        """Where to look, once things have their ids: `e-000001`, contacts `c-0001`, `c-0002`."""
        if self.where:
            return self.where.format(*(f"`{thing.id}`" for thing in self.things))
        places = []
        for kind, group in groupby(self.things, key=lambda thing: thing.kind):
            ids = [f"`{thing.id}`" for thing in group]
            places.append(f"{kind}{'s' if kind and len(ids) > 1 else ''} {', '.join(ids)}".strip())
        return ", ".join(places)
