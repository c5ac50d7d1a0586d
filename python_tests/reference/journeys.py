"""Journeys and positions (SPEC 4, ADR "Journeys and positions")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from .config import Config
from .conversions import Conversion
from .interactions import Interaction

# The positions of each report; last and last_ad are markers in the others.
POSITIONS_OF_REPORT = {
    "contact_create": ("first", "lead_create", "last"),
    "deal_create": ("first", "lead_create", "deal_create"),
    "revenue": ("first", "lead_create", "deal_create", "closed_won"),
}


@dataclass
class Journey:
    """The ordered interactions of one conversion, and where its positions lie (0-based index or none)."""

    conversion: Conversion
    interactions: list[Interaction]
    positions: dict[str, int | None]

    def holders(self, position: str) -> int | None:
        """The index that holds a position; a position that the report does not have is missing."""
        return self.positions.get(position)

    def is_middle(self, index: int) -> bool:
        """No position of the report at all."""
        names = POSITIONS_OF_REPORT[self.conversion.conversion_type]
        return all(self.positions[name] != index for name in names)


def counts_by(interaction: Interaction, cut_off, grace: timedelta) -> bool:
    """Cut-offs are inclusive. A form submission within the grace still counts."""
    if interaction.interaction_type == "form_submission":
        return interaction.occurred_at <= cut_off + grace
    return interaction.occurred_at <= cut_off


def is_of_conversion(interaction: Interaction, conversion: Conversion) -> bool:
    """A deal takes a call, meeting, conversation or sales email only when that is associated with the deal as well."""
    if interaction.sales_activity_id is None or conversion.activity_ids is None:
        return True
    return interaction.sales_activity_id in conversion.activity_ids


def last_index(interactions: list[Interaction], condition) -> int | None:
    """The 0-based index of the last interaction that meets the condition, if any does."""
    found = [index for index, interaction in enumerate(interactions) if condition(interaction)]
    return found[-1] if found else None


def find_positions(conversion: Conversion, path: list[Interaction], config: Config) -> dict[str, int | None]:
    """Position → 0-based index of the interaction that holds it, null when none does (SPEC 4); path is not empty."""
    grace = timedelta(seconds=config.contact_creation_grace_seconds)
    created_at, oldest = conversion.contacts[0]
    positions = {
        # earliest of any associated contact
        "first": 0,
        # last interaction of the oldest associated contact at or before its creation
        "lead_create": last_index(path, lambda i: i.contact_id == oldest and counts_by(i, created_at, grace)),
        "last": len(path) - 1,
        # the last ad click at or before the conversion
        "last_ad": last_index(path, lambda i: i.interaction_type == "ad_click"),
    }
    if conversion.conversion_type in ("deal_create", "revenue"):
        # last of any contact at or before the deal's creation
        positions["deal_create"] = last_index(path, lambda i: i.occurred_at <= conversion.deal_created_at)
    if conversion.conversion_type == "revenue":
        # last of any contact at or before close
        positions["closed_won"] = last_index(path, lambda i: i.occurred_at <= conversion.converted_at)
    return positions


def keep_newest(
    path: list[Interaction], positions: dict[str, int | None], maximum: int | None
) -> tuple[list[Interaction], dict[str, int | None]]:
    """Keeps the key interactions always, then the newest up to the number."""
    if maximum is None or len(path) <= maximum:
        return path, positions
    kept = {index for index in positions.values() if index is not None}
    for index in reversed(range(len(path))):
        if len(kept) >= maximum:
            break
        kept.add(index)
    order = sorted(kept)
    moved = {name: None if at is None else order.index(at) for name, at in positions.items()}
    return [path[index] for index in order], moved


def journey(conversion: Conversion, by_contact: dict[str, list[Interaction]], config: Config) -> Journey | None:
    """The journey of a conversion, or none when nothing is left in it."""
    report = conversion.conversion_type
    merged = [i for _, contact_id in conversion.contacts for i in by_contact.get(contact_id, [])]
    merged = [i for i in merged if is_of_conversion(i, conversion)]
    merged.sort(key=lambda interaction: interaction.order)

    # Order of filters: cut-off and grace, interaction_types, lookback_days, then positions, then the
    # maximum. In contact_create the grace belongs to the cut-off.
    grace_seconds = config.contact_creation_grace_seconds if report == "contact_create" else 0
    grace = timedelta(seconds=grace_seconds)
    path = [i for i in merged if counts_by(i, conversion.converted_at, grace)]
    path = [i for i in path if i.interaction_type in config.interaction_types[report]]
    if config.lookback_days is not None:
        edge = conversion.converted_at - timedelta(days=config.lookback_days)
        path = [i for i in path if i.occurred_at >= edge]
    if not path:
        return None
    positions = find_positions(conversion, path, config)
    path, positions = keep_newest(path, positions, config.max_interactions_per_conversion)
    return Journey(conversion, path, positions)


def journeys(conversions: list[Conversion], interactions: list[Interaction], config: Config) -> list[Journey]:
    """One journey per conversion that has one; the others get the reason no_interactions."""
    by_contact: dict[str, list[Interaction]] = {}
    for interaction in interactions:
        by_contact.setdefault(interaction.contact_id, []).append(interaction)

    result = []
    for conversion in conversions:
        if conversion.reason:
            continue
        found = journey(conversion, by_contact, config)
        if found is None:
            conversion.reason = "no_interactions"
        else:
            result.append(found)
    return result
