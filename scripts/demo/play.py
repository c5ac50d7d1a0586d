"""Plays the world through."""

from __future__ import annotations

from .channels import play_channels
from .ordinary import play_anonymous, play_companies
from .planted import PLANTED_CASES
from .world import Demo


def play() -> Demo:
    """The whole world, with its ids."""
    demo = Demo()
    play_companies(demo)
    play_anonymous(demo)
    play_channels(demo)
    demo.find_bystanders()
    for plant in PLANTED_CASES:
        plant(demo)
    give_ids(demo)
    return demo


def give_ids(demo: Demo) -> None:
    """Ids in the order of time, as a CRM and a tracker give them."""
    demo.contacts.sort(key=lambda contact: contact.created_at)
    demo.events.sort(key=lambda event: event.occurred_at)
    demo.deals.sort(key=lambda deal: deal.created_at or deal.closed_at)
    for happened in (
        demo.mail_events,
        demo.ad_clicks,
        demo.reactions,
        demo.participations,
        demo.activities,
    ):
        happened.sort(key=lambda thing: thing.occurred_at)
    demo.visitors = list(dict.fromkeys(event.visitor for event in demo.events))
    for things, form in (
        (demo.companies, "co-{:03}"),
        (demo.contacts, "c-{:04}"),
        (demo.visitors, "v-{:05}"),
        (demo.events, "e-{:06}"),
        (demo.deals, "d-{:04}"),
        (demo.mail_events, "m-{:05}"),
        (demo.ad_clicks, "k-{:04}"),
        (demo.reactions, "r-{:03}"),
        (demo.participations, "p-{:03}"),
        (demo.activities, "s-{:04}"),
    ):
        for number, thing in enumerate(things, start=1):
            thing.id = form.format(number)
