"""Planted cases: won deals that are in the revenue report."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..records import Association, Company, Contact
from ..world import Demo


def october_lead(demo: Demo, day: int, company: Company | None = None) -> Contact:
    """Somebody with two visits and a form, of a company that has bought nothing yet if none is given."""
    return demo.lead(company or demo.quiet_company(), datetime(2025, 10, day), visits_before=2)


def plant_missing_close_date(demo: Demo) -> None:
    """A deal that only its stage changes know to be closed."""
    deal = demo.won_deal([october_lead(demo, 1)])
    deal.closed_at = None
    case = "no close date, but a change into closed won"
    demo.plant("Deals", case, "closed when it entered that stage", deal)


def plant_zero_amount(demo: Demo) -> None:
    """A deal won for nothing: nothing is an amount too."""
    deal = demo.won_deal([october_lead(demo, 2)], amount="0.00")
    demo.plant("Deals", "won for nothing", "included; amount 0 is known", deal)


def plant_early_deals(demo: Demo) -> None:
    """Deals that were there before one of their contacts, or before all."""
    deal = demo.won_deal([october_lead(demo, 3)])
    newcomer = october_lead(demo, 28, deal.company)
    deal.add(newcomer)
    outcome = "w_shaped and full_path NULL under any_contact, not under oldest_contact"
    demo.plant("Deals", "created before one of its contacts", outcome, deal, newcomer)

    late_lead = october_lead(demo, 14)
    earliest = demo.deal([late_lead], datetime(2025, 10, 6, 9), datetime(2025, 12, 1, 9))
    outcome = "w_shaped and full_path NULL under oldest_contact too"
    demo.plant("Deals", "created before all its contacts", outcome, earliest, late_lead)


def plant_foreign_currencies(demo: Demo) -> None:
    """Amounts in other minor units, and a day without a rate."""
    german, japanese = demo.company("dach"), demo.company("jp")
    yen = demo.won_deal([october_lead(demo, 7, japanese)], amount="1234567", currency="JPY")
    dinar = demo.won_deal([october_lead(demo, 8)], amount="4125.125", currency="KWD")
    demo.plant("Deals", "yen (no minor unit) and dinar (three digits)", "converted, to the cent", yen, dinar)

    contacts = [october_lead(demo, 9, german)]
    saturday = demo.deal(contacts, datetime(2025, 10, 20, 8), datetime(2025, 11, 15, 11), currency="EUR")
    demo.plant("Deals", "closed on a Saturday", "Friday's rate, 2025-11-14", saturday)


def plant_changing_team(demo: Demo) -> None:
    """A buying group that changes between the deal's creation and its close, at the last deal's company."""
    company = demo.deals[-1].company
    staying, leaving, returning = (october_lead(demo, day, company) for day in (13, 15, 17))
    deal = demo.won_deal([staying, leaving, returning])
    off = deal.created_at + timedelta(days=5)
    for association in deal.associations[1:]:
        association.until = off
    deal.associations.append(Association(returning, off + timedelta(days=10)))
    case = "a contact taken off before the close, another one put back"
    outcome = "revenue without the first, with the second; deal_create with both"
    demo.plant("Deals", case, outcome, deal, leaving, returning)
