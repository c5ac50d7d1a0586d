"""Planted cases: which campaigns an interaction belongs to."""

from __future__ import annotations

from datetime import datetime

from ..world import Demo


def plant_campaign_cases(demo: Demo) -> None:
    """Interactions that belong to two campaigns, or to one only from a day on."""
    company = demo.company("us")
    contact = demo.lead(company, datetime(2025, 7, 14))
    retargeting = "utm_source=linkedin&utm_medium=paid-social&utm_campaign=li-retargeting"
    visitor = contact.visitor
    both = demo.event(visitor, datetime(2025, 8, 26, 10), "page_view", "p-lp-report", query=retargeting)
    early = demo.event(visitor, datetime(2025, 8, 27, 10), "page_view", "p-blog-abc")
    late = demo.event(visitor, datetime(2025, 9, 2, 10), "page_view", "p-blog-abc")
    demo.won_deal([contact], days_open=60)
    outcome = "cmp-06 by utm and cmp-01 by asset, half each"
    demo.plant("Campaigns", "an interaction in two campaigns", outcome, both)
    demo.plant(
        "Campaigns",
        "an asset associated after some of its views",
        "cmp-01 from 2025-09-01 on: the second view only, unless campaign_history",
        early,
        late,
    )


def plant_three_campaigns(demo: Demo) -> None:
    """A page view that three campaigns have a reason for."""
    visitor = demo.bystander().visitor
    query = "utm_source=google&utm_medium=cpc&utm_campaign=partner-programme&utm_term=inventory+planning+software"
    referrer = "https://www.google.com/"
    view = demo.event(visitor, datetime(2026, 5, 6, 9), "page_view", "p-lp-audit", query=query, referrer=referrer)
    outcome = "cmp-03 by keyword, cmp-08 by utm and cmp-12 by asset, a third each"
    demo.plant("Campaigns", "an interaction in three campaigns", outcome, view)
