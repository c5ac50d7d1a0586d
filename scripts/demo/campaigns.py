"""The marketing campaigns, with their utm_campaign values, assets, keywords and spend."""

from __future__ import annotations

from dataclasses import dataclass

from .marketing import ISSUES


@dataclass(frozen=True)
class Spending:
    """What a campaign costs by one source, from the first to the last day: every some days, or on the first of a month.

    The amounts are whole units of the currency between low and high; an empty currency is the home currency.
    """

    source: str
    low: int
    high: int
    first: str
    last: str
    every_days: int = 0
    currency: str = "USD"


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
    spending: tuple[Spending, ...] = ()


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
            ("social_post", "sp-report", "2025-02-03 08:00:00"),
            ("static_list", "ls-readers", "2025-02-03 08:00:00"),
        ),
        spending=(Spending("agency", 1200, 2600, "2025-02-01", "2025-12-31"),),
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
            ("marketing_email", "em-webinar", "2025-04-01 00:00:00"),
            ("marketing_event", "me-webinar-1", "2025-04-01 00:00:00"),
            ("marketing_event", "me-webinar-2", "2025-04-01 00:00:00"),
            ("marketing_event", "me-webinar-3", "2025-04-01 00:00:00"),
            ("ad", "ad-401", "2025-04-01 00:00:00"),
        ),
        spending=(
            Spending("facebook", 300, 700, "2025-04-01", "2025-10-31"),
            Spending("webinar tool", 250, 250, "2025-04-01", "2025-10-31"),
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
        assets=(
            ("landing_page", "p-lp-trial", ""),
            ("ad_campaign", "ac-search", ""),
            ("ad_campaign", "ac-brand", ""),
            ("ad_campaign", "ac-bing", ""),
            ("workflow", "wf-trial", ""),
        ),
        keywords=("inventory planning software", "Safety Stock Formula"),
        spending=(
            Spending("google_ads", 400, 900, "2025-01-06", "2026-06-30", every_days=14),
            Spending("microsoft_ads", 100, 250, "2025-02-01", "2026-06-30"),
            Spending("fair deposit", 5000, 5000, "2030-01-15", "2030-01-15", every_days=1),
        ),
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
            ("marketing_email", "em-dach", ""),
        ),
        keywords=("bestandsplanung software",),
        spending=(Spending("agency", 900, 2400, "2025-03-01", "2026-03-31", currency="EUR"),),
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
        spending=(Spending("kura-shimbun", 120000, 380000, "2025-06-01", "2026-06-30", currency="JPY"),),
    ),
    Campaign(
        "cmp-06",
        "LinkedIn retargeting",
        "2025-01-13",
        "2026-06-30",
        "36000.00",
        "USD",
        utms=("li-retargeting", "li-retargeting-h1"),
        assets=(
            ("website_page", "p-customers", "2025-01-13 09:00:00"),
            ("ad_campaign", "ac-retargeting", "2025-01-13 09:00:00"),
            ("ad", "ad-402", "2025-01-13 09:00:00"),
        ),
        spending=(Spending("linkedin_ads", 250, 1100, "2025-01-13", "2026-06-30", every_days=14),),
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
            *(("marketing_email", mail, "") for mail in ISSUES),
            ("social_post", "sp-shelf-life", ""),
            ("workflow", "wf-welcome", ""),
        ),
        spending=(Spending("mail tool", 180, 180, "2025-01-01", "2026-06-30", currency=""),),
    ),
    Campaign("cmp-08", "Partner programme", "2025-02-01", "", "", "", utms=("partner-programme",)),
    Campaign(
        "cmp-09",
        "Expo Chicago",
        "2025-01-15",
        "2026-05-31",
        "15000.00",
        "USD",
        utms=("expo-chicago",),
        assets=(
            ("marketing_event", "me-expo-2025", "2025-01-15 09:00:00"),
            ("marketing_event", "me-expo-2026", "2026-01-15 09:00:00"),
            ("contact_import", "Expo Chicago 2025 badge scans.csv", ""),
            ("other_lead_creation", "Met at Expo Chicago", ""),
            ("static_list", "ls-expo", ""),
            ("sequence", "sq-expo", ""),
        ),
    ),
    Campaign(
        "cmp-10",
        "Podcast sponsorship",
        "2025-11-03",
        "2026-03-31",
        "8000.00",
        "USD",
        utms=("shelf-talk-podcast",),
        spending=(Spending("podcast", 1500, 1500, "2025-11-03", "2026-03-31"),),
    ),
    Campaign("cmp-11", "Brand refresh", "2026-09-01", "", "", "", utms=("brand-refresh",)),
    Campaign(
        "cmp-12",
        "Spring stock audit",
        "2026-03-02",
        "2026-06-30",
        "12000.00",
        "USD",
        utms=("spring-audit-2026", "audit-2025"),
        assets=(
            ("landing_page", "p-lp-audit", ""),
            ("form", "f-audit", ""),
            ("cta", "cta-audit", ""),
            ("cta", "cta-audit-form", ""),
            ("cta", "cta-audit-old", ""),
            ("marketing_email", "em-audit-1", ""),
            ("marketing_email", "em-audit-2", "2026-05-20 12:00:00"),
            ("social_post", "sp-audit", ""),
            ("ad_campaign", "ac-audit", ""),
            ("marketing_event", "me-audit", ""),
            ("workflow", "wf-audit", ""),
            ("static_list", "ls-audit", ""),
            ("static_list", "ls-audit-active", ""),
        ),
        keywords=("stock audit checklist",),
        spending=(Spending("agency", 800, 1900, "2026-03-01", "2026-06-30"),),
    ),
    Campaign(
        "cmp-13",
        "Customer voices",
        "2026-03-02",
        "2026-06-30",
        "2000.00",
        "EUR",
        utms=("customer-voices",),
        assets=(("marketing_email", "em-voices", ""),),
        spending=(Spending("agency", 300, 500, "2026-03-01", "2026-05-31", currency="EUR"),),
    ),
    Campaign(
        "cmp-14",
        "Swiss trade press",
        "2026-04-01",
        "2026-12-31",
        "20000.00",
        "CHF",
        utms=("swiss-press",),
        spending=(Spending("press", 900, 1400, "2026-04-01", "2026-06-30", currency="CHF"),),
    ),
    Campaign(
        "cmp-15",
        "Site refresh",
        "2026-05-01",
        "2026-06-30",
        "4000.00",
        "USD",
        utms=("site-refresh",),
        assets=(
            ("listing_page", "p-blog", "2026-05-01 06:00:00"),
            ("knowledge_article", "p-help-start", "2026-05-01 06:00:00"),
            ("other_page", "p-careers", "2026-05-01 06:00:00"),
            ("external_page", "https://stock-academy.example/courses/quillfern", "2026-05-01 06:00:00"),
            ("media_bridge", "m-tour", "2026-05-01 06:00:00"),
            ("custom_event", "pricing_calculator_used", "2026-05-01 06:00:00"),
            ("integration", "Webinar tool connector", "2026-05-01 06:00:00"),
        ),
        spending=(Spending("agency", 700, 900, "2026-05-01", "2026-06-30"),),
    ),
)
