"""The campaigns and what belongs to them."""

from __future__ import annotations

from ..campaigns import CAMPAIGNS
from ..world import Demo
from .cells import Row, owner_id


def campaigns(demo: Demo) -> list[Row]:
    """Marketing campaigns, budgets in USD, EUR, JPY and CHF."""
    return [
        {
            "campaign_id": campaign.id,
            "campaign_name": campaign.name,
            "start_date": campaign.start,
            "end_date": campaign.end,
            "budget": campaign.budget,
            "currency_code": campaign.currency,
            "owner_id": owner_id(number),
        }
        for number, campaign in enumerate(CAMPAIGNS, start=1)
    ]


def campaign_utms(demo: Demo) -> list[Row]:
    """Their utm_campaign values, former ones too."""
    return [{"campaign_id": campaign.id, "utm_campaign": value} for campaign in CAMPAIGNS for value in campaign.utms]


def campaign_assets(demo: Demo) -> list[Row]:
    """What belongs to them, of every kind there is."""
    found = [
        {"campaign_id": asset.campaign, "asset_type": asset.type, "asset_id": asset.thing.id, "associated_at": ""}
        for asset in demo.found_assets
    ]
    return found + [
        {"campaign_id": campaign.id, "asset_type": asset_type, "asset_id": asset_id, "associated_at": associated_at}
        for campaign in CAMPAIGNS
        for asset_type, asset_id, associated_at in campaign.assets
    ]


def campaign_keywords(demo: Demo) -> list[Row]:
    """Their referring keywords, one of them Japanese."""
    return [{"campaign_id": campaign.id, "keyword": keyword} for campaign in CAMPAIGNS for keyword in campaign.keywords]
