"""Credits one by one, and how campaigns share them (SPEC 5 and 6): what every report is a sum of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .campaigns import Membership
from .conversions import Conversion
from .interactions import Interaction
from .journeys import Journey
from .models import Credits
from .money import round_half_away
from .staging import Row

NO_CAMPAIGN = "(no campaign)"

Computed = list[tuple[Journey, dict[str, Credits]]]


def journey_key(journey: Journey, interaction: Interaction) -> Row:
    """The key columns of an interaction in a journey."""
    return {
        "conversion_type": journey.conversion.conversion_type,
        "conversion_id": journey.conversion.conversion_id,
        "interaction_id": interaction.interaction_id,
    }


class Share:
    """One credit that is neither null nor 0: conversion × interaction × model."""

    def __init__(self, journey: Journey, model: str, index: int, result: Credits):
        """That of the journey's interaction at a 0-based index; revenue is null outside the revenue report."""
        self.journey = journey
        self.conversion: Conversion = journey.conversion
        self.index = index
        self.interaction: Interaction = journey.interactions[index]
        self.model = model
        self.result = result
        self.credit: Fraction = result.credits[index]
        self.revenue: Decimal | None = None if result.revenue is None else result.revenue[index]
        self.key = journey_key(journey, self.interaction)


def credited(computed: Computed) -> list[Share]:
    """Every share of every journey and model (SPEC 5) that is a credit or, below its 15th decimal, at least a minor unit."""
    return [
        Share(journey, name, index, result)
        for journey, by_model in computed
        for name, result in by_model.items()
        if result.credits is not None
        for index in range(len(journey.interactions))
        if result.credits[index] != 0 or (result.revenue is not None and result.revenue[index] != 0)
    ]


@dataclass(frozen=True)
class CampaignShare:
    """What one campaign has of a share; an interaction in n campaigns is split 1/n (SPEC 6)."""

    campaign_id: str
    share: Share
    credit: Fraction
    revenue: Decimal | None


def campaign_shares(
    shares: list[Share], campaigns_of: dict[str, list[Membership]], decimals: int
) -> list[CampaignShare]:
    """Every share × campaign of its interaction, or '(no campaign)'."""

    def split(share: Share, member: Membership) -> Decimal | None:
        """round(revenue × share of k) − round(revenue × share of k−1); the share k/n has 12 decimals, as in a journey."""
        if share.revenue is None:
            return None

        def up_to(index: int) -> Decimal:
            part = round_half_away(Fraction(index, member.count), 12)
            return round_half_away(Fraction(share.revenue) * Fraction(part), decimals)

        return up_to(member.index) - up_to(member.index - 1)

    nowhere = [Membership(NO_CAMPAIGN, "", 1, 1)]
    return [
        CampaignShare(member.campaign_id, share, share.credit / member.count, split(share, member))
        for share in shares
        for member in campaigns_of[share.interaction.interaction_id] or nowhere
    ]
