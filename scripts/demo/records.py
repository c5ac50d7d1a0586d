"""What there is in the world: companies, contacts, what they do and are sent, deals, and the cases planted among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from .crm import Stage
from .entries import Entry
from .marketing import Ad, Post
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
    """zone is the hour offset a server writes behind its time; None is the tracker's plain UTC.

    cta is a CTA that is not the page's own, or the one whose form was submitted.
    """

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
    cta: str = ""
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


@dataclass(eq=False)
class MailEvent:
    """What happened to a mail sent to an address; the contact is there when the mail tool knows it."""

    kind = "mail event"
    mail: str
    recipient: str
    type: str
    occurred_at: datetime
    url: str = ""
    contact: Contact | None = None
    is_filtered: bool = False
    id: str = ""


@dataclass(eq=False)
class AdClick:
    """A click on an ad, by a cookie or by a contact that the network names."""

    kind = "ad click"
    ad: Ad
    occurred_at: datetime
    visitor: Visitor | None = None
    contact: Contact | None = None
    keyword: str = ""
    url: str = ""
    id: str = ""


@dataclass(eq=False)
class Reaction:
    """What somebody did with a post on a social network: click, like, comment, share."""

    kind = "reaction"
    post: Post
    type: str
    occurred_at: datetime
    visitor: Visitor | None = None
    contact: Contact | None = None
    url: str = ""
    id: str = ""


@dataclass(eq=False)
class Participation:
    """A state of somebody's participation in a marketing event."""

    kind = "participation"
    event: str
    contact: Contact
    state: str
    occurred_at: datetime
    id: str = ""


@dataclass(eq=False)
class Activity:
    """Something that sales did; is_connected is a call's, None when the telephone does not tell."""

    kind = "activity"
    type: str
    occurred_at: datetime
    title: str
    owner: int
    contacts: list[Contact]
    deals: list[Deal] = field(default_factory=list)
    outcome: str = ""
    is_connected: bool | None = None
    replied_at: datetime | None = None
    id: str = ""


@dataclass(eq=False)
class Enrolment:
    """A contact's way into the workflow, list or sequence that programme names; table is where it stands."""

    table: str
    contact: Contact
    programme: str
    occurred_at: datetime


@dataclass(frozen=True)
class FoundAsset:
    """An asset of a campaign that has its id only once all is played."""

    campaign: str
    type: str
    thing: Activity


@dataclass(frozen=True)
class Planted:
    """A case of the README with the things to look at; where is for what place() cannot say by itself."""

    topic: str
    case: str
    outcome: str
    things: tuple[Contact | Deal | Event | Visitor | MailEvent | AdClick | Reaction | Participation | Activity, ...]
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
