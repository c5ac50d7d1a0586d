"""The raw tables: one function each, from the world to rows, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..world import Demo
from . import campaigns, channels, crm, money, web
from .cells import Row


@dataclass(frozen=True)
class Table:
    """A raw table, named as the function that fills it, and the columns that identify a row."""

    rows: Callable[[Demo], list[Row]]
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name in models/staging/_raw__sources.yml."""
        return self.rows.__name__

    @property
    def holds(self) -> str:
        """What is in it, for the README."""
        return self.rows.__doc__.rstrip(".")

    def key_of(self, row: Row) -> str:
        """The key's values as one text."""
        return "|".join(row[column] for column in self.key)


TABLES = (
    Table(crm.contacts, ("contact_id",)),
    Table(web.contact_visitors, ("visitor_id", "contact_id", "identified_at")),
    Table(crm.companies, ("company_id",)),
    Table(crm.owners, ("owner_id",)),
    Table(web.web_events, ("event_id",)),
    Table(channels.email_events, ("email_event_id",)),
    Table(channels.ad_interactions, ("ad_interaction_id",)),
    Table(channels.social_interactions, ("social_interaction_id",)),
    Table(channels.marketing_event_participations, ("participation_id",)),
    Table(crm.sales_activities, ("activity_id",)),
    Table(crm.sales_activity_contacts, ("activity_id", "contact_id")),
    Table(crm.sales_activity_deals, ("activity_id", "deal_id")),
    Table(crm.deals, ("deal_id",)),
    Table(crm.deal_contacts, ("deal_id", "contact_id", "associated_at")),
    Table(crm.deal_stage_changes, ("deal_id", "stage_id", "entered_at")),
    Table(crm.pipeline_stages, ("stage_id",)),
    Table(money.exchange_rates, ("currency_code", "rate_date")),
    Table(web.assets, ("asset_type", "asset_id")),
    Table(campaigns.campaigns, ("campaign_id",)),
    Table(campaigns.campaign_utms, ("campaign_id", "utm_campaign")),
    Table(campaigns.campaign_assets, ("campaign_id", "asset_type", "asset_id")),
    Table(campaigns.campaign_keywords, ("campaign_id", "keyword")),
    Table(money.campaign_spend, ("campaign_id", "spend_date", "spend_source")),
    Table(channels.workflow_enrollments, ("contact_id", "workflow_id", "occurred_at")),
    Table(channels.list_memberships, ("contact_id", "list_id", "occurred_at")),
    Table(channels.sequence_enrollments, ("contact_id", "sequence_id", "occurred_at")),
)
