"""The metrics of a campaign, in all and by day (SPEC 6, ADR 7 "Metrics").

Everything that counts for a campaign is listed once, with its day. The campaign's figures are made of the whole
list, a day's of what has that day: neither is a sum of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from .campaigns import Campaigns, Membership
from .config import Config
from .conversions import Deals
from .identity import Identity
from .influences import Influence, workflow_influence_id
from .interactions import Interaction, page_asset, session_keyword
from .journeys import Journey, counts_by
from .models import models_of_report
from .money import round_half_away
from .order import order_key
from .sessions import Session
from .shares import CampaignShare
from .staging import Row
from .urls import parameters

# Counts of distinct things: sessions, contacts, deals, pairs.
COUNTS = (
    "sessions",
    "new_contacts_first_touch",
    "new_contacts_last_touch",
    "influenced_contacts",
    "closed_deals",
    "unique_marketing_influences",
    "contacts_attributed",
    "deals_attributed",
)


@dataclass
class Counted:
    """What counts for one campaign: per metric each thing once, with its day; then money with its day."""

    things: dict[str, dict[object, date]] = field(default_factory=lambda: {name: {} for name in COUNTS})
    # model, split and unsplit revenue
    revenue: list[tuple[date, str, Decimal, Decimal]] = field(default_factory=list)
    # null without a rate
    spend: list[tuple[date, Decimal | None]] = field(default_factory=list)

    def days(self) -> set[date]:
        """Those on which anything counts."""
        of_things = {day for things in self.things.values() for day in things.values()}
        return of_things | {row[0] for row in self.revenue} | {row[0] for row in self.spend}


def sessions_of_campaigns(sessions: list[Session], campaigns: Campaigns) -> dict[str, dict[object, date]]:
    """Sessions by campaign: the tag on any URL, a view of an associated page, or the keyword by which it began."""
    found: dict[str, dict[object, date]] = {}
    for session in sessions:
        by = campaigns.of_keyword(session_keyword(session))
        for event in session.events:
            by |= campaigns.of_utm(parameters(event["page_url"]).get("utm_campaign"))
            if event["event_type"] == "page_view":
                by |= campaigns.of_asset(*page_asset(event), event["occurred_at"])
        for campaign_id in by:
            found.setdefault(campaign_id, {})[session.session_id] = session.events[0]["occurred_at"].date()
    return found


@dataclass(frozen=True)
class Touch:
    """Something that may have brought a new contact: its place in the total order, and whose it is."""

    order: tuple
    contact_id: str
    campaign_ids: set[str]

    @property
    def at(self) -> datetime:
        """The total order begins by the moment."""
        return self.order[0]


def touches_besides_pages(
    interactions: list[Interaction],
    campaigns_of: dict[str, set[str]],
    staged: dict[str, list[Row]],
    identity: Identity,
    campaigns: Campaigns,
    config: Config,
) -> list[Touch]:
    """What campaign_metric_exclusions does not name: CTAs and ads by any match, enrolments in associated workflows."""
    types = [
        kind
        for name, kind in (("cta", "cta_click"), ("ad", "ad_click"))
        if name not in config.campaign_metric_exclusions
    ]
    found = [
        Touch(i.order, i.contact_id, campaigns_of[i.interaction_id])
        for i in interactions
        if i.interaction_type in types
    ]
    if "workflow" not in config.campaign_metric_exclusions:
        for row in staged["workflow_enrollments"]:
            contact_id = identity.survivor_of[row["contact_id"]]
            by = campaigns.of_asset("workflow", row["workflow_id"], row["occurred_at"])
            if contact_id in identity.living and by:
                order = order_key(row["occurred_at"], "workflow_enrollment", workflow_influence_id(row))
                found.append(Touch(order, contact_id, by))
    return found


def first_touches(interactions: list[Interaction], campaigns_of: dict[str, set[str]], others: list[Touch]) -> set[str]:
    """Campaigns of the contact's first page view ever, or of what else counts, if that was earlier."""
    views = [i for i in interactions if i.interaction_type == "page_view"]
    touches = others + [Touch(i.order, i.contact_id, campaigns_of[i.interaction_id]) for i in views]
    return min(touches, key=lambda touch: touch.order).campaign_ids if touches else set()


