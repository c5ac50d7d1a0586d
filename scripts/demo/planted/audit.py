"""Planted cases: deals that are left out of the revenue report."""

from __future__ import annotations

from datetime import datetime

from ..records import Contact
from ..world import Demo


def plant_audit_reasons(demo: Demo) -> None:
    """A won deal for each reason to leave one out of the revenue report (not_closed_won comes by itself)."""

    def contact(day: int) -> Contact:
        return demo.lead(demo.quiet_company(), datetime(2025, 9, day))

    def deleted_contact() -> Contact:
        gone = contact(8)
        gone.is_deleted = True
        return gone

    deals = {
        "deleted": demo.won_deal([contact(1)]),
        "merged": demo.won_deal([contact(2)]),
        "no_amount": demo.won_deal([contact(3)]),
        "no_create_date": demo.won_deal([contact(4)]),
        "no_close_date": demo.won_deal([contact(5)]),
        "no_contact": demo.won_deal([contact(6)]),
        "contacts_deleted": demo.won_deal([deleted_contact()]),
        "no_exchange_rate": demo.won_deal([contact(9)], currency="CHF"),
        "amount_out_of_range": demo.won_deal([contact(10)], amount="9000000000000000.000", currency="KWD"),
        "no_interactions": demo.won_deal([demo.contact(demo.quiet_company(), datetime(2025, 9, 11, 12), "form")]),
    }
    deals["deleted"].is_deleted = True
    deals["merged"].merged_into = demo.won_deal([deals["merged"].associations[0].contact])
    deals["no_amount"].amount = ""
    deals["no_create_date"].created_at = None
    deals["no_close_date"].closed_at = None
    deals["no_close_date"].history.pop()
    deals["no_contact"].associations.clear()
    not_won = [deal for deal in demo.deals if not deal.stage.is_won]
    deals["not_closed_won (lost)"] = next(deal for deal in not_won if deal.stage.is_closed)
    deals["not_closed_won (open)"] = next(deal for deal in not_won if not deal.stage.is_closed)
    for case, deal in deals.items():
        demo.plant("Deals left out of the revenue report", case, f"audit: {case.split()[0]}", deal)
