"""Which campaigns an interaction belongs to (SPEC 6, ADR "Campaigns", ADR 7 "Which assets a campaign may have")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .config import Config
from .interactions import Interaction
from .staging import Row, normalized


@dataclass(frozen=True)
class Membership:
    """One interaction in one campaign, by the strongest match (ADR "Campaigns"); its share is 1 / count (SPEC 6)."""

    campaign_id: str
    match_type: str
    index: int  # 1..count, by campaign_id
    count: int


class Campaigns:
    """Answers which campaigns a tag, an asset or a keyword stands for."""

    def __init__(self, staged: dict[str, list[Row]], config: Config):
        """From the staged tables of campaigns; var campaign_history lets an asset count before its association."""
        self.staged = staged
        self.history = config.campaign_history
        self.associations: dict[tuple, list[Row]] = {}
        for row in staged["campaign_assets"]:
            self.associations.setdefault((row["asset_type"], row["asset_id"]), []).append(row)

    def of_utm(self, utm_campaign: str | None) -> set[str]:
        """Those of which it is one of the utm_campaign values, present or former."""
        found = normalized(utm_campaign)
        return {
            row["campaign_id"]
            for row in self.staged["campaign_utms"]
            if found is not None and normalized(row["utm_campaign"]) == found
        }

    def of_asset(self, asset_type: str, asset_id: str | None, at: datetime) -> set[str]:
        """Those with which the asset was associated by then: from associated_at on (none: always), or earlier ones too."""
        return {
            row["campaign_id"]
            for row in self.associations.get((asset_type, asset_id), [])
            if self.history or row["associated_at"] is None or at >= row["associated_at"]
        }

    def of_keyword(self, keyword: str | None) -> set[str]:
        """Those of which it is a referring keyword."""
        found = normalized(keyword)
        return {
            row["campaign_id"]
            for row in self.staged["campaign_keywords"]
            if found is not None and normalized(row["keyword"]) == found
        }

    def match_types(self, interaction: Interaction) -> dict[str, str]:
        """Per campaign the strongest of utm, asset, keyword."""
        at = interaction.occurred_at
        # Its own asset, its form, or its ad campaign.
        by_asset = (
            self.of_asset(interaction.asset_type, interaction.asset_id, at)
            | self.of_asset("form", interaction.form_id, at)
            | self.of_asset("ad_campaign", interaction.ad_campaign_id, at)
        )
        # The later one overwrites the earlier.
        return {
            **dict.fromkeys(self.of_keyword(interaction.session_keyword), "keyword"),
            **dict.fromkeys(by_asset, "asset"),
            **dict.fromkeys(self.of_utm(interaction.utms["utm_campaign"]), "utm"),
        }


def memberships(interactions: list[Interaction], campaigns: Campaigns) -> dict[str, list[Membership]]:
    """Per interaction_id its campaigns, in order of campaign_id; an empty list is no campaign."""
    result = {}
    for interaction in interactions:
        found = campaigns.match_types(interaction)
        ordered = sorted(found, key=str.encode)
        result[interaction.interaction_id] = [
            Membership(campaign_id, found[campaign_id], index, len(ordered))
            for index, campaign_id in enumerate(ordered, start=1)
        ]
    return result
