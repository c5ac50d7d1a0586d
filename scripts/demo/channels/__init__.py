"""The ordinary course of things outside the site: mails, ads, posts, events, sales, workflows and lists.

They follow from what was played on the site and in the CRM before, and have Dice of their own: a further mail
moves no visit.
"""

from __future__ import annotations

from ..world import Demo
from . import ads, events, mails, programmes, sales


def play_channels(demo: Demo) -> None:
    """All channels."""
    mails.play_mails(demo)
    ads.play_ads(demo)
    ads.play_posts(demo)
    events.play_events(demo)
    sales.play_sales(demo)
    programmes.play_programmes(demo)
