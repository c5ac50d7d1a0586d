"""Exchange rates, and what campaigns cost."""

from __future__ import annotations

from datetime import date, timedelta

from ..basics import Dice, listed
from ..campaigns import CAMPAIGNS, Spending
from ..world import Demo
from .cells import Row

BANK_HOLIDAYS = listed(
    "2024-12-25, 2024-12-26, 2025-01-01, 2025-04-18, 2025-04-21, 2025-05-01, 2025-12-25, 2025-12-26, 2026-01-01, "
    "2026-04-03, 2026-04-06, 2026-05-01"
)
RATES = (  # currency, decimals, first rate and largest daily step in units of the last decimal
    ("EUR", 4, 10480, 60),
    ("JPY", 7, 66500, 350),
    ("KWD", 4, 32500, 12),
)


def exchange_rates(demo: Demo) -> list[Row]:
    """EUR, JPY and KWD in USD, on the days on which banks publish rates."""
    days = [date(2024, 12, 2) + timedelta(days=number) for number in range(576)]
    business_days = [day for day in days if day.weekday() < 5 and day.isoformat() not in BANK_HOLIDAYS]
    rows = []
    for currency, decimals, units, step in RATES:
        dice = Dice(f"exchange_rates/{currency}")
        for day in business_days:
            whole, rest = divmod(units, 10**decimals)
            rate = f"{whole}.{rest:0{decimals}}"
            rows.append({"currency_code": currency, "rate_date": day.isoformat(), "rate_to_home": rate})
            units += dice.between(-step, step)
    return rows


def spending_days(spending: Spending) -> list[date]:
    """The days for which a source reports spend."""
    first, last = date.fromisoformat(spending.first), date.fromisoformat(spending.last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if spending.every_days:
        return days[:: spending.every_days]
    return [day for day in days if day.day == 1 or day == first]


def campaign_spend(demo: Demo) -> list[Row]:
    """What campaigns cost, by month or fortnight, in USD, EUR, JPY and CHF."""
    rows = []
    for campaign in CAMPAIGNS:
        for spending in campaign.spending:
            dice = Dice(f"campaign_spend/{campaign.id}/{spending.source}")
            rows += [
                {
                    "campaign_id": campaign.id,
                    "spend_date": day.isoformat(),
                    "amount": f"{dice.between(spending.low, spending.high)}.00",
                    "currency_code": spending.currency,
                    "spend_source": spending.source,
                }
                for day in spending_days(spending)
            ]
    return rows
