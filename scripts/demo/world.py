"""The world, and the few ways in which something happens in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from .basics import END, START, Dice
from .crm import NEW_BUSINESS, OFFLINE_DETAILS, OWNERS, STAGES
from .entries import ENTRIES, Entry
from .market import COMPANY_NAMES, CURRENCY_OF_REGION, FIRST_NAMES, LAST_NAMES, slug
from .marketing import ADS, SOCIAL_POSTS
from .records import (
    Activity,
    AdClick,
    Company,
    Contact,
    Deal,
    Enrolment,
    Event,
    FoundAsset,
    MailEvent,
    Participation,
    Planted,
    Reaction,
    Visitor,
)
from .site import CTA_LEADS_TO, PAGES

FURTHER_PAGES = (
    ("p-product", 6),
    ("p-pricing", 6),
    ("p-customers", 4),
    ("p-integrations", 3),
    ("p-blog", 2),
    ("p-blog-abc", 2),
    ("p-blog-safety", 2),
    ("p-blog-lead", 2),
    ("p-help-import", 1),
    ("p-help-erp", 1),
    ("p-security", 1),
    ("p-careers", 1),
    ("p-contact", 1),
)
FORM_PAGES = (("p-lp-demo", 4), ("p-lp-trial", 3), ("p-lp-report", 3), ("p-contact", 1))


class Demo:
    """The world, and the few ways in which something happens in it."""

    def __init__(self) -> None:
        """An empty world."""
        self.dice = Dice("world")
        self.companies: list[Company] = []
        self.contacts: list[Contact] = []
        self.visitors: list[Visitor] = []
        self.events: list[Event] = []
        self.deals: list[Deal] = []
        self.mail_events: list[MailEvent] = []
        self.ad_clicks: list[AdClick] = []
        self.reactions: list[Reaction] = []
        self.participations: list[Participation] = []
        self.activities: list[Activity] = []
        self.enrolments: list[Enrolment] = []
        self.found_assets: list[FoundAsset] = []
        self.planted: list[Planted] = []
        self.bystanders: list[Contact] = []

    def plant(self, topic: str, case: str, outcome: str, *things: object, where: str = "") -> None:
        """Notes a case for the README."""
        self.planted.append(Planted(topic, case, outcome, things, where))

    def things(self, case: str) -> tuple:
        """What is planted by a case."""
        return next(planted.things for planted in self.planted if planted.case == case)

    def find_bystanders(self) -> None:
        """Lists whom a case may happen to: people who filled in a form long ago, have a browser, and no deal."""
        buyers = {association.contact for deal in self.deals for association in deal.associations}
        self.bystanders = [
            contact
            for contact in self.contacts
            if contact.visitor and contact.creation_source == "form" and contact.created_at < datetime(2026, 2, 1)
            if contact not in buyers
        ]

    def bystander(self) -> Contact:
        """The next of them."""
        return self.bystanders.pop(0)

    # -- who there is

    def company(self, region: str = "us") -> Company:
        """The next company of a region."""
        taken = sum(company.region == region for company in self.companies)
        name = COMPANY_NAMES[region][taken]
        company = Company(name, region, f"{slug(name)}.example")
        self.companies.append(company)
        return company

    def quiet_company(self) -> Company:
        """A company that has bought nothing yet: planted deals look odd when they are all one company's."""
        buyers = {deal.company for deal in self.deals}
        return next(company for company in self.companies if company not in buyers)

    def contact(self, company: Company, created_at: datetime, creation_source: str) -> Contact:
        """A person of that company. First and last names go round at different paces: nobody has a namesake."""
        number = len(self.contacts)
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number * 7 % len(LAST_NAMES)]
        contact = Contact(
            company=company,
            created_at=created_at,
            changed_at=created_at,
            email=f"{first}.{last}@{company.domain}",
            creation_source=creation_source,
            owner=self.dice.between(1, len(OWNERS)),
            detail=self.dice.pick(OFFLINE_DETAILS.get(creation_source, ("",))),
            additional_emails=f"{first}@{company.domain}" if self.dice.chance(0.05) else "",
            lifecycle_stage=self.dice.pick(("subscriber", "lead", "lead", "marketingqualifiedlead")),
        )
        self.contacts.append(contact)
        company.contacts.append(contact)
        return contact

    # -- what happens

    def free_day(self, visitor: Visitor, low: datetime, high: datetime) -> datetime | None:
        """A moment in office hours on a day without a visit of that visitor; None if none is found."""
        low, high = max(low, START), min(high, END)
        for _ in range(20):
            if high <= low:
                return None
            day = (low + timedelta(days=self.dice.between(0, (high - low).days))).date()
            clock = time(self.dice.between(7, 19), self.dice.between(0, 59), self.dice.between(0, 59))
            moment = datetime.combine(day, clock)
            is_day_off = day.weekday() >= 5 and self.dice.chance(0.7)
            if day not in visitor.days and low <= moment <= high and not is_day_off:
                return moment
        return None

    def entry(self, day: date, region: str, *, is_return: bool) -> Entry:
        """One of the ways in that are open on that day."""
        open_entries = [entry for entry in ENTRIES if entry.is_open(day, region)]
        return self.dice.weighted((entry, entry.return_weight if is_return else entry.weight) for entry in open_entries)

    def event(self, visitor: Visitor, occurred_at: datetime, type: str, page: str, **details: object) -> Event:
        """Something that a visitor does on a page."""
        event = Event(visitor, occurred_at, type, PAGES[page], **details)
        self.events.append(event)
        visitor.days.add(occurred_at.date())
        return event

    def pages(self, entry: Entry) -> list[str]:
        """The pages of a visit: a landing page, and some more."""
        further = self.dice.weighted(((0, 5), (1, 4), (2, 3), (3, 2), (5, 1)))
        return [self.dice.pick(entry.pages), *(self.dice.weighted(FURTHER_PAGES) for _ in range(further))]

    def visit(self, visitor: Visitor, start: datetime, entry: Entry, pages: Sequence[str] = ()) -> list[Event]:
        """A session: the given pages, else some by chance, and what is done on them."""
        landing, *further = pages or self.pages(entry)
        query = entry.query.format(click=self.dice.code(), month=start.strftime("%Y-%m"))
        events = [self.event(visitor, start, "page_view", landing, query=query, referrer=entry.referrer, entry=entry)]
        for page in further:
            events += self.on_page(events[-1])
            events.append(self.next_page(events[-1], page))
        return events

    def visit_with_form(self, visitor: Visitor, start: datetime, entry: Entry) -> Event:
        """A session that ends with a form; returns the submission."""
        pages = self.pages(entry)
        if not PAGES[pages[-1]].form:
            pages.append(self.dice.weighted(FORM_PAGES))
        view = self.visit(visitor, start, entry, pages)[-1]
        return self.follow_up(view, view.occurred_at + timedelta(seconds=self.dice.between(20, 150)), "form_submission")

    def next_page(self, before: Event, page: str) -> Event:
        """The next page; browsers tell another host only where they come from, not which page."""
        moment = before.occurred_at + timedelta(seconds=self.dice.between(15, 240))
        referrer = before.url if before.page.origin == PAGES[page].origin else before.page.origin
        return self.event(before.visitor, moment, "page_view", page, referrer=referrer)

    def follow_up(self, view: Event, moment: datetime, type: str, **details: object) -> Event:
        """Something done on a page that was just seen."""
        return self.event(view.visitor, moment, type, view.page.id, query=view.query, referrer=view.referrer, **details)

    def on_page(self, view: Event) -> list[Event]:
        """What else is done on the page: its CTA, its video, the pricing calculator."""

        def later(seconds: int, type: str, **details: str) -> Event:
            return self.follow_up(view, view.occurred_at + timedelta(seconds=seconds), type, **details)

        if view.page.cta and self.dice.chance(0.3):
            seen = later(1, "cta_view")
            if not self.dice.chance(0.35):
                return [seen]
            clicked = later(self.dice.between(4, 30), "cta_click")
            return [seen, clicked, self.next_page(clicked, CTA_LEADS_TO[view.page.cta])]
        if view.page.media and self.dice.chance(0.3):
            return [later(9, "media_play")]
        if view.page.id == "p-pricing" and self.dice.chance(0.25):
            return [later(40, "custom_event", name="pricing_calculator_used")]
        return []

    def come_back(self, visitor: Visitor, region: str, low: datetime, high: datetime) -> None:
        """One more visit between two moments, if a day is free."""
        moment = self.free_day(visitor, low, high)
        if moment:
            self.visit(visitor, moment, self.entry(moment.date(), region, is_return=True))

    # -- how people become contacts

    def identify(self, visitor: Visitor, contact: Contact, moment: datetime) -> None:
        """The moment at which a cookie turns out to be a contact."""
        contact.visitor = contact.visitor or visitor
        visitor.identified.append((contact, moment))

    def convert(self, company: Company, visitor: Visitor, start: datetime, *, offset_seconds: int = 1) -> Contact:
        """A visit with a form, and the contact that the CRM creates offset_seconds after it (or before)."""
        entry = self.entry(start.date(), company.region, is_return=bool(visitor.days))
        submission = self.visit_with_form(visitor, start, entry)
        contact = self.contact(company, submission.occurred_at + timedelta(seconds=offset_seconds), "form")
        self.identify(visitor, contact, submission.occurred_at)
        return contact

    def lead(self, company: Company, around: datetime, *, visits_before: int | None = None) -> Contact:
        """Somebody who visits a few times and then fills in a form."""
        visitor = Visitor()
        if visits_before is None:
            visits_before = self.dice.weighted(((0, 4), (1, 3), (2, 2), (3, 1)))
        for number in range(visits_before):
            moment = self.free_day(visitor, around - timedelta(days=40), around - timedelta(days=1))
            if moment:
                self.visit(visitor, moment, self.entry(moment.date(), company.region, is_return=number > 0))
        form_at = self.free_day(visitor, around, around + timedelta(days=5)) or around
        offset = self.dice.weighted(((1, 5), (2, 4), (4, 2), (-2, 3), (-5, 2), (-18, 1)))
        return self.convert(company, visitor, form_at, offset_seconds=offset)

    def offline_contact(self, company: Company, created_at: datetime, creation_source: str) -> Contact:
        """Somebody who was entered into the CRM, and whom a link in a mail may identify later."""
        contact = self.contact(company, created_at, creation_source)
        if self.dice.chance(0.45):
            visitor = Visitor()
            moment = self.free_day(visitor, created_at + timedelta(days=2), created_at + timedelta(days=90))
            if moment:
                self.visit(visitor, moment, self.newsletter(moment))
                self.identify(visitor, contact, moment)
        return contact

    def newsletter(self, moment: datetime) -> Entry:
        """The mailing of that time."""
        mailings = (entry for entry in ENTRIES if entry.rule == 7 and not entry.referrer)
        return next(entry for entry in mailings if entry.is_open(moment.date(), ""))

    # -- deals

    def deal(
        self,
        contacts: Sequence[Contact],
        created_at: datetime,
        closed_at: datetime,
        *,
        outcome: str = "won",
        amount: str = "",
        currency: str = "",
        pipeline_id: str = NEW_BUSINESS,
    ) -> Deal:
        """A deal with its contacts and the stages it went through; outcome is won, lost or open."""
        company = contacts[0].company
        stages = [stage for stage in STAGES if stage.pipeline_id == pipeline_id and not stage.is_closed]
        ends = {stage.is_won: stage for stage in STAGES if stage.pipeline_id == pipeline_id and stage.is_closed}
        step = (min(closed_at, END) - created_at) / (len(stages) + 1)
        history = [(stage, (created_at + step * number).replace(microsecond=0)) for number, stage in enumerate(stages)]
        if outcome == "open":
            history = history[: self.dice.between(1, len(stages))]
        else:
            history.append((ends[outcome == "won"], closed_at))
        deal = Deal(
            company=company,
            pipeline_id=pipeline_id,
            stage=history[-1][0],
            created_at=created_at,
            closed_at=closed_at,
            amount=amount or f"{self.dice.between(8, 90) * 600}.{self.dice.pick(('00', '00', '00', '50', '99'))}",
            currency=currency or CURRENCY_OF_REGION[company.region],
            owner=self.dice.between(1, len(OWNERS)),
            history=history,
        )
        for contact in contacts:
            deal.add(contact)
            contact.lifecycle_stage = {"won": "customer", "open": "opportunity", "lost": "lead"}[outcome]
            contact.changed_at = max(contact.changed_at, history[-1][1])
        self.deals.append(deal)
        return deal

    def won_deal(self, contacts: Sequence[Contact], *, days_open: int = 40, **details: str) -> Deal:
        """A deal won some weeks after the last of its contacts was created."""
        created_at = max(contact.created_at for contact in contacts) + timedelta(days=8, hours=2)
        return self.deal(contacts, created_at, created_at + timedelta(days=days_open, hours=3), **details)

    # -- what happens outside the site

    def mail(
        self,
        mail: str,
        contact: Contact,
        sent_at: datetime,
        *,
        opened_at: datetime | None = None,
        clicked_at: datetime | None = None,
        url: str = "",
        address: str = "",
        is_named: bool = True,
        is_filtered: bool = False,
    ) -> list[MailEvent]:
        """A mail that arrives, and its opening and click if there is one; returns what happened to it, in order."""
        moments = {"sent": sent_at, "delivered": sent_at + timedelta(seconds=4), "open": opened_at, "click": clicked_at}
        events = [
            MailEvent(
                mail,
                address or contact.email,
                type,
                moment,
                url=url if type == "click" else "",
                contact=contact if is_named else None,
                is_filtered=is_filtered and type in ("open", "click"),
            )
            for type, moment in moments.items()
            if moment
        ]
        self.mail_events += events
        return events

    def ad_click(self, ad: str, moment: datetime, **details: object) -> AdClick:
        """A click on an ad."""
        self.ad_clicks.append(AdClick(ADS[ad], moment, **details))
        return self.ad_clicks[-1]

    def reaction(self, post: str, type: str, moment: datetime, **details: object) -> Reaction:
        """A reaction to a post."""
        self.reactions.append(Reaction(SOCIAL_POSTS[post], type, moment, **details))
        return self.reactions[-1]

    def participation(self, event: str, contact: Contact, state: str, moment: datetime) -> Participation:
        """A step of somebody's participation in a marketing event."""
        self.participations.append(Participation(event, contact, state, moment))
        return self.participations[-1]

    def activity(
        self, type: str, moment: datetime, title: str, contacts: Sequence[Contact], *deals: Deal, **details: object
    ) -> Activity:
        """Something that the owner of the deal does, or of the contact if there is none."""
        owner = [*deals, *contacts][0].owner
        self.activities.append(Activity(type, moment, title, owner, list(contacts), list(deals), **details))
        return self.activities[-1]

    def enrol(self, table: str, contact: Contact, programme: str, moment: datetime) -> None:
        """Puts somebody into a workflow, list or sequence."""
        self.enrolments.append(Enrolment(table, contact, programme, moment))
