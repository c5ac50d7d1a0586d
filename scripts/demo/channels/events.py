"""Marketing events: who registers, comes, cancels or stays away, and who was at the expo."""

from __future__ import annotations

from datetime import timedelta

from ..basics import Dice
from ..marketing import MARKETING_EVENTS
from ..world import Demo

REGISTRATIONS = 13  # a webinar


def play_events(demo: Demo) -> None:
    """The webinars of 2025, and the expo at which badges were scanned."""
    dice = Dice("events")
    for event in ("me-webinar-1", "me-webinar-2", "me-webinar-3"):
        start = MARKETING_EVENTS[event][1]
        invited = [contact for contact in demo.contacts if contact.created_at < start - timedelta(days=21)]
        for contact in dice.sample(invited, REGISTRATIONS):
            registered_at = start - timedelta(days=dice.between(1, 18), minutes=dice.between(0, 400))
            demo.participation(event, contact, "registered", registered_at)
            state = dice.weighted((("attended", 11), ("no_show", 6), ("cancelled", 2), ("", 1)))
            end = {"attended": timedelta(minutes=dice.between(0, 20)), "cancelled": -timedelta(hours=20)}
            if state:
                demo.participation(event, contact, state, start + end.get(state, timedelta(hours=2)))
    expo = MARKETING_EVENTS["me-expo-2025"][1]
    for contact in demo.contacts:
        if "Expo Chicago" in contact.detail and contact.created_at > expo:
            moment = expo + timedelta(minutes=dice.between(0, 400))
            demo.participation("me-expo-2025", contact, "attended", moment)