def last_touches(
    contact: Row,
    interactions: list[Interaction],
    sessions: dict[str, Session],
    campaigns: Campaigns,
    others: list[Touch],
    config: Config,
) -> set[str]:
    """Campaigns of what the contact did when it converted; interactions and others are the contact's own."""
    # The converting interaction: its last one at or before its creation, with the grace for forms.
    grace = timedelta(seconds=config.contact_creation_grace_seconds)
    before = [i for i in interactions if counts_by(i, contact["created_at"], grace)]
    # Only one in a session counts: one who was imported did not convert on a page.
    if not before or before[-1].session_id is None:
        return set()
    converting = before[-1]

    # Its URL carries the utm_campaign
    by = campaigns.of_utm(converting.utms["utm_campaign"])
    # or an associated page was viewed, or an associated form submitted, in that session at or before it
    for i in interactions:
        if i.session_id == converting.session_id and i.order <= converting.order:
            if i.interaction_type == "page_view":
                by |= campaigns.of_asset(i.asset_type, i.asset_id, i.occurred_at)
            if i.interaction_type == "form_submission":
                by |= campaigns.of_asset("form", i.form_id, i.occurred_at)
    # What else counts: not before the session's start.
    started_at = sessions[converting.session_id].events[0]["occurred_at"]
    for touch in others:
        if touch.at >= started_at and touch.order <= converting.order:
            by |= touch.campaign_ids
    return by


def won_when_influenced(deal: Row, influenced: dict[str, datetime], deals: Deals, identity: Identity) -> bool:
    """A living contact, associated with the deal when it was won, was influenced at or before that."""
    won_at = deals.closed_at(deal)
    if deals.survivor_of[deal["deal_id"]] != deal["deal_id"] or deal["is_deleted"]:
        return False
    if not deals.is_won(deal) or won_at is None:
        return False
    for row in deals.associations[deal["deal_id"]]:
        contact_id = identity.survivor_of[row["contact_id"]]
        associated = (row["associated_at"] is None or row["associated_at"] <= won_at) and (
            row["dissociated_at"] is None or row["dissociated_at"] > won_at
        )
        if associated and contact_id in influenced and influenced[contact_id] <= won_at:
            return True
    return False


def count(
    staged: dict[str, list[Row]],
    sessions: list[Session],
    counted_sessions: list[Session],
    interactions: list[Interaction],
    members: dict[str, list[Membership]],
    campaigns: Campaigns,
    influences: list[Influence],
    journeys: list[Journey],
    revenue: list[CampaignShare],
    identity: Identity,
    deals: Deals,
    config: Config,
) -> dict[str, Counted]:
    """Per campaign all that counts for it; counted_sessions are those of fct_sessions."""
    result = {row["campaign_id"]: Counted() for row in staged["campaigns"]}
    campaigns_of = {id_: {member.campaign_id for member in some} for id_, some in members.items()}

    for campaign_id, found in sessions_of_campaigns(counted_sessions, campaigns).items():
        result[campaign_id].things["sessions"] = found

    others = touches_besides_pages(interactions, campaigns_of, staged, identity, campaigns, config)
    by_id = {session.session_id: session for session in sessions}
    interactions_of: dict[str, list[Interaction]] = {}
    for i in interactions:
        interactions_of.setdefault(i.contact_id, []).append(i)
    for contact in staged["contacts"]:
        id_, day = contact["contact_id"], contact["created_at"].date()
        if id_ in identity.living:
            mine = interactions_of.get(id_, [])
            my_others = [touch for touch in others if touch.contact_id == id_]
            for campaign_id in first_touches(mine, campaigns_of, my_others):
                result[campaign_id].things["new_contacts_first_touch"][id_] = day
            for campaign_id in last_touches(contact, mine, by_id, campaigns, my_others, config):
                result[campaign_id].things["new_contacts_last_touch"][id_] = day

    for campaign_id, counted in result.items():
        mine = [i for i in influences if campaign_id in i.campaign_ids]
        influenced: dict[str, datetime] = {}
        pairs: dict[object, datetime] = {}
        for i in sorted(mine, key=lambda i: i.at):
            influenced.setdefault(i.contact_id, i.at)
            pairs.setdefault((i.contact_id, i.asset_type, i.asset_id), i.at)
        counted.things["influenced_contacts"] = {id_: at.date() for id_, at in influenced.items()}
        counted.things["unique_marketing_influences"] = {pair: at.date() for pair, at in pairs.items()}
        counted.things["closed_deals"] = {
            deal_id: deals.closed_at(deal).date()
            for deal_id, deal in deals.rows.items()
            if won_when_influenced(deal, influenced, deals, identity)
        }

    # From credits: conversions with an interaction of the campaign in their journey.
    metric_of = {"contact_create": "contacts_attributed", "revenue": "deals_attributed"}
    for journey in journeys:
        conversion = journey.conversion
        metric = metric_of.get(conversion.conversion_type)
        if metric is None:
            continue
        for campaign_id in {id_ for i in journey.interactions for id_ in campaigns_of[i.interaction_id]}:
            result[campaign_id].things[metric][conversion.conversion_id] = conversion.converted_at.date()

    for part in revenue:
        if part.share.conversion.conversion_type == "revenue" and part.campaign_id in result:
            day = part.share.conversion.converted_at.date()
            result[part.campaign_id].revenue.append((day, part.share.model, part.revenue, part.share.revenue))

    # Up to the day of the run, each row at the rate of its date.
    for row in staged["campaign_spend"]:
        if row["spend_date"] <= config.run_started_at.date():
            amount, _ = deals.to_home(row["amount"], row["currency_code"], row["spend_date"])
            result[row["campaign_id"]].spend.append((row["spend_date"], amount))
    return result


