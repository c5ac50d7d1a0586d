"""Conversions, and why a contact or deal is none (SPEC 4, ADR "Conversions")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from .config import Config
from .identity import Identity, survivors
from .money import minor_units, round_half_away
from .staging import Row

# Rows with these reasons are no conversions at all; they count nowhere in rpt_reconciliation.
NOT_COUNTED = ("deleted", "merged", "not_closed_won")

LARGEST_AMOUNT = Decimal(10) ** 16  # decimal(20,4)


@dataclass
class Conversion:
    """One contact or deal in one report, left out for `reason` unless that is null."""

    conversion_type: str
    conversion_id: str
    converted_at: datetime | None
    reason: str | None
    amount: Decimal | None = None  # home amount, revenue only
    deal_created_at: datetime | None = None
    # (created_at, contact_id) of its living contacts, oldest first
    contacts: list[tuple[datetime, str]] = field(default_factory=list)
    # sales activities associated with the deal; none for a contact, where theirs is enough
    activity_ids: set[str] | None = None


class Deals:
    """What several places need to know of a deal."""

    def __init__(self, staged: dict[str, list[Row]], identity: Identity, config: Config):
        """From staged tables; what hangs on a merged deal is filed under its survivor (ADR "Identity")."""
        self.config = config
        self.identity = identity
        self.rows = {row["deal_id"]: row for row in staged["deals"]}
        self.survivor_of = survivors(staged["deals"], "deal_id", "merged_into_deal_id")
        self.stages = {row["stage_id"]: row for row in staged["pipeline_stages"]}
        self.rates = staged["exchange_rates"]
        self.minor_units = minor_units(config.home_currency, config.currencies_path)

        # A merged deal is replaced by its survivor everywhere.
        self.associations: dict[str, list[Row]] = {deal_id: [] for deal_id in self.rows}
        for row in staged["deal_contacts"]:
            self.associations[self.survivor_of[row["deal_id"]]].append(row)
        self.activities: dict[str, set[str]] = {deal_id: set() for deal_id in self.rows}
        for row in staged["sales_activity_deals"]:
            self.activities[self.survivor_of[row["deal_id"]]].add(row["activity_id"])
        self.stage_changes: dict[str, list[Row]] = {deal_id: [] for deal_id in self.rows}
        for row in staged["deal_stage_changes"]:
            self.stage_changes[self.survivor_of[row["deal_id"]]].append(row)

    def is_won(self, deal: Row) -> bool:
        """Its stage has is_won; a stage not in pipeline_stages is won when the var names it."""
        stage = self.stages.get(deal["stage_id"])
        if stage is not None:
            return bool(stage["is_won"])
        return deal["stage_id"] in self.config.closed_won_stage_ids

    def is_closed(self, deal: Row) -> bool:
        """Its stage has is_closed, or the deal is won."""
        stage = self.stages.get(deal["stage_id"])
        return self.is_won(deal) or bool(stage and stage["is_closed"])

    def closed_at(self, deal: Row) -> datetime | None:
        """A missing close date falls back to the latest entry into the present, closed-won stage."""
        if deal["closed_at"] is not None or not self.is_won(deal):
            return deal["closed_at"]
        entries = [
            change["entered_at"]
            for change in self.stage_changes[deal["deal_id"]]
            if change["stage_id"] == deal["stage_id"]
        ]
        return max(entries, default=None)

    def rate(self, currency_code: str, on: date) -> Decimal | None:
        """The latest on or before the close date and not older than exchange_rate_max_age_days."""
        oldest = on - timedelta(days=self.config.exchange_rate_max_age_days)
        usable = [
            (row["rate_date"], row["rate_to_home"])
            for row in self.rates
            if row["currency_code"] == currency_code and oldest <= row["rate_date"] <= on
        ]
        return max(usable)[1] if usable else None

    def to_home(
        self, amount: Decimal | None, currency_code: str | None, on: date | None
    ) -> tuple[Decimal | None, str | None]:
        """amount × rate of a day, to the home currency's minor unit; or null and the reason, if there is one."""
        if amount is None:
            return None, None
        rate: Decimal | None = Decimal(1)
        # No currency_code: home currency.
        if currency_code not in (None, self.config.home_currency):
            rate = self.rate(currency_code, on) if on else None
            if rate is None:
                return None, "no_exchange_rate"
        home = round_half_away(Fraction(amount) * Fraction(rate), self.minor_units)
        if abs(home) >= LARGEST_AMOUNT:
            return None, "amount_out_of_range"
        return home, None

    def home_amount(self, deal: Row) -> tuple[Decimal | None, str | None]:
        """A deal's amount at the rate of its close date."""
        closed_at = self.closed_at(deal)
        return self.to_home(deal["amount"], deal["currency_code"], closed_at.date() if closed_at else None)

    def contact_ids(self, deal: Row, converted_at: datetime | None = None) -> set[str]:
        """Survivors associated and not dissociated at or before the conversion; with none given, ever.

        A contact added later counts: CRMs keep the present list.
        """
        return {
            self.identity.survivor_of[row["contact_id"]]
            for row in self.associations[deal["deal_id"]]
            if converted_at is None or row["dissociated_at"] is None or row["dissociated_at"] > converted_at
        }


