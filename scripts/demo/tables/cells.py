"""How the sources write what stands in a cell."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..basics import END
from ..records import Company, Contact, Deal

Row = dict[str, str]


def stamp(moment: datetime | None, zone: int | None = None) -> str:
    """A timestamp as the source writes it: UTC without saying so, or local time with its offset."""
    if moment is None:
        return ""
    if zone is None:
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    offset = f"+{zone:02}:00" if zone else "Z"
    return (moment + timedelta(hours=zone)).strftime("%Y-%m-%dT%H:%M:%S.000") + offset


def flag(value: bool) -> str:
    """A boolean as the source writes it."""
    return "true" if value else "false"


def id_of(thing: Company | Contact | Deal | None) -> str:
    """The id of what is referred to, or nothing."""
    return thing.id if thing else ""


def owner_id(number: int) -> str:
    """Owners are numbered in the order of OWNERS."""
    return f"o-{number:02}"


def touched_at(*moments: datetime | None) -> str:
    """When the record last changed: a day after the last thing that happened to it."""
    return stamp(min(max(moment for moment in moments if moment) + timedelta(days=1), END))
