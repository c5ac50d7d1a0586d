"""The marketing campaigns, with their utm_campaign values, assets and keywords."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Campaign:
    """A marketing campaign and what belongs to it; assets are (asset_type, asset_id, associated_at)."""

    id: str
    name: str
    start: str
    end: str
    budget: str
    currency: str
    utms: tuple[str, ...]
    assets: tuple[tuple[str, str, str], ...] = ()
    keywords: tuple[str, ...] = ()


CAMPAIGNS = (
    Campaign(
        "cmp-01",
        "Stocktake Report 2025",
        "2025-02-03",
        "2025-12-31",
        "24000.00",
        "USD",
        utms=("stocktake-report-2025", "stocktake-report", "q1-stocktake-study"),
        assets=(
            ("landing_page", "p-lp-report", "2025-01-20 09:00:00"),
            ("form", "f-report", "2025-01-20 09:00:00"),
            ("cta", "cta-report", "2025-02-03 08:00:00"),
            ("blog_post", "p-blog-abc", "2025-09-01 00:00:00"),
        ),
    ),
    Campaign(
        "cmp-02",
        "Webinar: demand planning",
        "2025-04-01",
        "2025-10-31",
        "9000.00",
        "USD",
        utms=("webinar-demand-planning",),
        assets=(
            ("landing_page", "p-lp-webinar", "2025-03-24 10:30:00"),
            ("form", "f-webinar", "2025-03-24 10:30:00"),
            ("blog_post", "p-blog-season", "2025-04-01 00:00:00"),
        ),
    ),
    Campaign(
        "cmp-03",
        "Search: inventory planning",
        "2025-01-06",
        "2026-12-31",
        "60000.00",
        "USD",
        utms=("search-inventory-planning", "search-brand"),
        assets=(("landing_page", "p-lp-trial", ""),),
        keywords=("inventory planning software", "Safety Stock Formula"),
    ),
    Campaign(
        "cmp-04",
        "DACH-Einführung",
        "2025-03-01",
        "2026-03-31",
        "30000.00",
        "EUR",
        utms=("bestandsplanung für händler", "dach-2025"),
        assets=(
            ("landing_page", "p-lp-dach", "2025-02-24 08:15:00"),
            ("website_page", "p-de-home", "2025-02-24 08:15:00"),
        ),
        keywords=("bestandsplanung software",),
    ),
    Campaign(
        "cmp-05",
        "Japan pilot (在庫計画)",
        "2025-06-01",
        "2026-06-30",
        "4500000",
        "JPY",
        utms=("在庫計画", "japan-pilot"),
        assets=(("landing_page", "p-lp-japan", "2025-05-26 01:00:00"),),
        keywords=("在庫計画 ソフト",),
    ),
    Campaign(
        "cmp-06",
        "LinkedIn retargeting",
        "2025-01-13",
        "2026-06-30",
        "36000.00",
        "USD",
        utms=("li-retargeting", "li-retargeting-h1"),
        assets=(("website_page", "p-customers", "2025-01-13 09:00:00"),),
    ),
    Campaign(
        "cmp-07",
        "Newsletter Shelf Life",
        "2025-01-01",
        "2026-12-31",
        "6000.00",
        "",
        utms=("shelf-life", "monthly-digest"),
        assets=(
            ("form", "f-newsletter", ""),
            ("cta", "cta-newsletter", "2025-01-01 00:00:00"),
            ("blog_post", "p-blog-dead", ""),
        ),
    ),
    Campaign("cmp-08", "Partner programme", "2025-02-01", "", "", "", utms=("partner-programme",)),
)