def left_out(id_: str, survivor_of: dict[str, str], rows: dict[str, Row]) -> str | None:
    """The reasons that a contact and a deal share, the first that applies: merged, deleted."""
    if survivor_of[id_] != id_:
        return "merged"
    return "deleted" if rows[id_]["is_deleted"] else None


def conversions(staged: dict[str, list[Row]], identity: Identity, deals: Deals) -> list[Conversion]:
    """Every contact and deal of every report, with the first reason that applies but no_interactions."""
    contacts = {row["contact_id"]: row for row in staged["contacts"]}

    def oldest_first(ids: set[str]) -> list[tuple[datetime, str]]:
        living = [(contacts[i]["created_at"], i) for i in ids if i in identity.living]
        return sorted(living, key=lambda contact: (contact[0], contact[1].encode()))

    def contact_reason(ids: set[str]) -> str | None:
        if not ids:
            return "no_contact"
        return None if ids & identity.living else "contacts_deleted"

    result = []
    for contact_id, contact in contacts.items():
        result.append(
            Conversion(
                conversion_type="contact_create",
                conversion_id=contact_id,
                converted_at=contact["created_at"],
                reason=left_out(contact_id, identity.survivor_of, contacts),
                contacts=oldest_first({contact_id}),
            )
        )

    for deal_id, deal in deals.rows.items():
        created_at = deal["created_at"]
        closed_at = deals.closed_at(deal)
        amount, amount_reason = deals.home_amount(deal)
        deal_reason = left_out(deal_id, deals.survivor_of, deals.rows)

        ids = deals.contact_ids(deal, created_at) if created_at else set()
        result.append(
            Conversion(
                conversion_type="deal_create",
                conversion_id=deal_id,
                converted_at=created_at,
                reason=deal_reason or (None if created_at else "no_create_date") or contact_reason(ids),
                deal_created_at=created_at,
                contacts=oldest_first(ids),
                activity_ids=deals.activities[deal_id],
            )
        )

        ids = deals.contact_ids(deal, closed_at) if closed_at else set()
        result.append(
            Conversion(
                conversion_type="revenue",
                conversion_id=deal_id,
                converted_at=closed_at,
                reason=deal_reason
                or (None if deals.is_won(deal) else "not_closed_won")
                or (None if deal["amount"] is not None else "no_amount")
                or (None if created_at else "no_create_date")
                or (None if closed_at else "no_close_date")
                or contact_reason(ids)
                or amount_reason,
                amount=amount,
                deal_created_at=created_at,
                contacts=oldest_first(ids),
                activity_ids=deals.activities[deal_id],
            )
        )
    return result
