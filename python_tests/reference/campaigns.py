"""Which campaigns an interaction belongs to (SPEC 6, ADR "Campaigns")."""

from __future__ import annotations

from dataclasses import dataclass

from .config import Config
from .interactions import Interaction
from .staging import Row


@dataclass(frozen=True)
class Membership:
    """One interaction in one campaign, by the strongest match (ADR "Campaigns"); its share is 1 / count (SPEC 6)."""

    campaign_id: str
    match_type: str
    index: int  # 1..count, by campaign_id
    count: int


def normalized(text: str | None) -> str | None:
    """Compared trimmed and lower-cased."""
    return None if text is None else text.strip(" ").lower()


def has_asset(interaction: Interaction, asset: Row) -> bool:
    """Forms are associated as (form, form_id), everything else by its own type and id."""
    if asset["asset_type"] == "form":
        return interaction.form_id == asset["asset_id"]
    return (interaction.asset_type, interaction.asset_id) == (asset["asset_type"], asset["asset_id"])


def match_types(interaction: Interaction, staged: dict[str, list[Row]], config: Config) -> dict[str, str]:
    """Per campaign the strongest of utm, asset, keyword."""
    found: dict[str, str] = {}

    # Its URL carries one of the campaign's utm_campaign values.
    utm_campaign = normalized(interaction.utms["utm_campaign"])
    for row in staged["campaign_utms"]:
        if utm_campaign is not None and normalized(row["utm_campaign"]) == utm_campaign:
            found.setdefault(row["campaign_id"], "utm")

    # Its asset is associated with it: from associated_at on (none: always), or earlier ones too.
    for row in staged["campaign_assets"]:
        since = row["associated_at"]
        counts = config.campaign_history or since is None or interaction.occurred_at >= since
        if counts and has_asset(interaction, row):
            found.setdefault(row["campaign_id"], "asset")

    # Its session began by one of its referring keywords.
    keyword = normalized(interaction.session_keyword)
    for row in staged["campaign_keywords"]:
        if keyword is not None and normalized(row["keyword"]) == keyword:
            found.setdefault(row["campaign_id"], "keyword")

    return found


def memberships(
    interactions: list[Interaction], staged: dict[str, list[Row]], config: Config
) -> dict[str, list[Membership]]:
    """Per interaction_id its campaigns, in order of campaign_id; an empty list is no campaign."""
    result = {}
    for interaction in interactions:
        found = match_types(interaction, staged, config)
        ordered = sorted(found, key=str.encode)
        result[interaction.interaction_id] = [
            Membership(campaign_id, found[campaign_id], index, len(ordered))
            for index, campaign_id in enumerate(ordered, start=1)
        ]
    return result