def ratio(part: Decimal | None, whole: Decimal | int | None) -> Decimal | None:
    """To 6 decimals; null when a part is unknown, or it would divide by zero or less."""
    if part is None or whole is None or whole <= 0:
        return None
    return round_half_away(Fraction(part) / Fraction(whole), 6)


def figures(
    counted: Counted,
    is_in: Callable[[date], bool],
    budget: Decimal | None,
    spent_before: Callable[[date], bool],
    amounts: dict[str, Decimal],
    config: Config,
) -> Row:
    """The metrics of what counts on some days; remaining_budget is what `spent_before` those leave of the budget."""
    things = {name: {thing for thing, day in found.items() if is_in(day)} for name, found in counted.things.items()}

    def earned(model: str) -> tuple[Decimal | None, Decimal | None]:
        if model not in models_of_report("revenue", config):
            return None, None
        rows = [row for row in counted.revenue if row[1] == model and is_in(row[0])]
        return sum((row[2] for row in rows), Decimal(0)), sum((row[3] for row in rows), Decimal(0))

    def spent(on: Callable[[date], bool]) -> tuple[Decimal, int]:
        rows = [amount for day, amount in counted.spend if on(day)]
        return sum((a for a in rows if a is not None), Decimal(0)), sum(a is None for a in rows)

    revenue, unsplit = earned("linear")
    spend, without_rate = spent(is_in)
    used, unknown = spent(spent_before)
    known_spend = None if without_rate else spend
    row: Row = {name: len(found) for name, found in things.items()}
    row |= {
        "influenced_revenue": sum((amounts[deal_id] for deal_id in things["closed_deals"]), Decimal(0)),
        "revenue": revenue,
        "revenue_unsplit": unsplit,
    }
    for model in models_of_report("revenue", config):
        row[f"attributed_revenue_{model}"], row[f"attributed_revenue_unsplit_{model}"] = earned(model)
    return row | {
        "deal_amount": sum((amounts[deal_id] for deal_id in things["deals_attributed"]), Decimal(0)),
        "budget": budget,
        "spend": spend,
        "spend_without_rate": without_rate,
        "remaining_budget": None if budget is None or unknown else budget - used,
        "roi": None if revenue is None or known_spend is None else ratio(revenue - known_spend, known_spend),
        "roas": ratio(revenue, known_spend),
        "cost_per_contact": ratio(known_spend, len(things["contacts_attributed"])) if spend > 0 else None,
        "home_currency": config.home_currency,
    }


def performance(
    counted: dict[str, Counted], staged: dict[str, list[Row]], deals: Deals, config: Config
) -> tuple[list[Row], list[Row]]:
    """rpt_campaign_performance, one row per campaign; and _daily, one per campaign × UTC day on which anything counts."""
    # An unknown amount counts as 0.
    amounts = {deal_id: deals.home_amount(deal)[0] or Decimal(0) for deal_id, deal in deals.rows.items()}
    in_all, daily = [], []
    for campaign in staged["campaigns"]:
        its = counted[campaign["campaign_id"]]
        names = {name: campaign[name] for name in ("campaign_id", "campaign_name")}
        dates = {name: campaign[name] for name in ("start_date", "end_date")}
        # At the rate of start_date; the home currency needs none.
        budget, _ = deals.to_home(campaign["budget"], campaign["currency_code"], campaign["start_date"])

        def always(_: date) -> bool:
            return True

        in_all.append(names | dates | figures(its, always, budget, always, amounts, config))
        for day in its.days():
            on_day, up_to = day.__eq__, day.__ge__
            daily.append(names | {"date": day} | figures(its, on_day, budget, up_to, amounts, config))
    return in_all, daily
