#!/usr/bin/env python3
"""Writes the demo company's raw tables to seeds/demo/<table>.csv, and the lists in seeds/demo/README.md.

    python scripts/generate_demo.py            write the files
    python scripts/generate_demo.py --check    write nothing; exit 1 and name the files that differ

Three steps: a small world is played through (companies, people, their visits, their deals), with the
planted cases of the README in it; everything gets its id in the order of time; one function a table
turns the world into rows, and DIRT adds the rows that the quarantine is there for.

To add a table: write its rows function, add a Table to TABLES and a Dice of its own, so that the
other tables stay as they are.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

SEED = "tributary-demo-1"
FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "demo"

START = datetime(2025, 1, 1)
END = datetime(2026, 6, 30, 23, 59, 59)
SITE = "https://www.quillfern.example"
BLOG = "https://blog.quillfern.example"
HELP = "https://help.quillfern.example"

Row = dict[str, str]
Option = TypeVar("Option")


class Dice:
    """Chance with the same outcome on every Python and platform.

    Python promises the sequence of random() for a seed, and of no other method; so all else is made of
    it, with no function of the C library, whose last digit may differ between platforms.
    """

    def __init__(self, topic: str) -> None:
        """Topics do not disturb each other: a further table leaves the others as they are."""
        self._random = random.Random(f"{SEED}/{topic}").random

    def chance(self, share: float) -> bool:
        """True as often as share says."""
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, options: Sequence[Option]) -> Option:
        """One of the options, each as likely."""
        return options[self.between(0, len(options) - 1)]

    def sample(self, options: Sequence[Option], count: int) -> list[Option]:
        """Some of the options, each once."""
        left = list(options)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def weighted(self, weights: Iterable[tuple[Option, int]]) -> Option:
        """One option, as often as its whole-number weight says."""
        options = [(option, weight) for option, weight in weights if weight]
        ticket = self.between(1, sum(weight for _, weight in options))
        for option, weight in options:
            ticket -= weight
            if ticket <= 0:
                return option
        raise AssertionError("the ticket lies within the sum of the weights")

    def code(self, length: int = 16) -> str:
        """A click id as ad networks make them."""
        letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
        return "".join(self.pick(letters) for _ in range(length))


# ---------------------------------------------------------------------------------------------------
# What the company has: pages, campaigns, ways in
# ---------------------------------------------------------------------------------------------------


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list that is written with commas."""
    return tuple(part.strip() for part in text.split(","))


ASSET_TYPES = {
    "standard-page": "website_page",
    "site-page": "website_page",
    "landing-page": "landing_page",
    "blog-post": "blog_post",
    "listing-page": "listing_page",
    "knowledge-article": "knowledge_article",
    "careers-app": "other_page",
}


@dataclass(frozen=True)
class Page:
    """A tracked page; content_type is what the tracker sends along, nothing for a page outside the CMS."""

    id: str
    content_type: str
    url: str
    title: str
    form: str = ""
    cta: str = ""
    media: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host: all that browsers tell another site."""
        return "/".join(self.url.split("/")[:3]) + "/"


PAGES = {
    page.id: page
    for page in (
        Page("p-home", "standard-page", f"{SITE}/", "Quillfern | Stock planning for wholesalers", cta="cta-demo"),
        Page("p-product", "standard-page", f"{SITE}/product", "How Quillfern plans your stock", media="m-tour"),
        Page("p-pricing", "standard-page", f"{SITE}/pricing", "Pricing"),
        Page("p-integrations", "site-page", f"{SITE}/integrations", "Integrations", cta="cta-trial"),
        Page("p-customers", "site-page", f"{SITE}/customers", "Customer stories", cta="cta-demo"),
        Page("p-security", "site-page", f"{SITE}/security", "Security"),
        Page("p-contact", "standard-page", f"{SITE}/contact", "Contact us", form="f-contact"),
        Page("p-de-home", "standard-page", f"{SITE}/de/", "Bestandsplanung für den Großhandel", cta="cta-dach"),
        Page("p-ja-home", "standard-page", f"{SITE}/ja/", "卸売業のための在庫計画"),
        Page("p-careers", "careers-app", f"{SITE}/careers", "Careers"),
        Page("p-lp-demo", "landing-page", f"{SITE}/lp/demo", "Book a demo", form="f-demo"),
        Page("p-lp-trial", "landing-page", f"{SITE}/lp/trial", "Try Quillfern for 30 days", form="f-trial"),
        Page(
            "p-lp-report", "landing-page", f"{SITE}/lp/stocktake-report", "The Stocktake Report 2025", form="f-report"
        ),
        Page("p-lp-webinar", "landing-page", f"{SITE}/lp/webinar", "Demand planning in an hour", form="f-webinar"),
        Page("p-lp-dach", "landing-page", f"{SITE}/de/lp/vorfuehrung", "Vorführung vereinbaren", form="f-demo"),
        Page("p-lp-japan", "landing-page", f"{SITE}/ja/lp/pilot", "パイロット参加企業募集", form="f-demo"),
        Page("p-blog", "listing-page", f"{BLOG}/", "The Quillfern blog", form="f-newsletter", cta="cta-newsletter"),
        Page("p-blog-abc", "blog-post", f"{BLOG}/abc-analysis", "ABC analysis, no spreadsheet", cta="cta-report"),
        Page("p-blog-safety", "blog-post", f"{BLOG}/safety-stock", "The safety stock formula", cta="cta-report"),
        Page("p-blog-dead", "blog-post", f"{BLOG}/dead-stock", "Seven ways out of dead stock", cta="cta-newsletter"),
        Page("p-blog-season", "blog-post", f"{BLOG}/seasonal-demand", "Planning for the season"),
        Page("p-blog-lead", "blog-post", f"{BLOG}/lead-times", "When suppliers are late", cta="cta-report"),
        Page("p-blog-excel", "blog-post", f"{BLOG}/leaving-excel", "Leaving Excel behind", cta="cta-trial"),
        Page("p-help-start", "knowledge-article", f"{HELP}/getting-started", "Getting started"),
        Page("p-help-import", "knowledge-article", f"{HELP}/import-your-items", "Import your items"),
        Page("p-help-erp", "knowledge-article", f"{HELP}/connect-your-erp", "Connect your ERP"),
        Page("p-course", "", "https://stock-academy.example/courses/quillfern", "Course: first steps in Quillfern"),
    )
}

OTHER_ASSETS = (  # asset_type, asset_id, title, cta_has_form, is_legacy_cta
    ("form", "f-demo", "Demo request", "", ""),
    ("form", "f-trial", "Trial sign-up", "", ""),
    ("form", "f-report", "Stocktake Report download", "", ""),
    ("form", "f-webinar", "Webinar registration", "", ""),
    ("form", "f-contact", "Contact form", "", ""),
    ("form", "f-newsletter", "Newsletter sign-up", "", ""),
    ("cta", "cta-demo", "Book a demo (button)", "false", "false"),
    ("cta", "cta-trial", "Start your trial (button)", "false", "false"),
    ("cta", "cta-report", "Get the Stocktake Report (banner)", "false", "true"),
    ("cta", "cta-newsletter", "Read Shelf Life every month (pop-up)", "true", "false"),
    ("cta", "cta-dach", "Vorführung vereinbaren (Schaltfläche)", "false", "false"),
    ("media_bridge", "m-tour", "Product tour, three minutes", "", ""),
    ("custom_event", "pricing_calculator_used", "Pricing calculator used", "", ""),
)

CTA_LEADS_TO = {
    "cta-demo": "p-lp-demo",
    "cta-trial": "p-lp-trial",
    "cta-report": "p-lp-report",
    "cta-newsletter": "p-blog",
    "cta-dach": "p-lp-dach",
}


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


@dataclass(frozen=True)
class Entry:
    """A way into the site: the referrer and the query string with which a visit begins.

    rule is the traffic source rule of SPEC 3 that it is here for; the weights say how often it brings
    somebody for the first time and how often it brings somebody back. {click} becomes a click id,
    {month} the month; shows names what is out of the ordinary.
    """

    rule: int
    weight: int
    return_weight: int
    referrer: str
    query: str
    pages: tuple[str, ...]
    region: str = ""
    since: str = "2025-01-01"
    until: str = "2026-06-30"
    shows: str = ""

    def is_open(self, day: date, region: str) -> bool:
        """Whether it brings people of that region on that day."""
        return self.since <= day.isoformat() <= self.until and self.region in ("", region)


def utm(source: str, medium: str, campaign: str = "", further: str = "") -> str:
    """A tagged link's query string; the values stand as they are encoded."""
    tags = f"utm_source={source}&utm_medium={medium}"
    return tags + (f"&utm_campaign={campaign}" if campaign else "") + (f"&{further}" if further else "")


POSTS = ("p-blog-abc", "p-blog-safety", "p-blog-dead", "p-blog-season", "p-blog-lead", "p-blog-excel")
HOME, PRODUCT, PRICING = ("p-home",), ("p-product",), ("p-pricing",)
REPORT, WEBINAR = ("p-lp-report",), ("p-lp-webinar",)
RETARGETED = ("p-customers", "p-lp-demo")
GOOGLE = "https://www.google.com/"
LINKEDIN = "https://www.linkedin.com/"
GMAIL = "https://mail.google.com/"
BING = "https://www.bing.com/"
DUCKDUCKGO = "https://duckduckgo.com/"
CHATGPT = "https://chatgpt.com/"
PERPLEXITY = "https://www.perplexity.ai/search?q=best+stock+planning+tool"
YAHOO_JAPAN = "https://search.yahoo.co.jp/search?p=%E5%9C%A8%E5%BA%AB%E8%A8%88%E7%94%BB+%E3%82%BD%E3%83%95%E3%83%88"
PARTNER_POST = "https://blog.stockpilot.example/tools-we-like"
REVIEW = "https://www.warehouse-weekly.example/reviews/planning-tools?page=2"
GERMAN_PAPER = "https://www.grosshandel-heute.example/"
JAPANESE_PAPER = "https://www.kura-shimbun.example/"

AD_KEYWORD = "utm_term=inventory+planning+software&gad_source=1&gclid={click}"
GERMAN_PERCENT, GERMAN_PLUS = "bestandsplanung%20f%C3%BCr%20h%C3%A4ndler", "Bestandsplanung+f%C3%BCr+H%C3%A4ndler"
JAPANESE = "%E5%9C%A8%E5%BA%AB%E8%A8%88%E7%94%BB"
UPPER_CASE_MAIL = "UTM_SOURCE=Newsletter&UTM_MEDIUM=Email&UTM_CAMPAIGN=Shelf-Life"
ISSUE = "utm_content=issue-{month}"
AD_CLICK = "li_fat_id={click}"

SEARCH_SHOWS = "a campaign keyword in the referrer"
OTHER_HOST_SHOWS = (
    "referrer on another host of the site (with site_domains: [quillfern.example]; without it: referrals)"
)

# Mailing and retargeting changed their utm_campaign in the middle of 2025; other campaigns have their time and place.
H1, H2 = {"until": "2025-06-30"}, {"since": "2025-07-01"}
IN_2025 = {"until": "2025-12-31"}
AT_WEBINAR = {"since": "2025-04-01", "until": "2025-10-31"}
DACH = {"region": "dach", "since": "2025-03-01"}
JAPAN = {"region": "jp", "since": "2025-06-01"}

ENTRIES = (
    # 1 tagged as social
    Entry(1, 3, 2, LINKEDIN, utm("linkedin", "social", "stocktake-report"), REPORT, **IN_2025),
    Entry(
        1,
        2,
        1,
        "https://l.facebook.com/",
        utm("company-page", "Social", "shelf-life"),
        POSTS,
        shows="social by its referrer, not by its utm_source",
    ),
    # 2 the parameter `source`
    Entry(2, 1, 0, GOOGLE, "source=adwords-brand", HOME, until="2025-04-30"),
    # 3 click ids of search ads
    Entry(
        3,
        8,
        2,
        GOOGLE,
        utm("google", "cpc", "search-inventory-planning", AD_KEYWORD),
        ("p-lp-trial", "p-product"),
        shows="plus signs in a utm value; a paid campaign keyword",
    ),
    Entry(3, 4, 3, GOOGLE, utm("google", "cpc", "search-brand", "utm_term=quillfern&gclid={click}"), HOME + PRICING),
    Entry(3, 2, 0, BING, utm("bing", "cpc", "search-brand", "utm_term=stock%20planning&msclkid={click}"), HOME),
    Entry(3, 1, 0, "", "gbraid={click}", PRODUCT, shows="gbraid alone"),
    Entry(3, 1, 0, "", "wbraid={click}", PRODUCT, shows="wbraid alone"),
    # 4 paid social
    Entry(4, 5, 5, LINKEDIN, utm("linkedin", "paid-social", "li-retargeting", AD_CLICK), RETARGETED, **H2),
    Entry(
        4,
        4,
        4,
        LINKEDIN,
        utm("linkedin", "paid-social", "li-retargeting-h1", AD_CLICK),
        RETARGETED,
        shows="a former utm_campaign of cmp-06",
        **H1,
    ),
    Entry(
        4,
        3,
        1,
        "https://m.facebook.com/",
        utm("facebook", "cpc", "webinar-demand-planning", "fbclid={click}"),
        WEBINAR,
        **AT_WEBINAR,
    ),
    Entry(
        4,
        1,
        1,
        "",
        utm("media-house", "paidsocial", "stocktake-report-2025"),
        REPORT,
        shows="utm_medium paidsocial with a source that is no network",
        **IN_2025,
    ),
    Entry(
        4,
        1,
        1,
        "",
        utm("newsfeed", "paid", "li-retargeting", AD_CLICK),
        RETARGETED,
        shows="paid social by its click id",
        **H2,
    ),
    # 5 tagged, from Google
    Entry(5, 2, 1, GOOGLE, utm("business-profile", "organic"), ("p-home", "p-contact")),
    # 6 tagged as paid search, no click id
    Entry(6, 2, 0, DUCKDUCKGO, utm("duckduckgo", "cpc", "search-brand"), HOME),
    # 7 mail
    Entry(7, 1, 14, "", utm("newsletter", "email", "shelf-life", ISSUE), POSTS, **H2),
    Entry(
        7,
        1,
        12,
        "",
        utm("newsletter", "email", "monthly-digest", ISSUE),
        POSTS,
        shows="a former utm_campaign of cmp-07",
        **H1,
    ),
    Entry(7, 1, 3, GMAIL, UPPER_CASE_MAIL, POSTS, shows="upper-case keys and values", **H2),
    Entry(
        7,
        1,
        2,
        GMAIL,
        utm("newsletter", "email", "shelf-life", "utm_campaign=late-edition&utm_term="),
        POSTS,
        shows="a key given twice (the first counts), and an empty one",
    ),
    Entry(7, 3, 3, "", utm("invitation", "email", "webinar-demand-planning"), WEBINAR, **AT_WEBINAR),
    Entry(
        7,
        2,
        5,
        "",
        utm("newsletter", "email", GERMAN_PERCENT, "utm_content=ausgabe%201"),
        ("p-lp-dach", "p-de-home"),
        shows="percent-encoded German",
        **DACH,
    ),
    # 8 AI assistants
    Entry(8, 3, 1, CHATGPT, "utm_source=chatgpt.com", ("p-product", "p-blog-safety")),
    Entry(8, 2, 0, PERPLEXITY, "", PRODUCT + PRICING),
    # 9 other campaigns
    Entry(9, 4, 2, PARTNER_POST, utm("stockpilot", "affiliate", "partner-programme"), ("p-home", "p-integrations")),
    Entry(9, 1, 0, "", "source=expo-badge", ("p-contact",), shows="nothing but the parameter `source`"),
    Entry(
        9,
        5,
        3,
        JAPANESE_PAPER,
        utm("kura-shimbun", "banner", JAPANESE),
        ("p-lp-japan", "p-ja-home"),
        shows="percent-encoded Japanese",
        **JAPAN,
    ),
    Entry(
        9,
        4,
        2,
        GERMAN_PAPER,
        utm("grosshandel-heute", "banner", GERMAN_PLUS),
        ("p-lp-dach",),
        shows="German with plus signs and capitals",
        **DACH,
    ),
    # 10 social, untagged
    Entry(10, 5, 3, LINKEDIN, "", POSTS + HOME),
    Entry(10, 2, 1, "https://t.co/Qf7pLx2", "", POSTS),
    # 11 web mail
    Entry(11, 1, 4, GMAIL, "", ("p-pricing", "p-lp-demo")),
    # 12 search
    Entry(12, 14, 5, GOOGLE, "", (*POSTS, "p-home", "p-product", "p-help-import")),
    Entry(12, 3, 1, f"{BING}search?q=inventory+planning+software", "", PRODUCT, shows=f"{SEARCH_SHOWS}: English"),
    Entry(
        12,
        3,
        1,
        f"{DUCKDUCKGO}?q=safety+stock+formula&ia=web",
        "",
        ("p-blog-safety",),
        shows=f"{SEARCH_SHOWS}: other capitals than the campaign's",
    ),
    Entry(
        12,
        4,
        1,
        f"{BING}search?q=Bestandsplanung+Software",
        "",
        ("p-de-home",),
        region="dach",
        shows=f"{SEARCH_SHOWS}: German",
    ),
    Entry(12, 5, 1, YAHOO_JAPAN, "", ("p-ja-home",), region="jp", shows=f"{SEARCH_SHOWS}: Japanese, as parameter p"),
    # 13 a tab left open: the first click after the break has an internal referrer
    Entry(13, 0, 4, f"{SITE}/product", "", ("p-pricing", "p-customers"), shows="referrer on the page's own host"),
    Entry(13, 0, 1, f"{HELP}/", "", PRICING, shows=OTHER_HOST_SHOWS),
    # 14 other sites
    Entry(14, 3, 1, REVIEW, "", HOME + PRODUCT),
    Entry(14, 2, 1, PARTNER_POST, "", ("p-integrations",)),
    # 15 nothing
    Entry(15, 10, 10, "", "", ("p-home", "p-pricing", "p-help-start", "p-help-erp")),
    Entry(15, 1, 2, "", "", ("p-course",), shows="an external page (no content type)"),
)
DIRECT = next(entry for entry in ENTRIES if entry.rule == 15)

SOURCE_OF_RULE = {
    1: "organic_social",
    2: "paid_search",
    3: "paid_search",
    4: "paid_social",
    5: "paid_search",
    6: "paid_search",
    7: "email_marketing",
    8: "ai_referrals",
    9: "other_campaigns",
    10: "organic_social",
    11: "direct_traffic",
    12: "organic_search",
    13: "direct_traffic",
    14: "referrals",
    15: "direct_traffic",
}

FURTHER_PAGES = (
    ("p-product", 6),
    ("p-pricing", 6),
    ("p-customers", 4),
    ("p-integrations", 3),
    ("p-blog", 2),
    ("p-blog-abc", 2),
    ("p-blog-safety", 2),
    ("p-blog-lead", 2),
    ("p-help-import", 1),
    ("p-help-erp", 1),
    ("p-security", 1),
    ("p-careers", 1),
    ("p-contact", 1),
)
FORM_PAGES = (("p-lp-demo", 4), ("p-lp-trial", 3), ("p-lp-report", 3), ("p-contact", 1))

COMPANY_NAMES = {
    "us": listed(
        "Alder Ridge Foods, Bluewater Fasteners, Cedar Hollow Supply, Copperline Electric, Dunmore Textiles, "
        "Eastgate Paper, Fallbrook Dairy, Granite Bay Tools, Harrow Lane Toys, Ironvale Parts, Juniper Row Books, "
        "Kestrel Packaging, Lakeshore Produce, Maplehurst Feed, North Fork Hardware, Oakhaven Pharma, "
        "Pinecrest Lighting, Quarry Road Stone, Redfern Outdoor, Saltmarsh Seafood, Timber Creek Lumber, "
        "Upland Coffee, Valley View Optics, Westmere Chemicals, Yarrow Garden, Zephyr Cycles, Amberly Cosmetics, "
        "Brookside Bakery, Cobalt Dental, Driftwood Marine"
    ),
    "eu": listed(
        "Atelier Verdune, Bodega Montelar, Casa Ferrobianco, Delta Bloem, Ekholm Marin, Fjellvik Sport, "
        "Grandin Papier, Huerta del Olmo, Isola Ceramica, Jorvalin Teknik, Kaasmark, Lumière Sauvanne"
    ),
    "dach": listed(
        "Almtal Getränke, Brückner & Voss Werkzeuge, Donauhof Lebensmittel, Edelmoos Gartenbau, Falkenried Elektro, "
        "Großbach Papier, Hohenlinde Sanitär, Kräuterwald, Möwenberg Schiffsbedarf, Rheinau Verpackung, "
        "Säntisblick Optik, Waldkirch Möbel"
    ),
    "jp": listed(
        "Aozora Shokuhin, Hanamizu Bungu, Kitanami Suisan, Midorikawa Denki, Shirakawa Seishi, Tsukimori Kagu, "
        "Yukimura Nougu"
    ),
}
CURRENCY_OF_REGION = {"us": "USD", "eu": "EUR", "dach": "EUR", "jp": "USD"}

FIRST_NAMES = listed(
    "ada, amir, anna, ben, carla, chen, clara, daniel, dario, elena, emil, eva, farah, felix, gita, hana, henrik, "
    "ines, ivan, jana, jonas, julia, kai, kenji, lara, leo, lena, luca, maja, marco, mara, mei, mia, milan, nadia, "
    "nils, nora, olga, omar, paul, petra, priya, rafael, rosa, ruth, samuel, sara, sofia, taro, theo, tomas, ulla, "
    "vera, viktor, yara, yuki, zoe"
)
LAST_NAMES = listed(
    "abbott, adler, almeida, arnold, becker, bergman, bianchi, blake, bosch, brandt, carter, castro, chavez, conti, "
    "cooper, costa, dahl, duarte, egger, endo, fischer, fontana, fraser, fujita, garcia, graf, greene, haas, hansen, "
    "hayashi, hoffman, ito, jensen, keller, kimura, klein, kovac, lang, larsen, leclerc, lehmann, lopez, maier, "
    "marino, meyer, mori, morton, nakano, nilsen, novak, ortega, parker, pereira, quinn, reyes, ricci, romero, rossi, "
    "sato, schmid, silva, sommer, tanaka, torres, vogel, wagner, walsh, weber"
)
OWNERS = listed("Alma Reyes, Boris Kwan, Chiara Voss, Dev Malhotra, Erin Walsh, Femi Adeyemi, Greta Lund, Hiro Endo")


@dataclass(frozen=True)
class Stage:
    """A stage of a pipeline."""

    id: str
    pipeline_id: str
    name: str
    is_closed: bool = False
    is_won: bool = False


NEW_BUSINESS, RENEWAL = "pl-1", "pl-2"
PIPELINE_NAMES = {NEW_BUSINESS: "New business", RENEWAL: "Renewal and expansion"}
STAGES = (
    Stage("st-10", NEW_BUSINESS, "Qualified"),
    Stage("st-11", NEW_BUSINESS, "Demo held"),
    Stage("st-12", NEW_BUSINESS, "Proposal sent"),
    Stage("st-18", NEW_BUSINESS, "Closed won", is_closed=True, is_won=True),
    Stage("st-19", NEW_BUSINESS, "Closed lost", is_closed=True),
    Stage("st-20", RENEWAL, "Review"),
    Stage("st-21", RENEWAL, "Offer sent"),
    Stage("st-28", RENEWAL, "Closed won", is_closed=True, is_won=True),
    Stage("st-29", RENEWAL, "Closed lost", is_closed=True),
)

OFFLINE_DETAILS = {
    "import": ("Expo Chicago 2025 badge scans.csv", "Old CRM export.csv", "Trade directory 2025.csv"),
    "integration": ("ERP marketplace connector", "Webinar tool connector"),
    "manual": ("Met at Expo Chicago", "Called the office line"),
    "api": ("Partner portal",),
}


# ---------------------------------------------------------------------------------------------------
# What there is in the world
# ---------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Company:
    """A customer, or somebody who may become one."""

    name: str
    region: str
    domain: str
    contacts: list[Contact] = field(default_factory=list)
    id: str = ""


@dataclass(eq=False)
class Visitor:
    """A cookie. days keeps two visits from falling together by chance."""

    identified: list[tuple[Contact, datetime]] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    id: str = ""


@dataclass(eq=False)
class Contact:
    """A person of the CRM; visitor is the first cookie that it was known by."""

    company: Company
    created_at: datetime
    changed_at: datetime
    email: str
    creation_source: str
    owner: int
    detail: str = ""
    visitor: Visitor | None = None
    merged_into: Contact | None = None
    is_deleted: bool = False
    additional_emails: str = ""
    lifecycle_stage: str = "lead"
    id: str = ""


@dataclass(eq=False)
class Event:
    """zone is the hour offset a server writes behind its time; None is the tracker's plain UTC."""

    visitor: Visitor
    occurred_at: datetime
    type: str
    page: Page
    query: str = ""
    referrer: str = ""
    name: str = ""
    entry: Entry | None = None
    contact: Contact | None = None
    is_bot: bool = False
    zone: int | None = None
    id: str = ""

    @property
    def url(self) -> str:
        """The page's address with the query string that was used."""
        return f"{self.page.url}?{self.query}" if self.query else self.page.url


@dataclass(eq=False)
class Association:
    """A contact's place on a deal."""

    contact: Contact
    at: datetime
    until: datetime | None = None


@dataclass(eq=False)
class Deal:
    """A deal, with the stages it entered and the people on it."""

    company: Company
    pipeline_id: str
    stage: Stage
    created_at: datetime | None
    closed_at: datetime | None
    amount: str
    currency: str
    owner: int
    history: list[tuple[Stage, datetime]] = field(default_factory=list)
    associations: list[Association] = field(default_factory=list)
    merged_into: Deal | None = None
    is_deleted: bool = False
    id: str = ""

    def add(self, contact: Contact) -> None:
        """Puts a contact on the deal, once both are there."""
        start = max(self.created_at or contact.created_at, contact.created_at)
        self.associations.append(Association(contact, start + timedelta(minutes=3)))


@dataclass(frozen=True)
class Planted:
    """A case to look up. where is a format string over things, filled in when those have their ids."""

    topic: str
    case: str
    where: str
    outcome: str
    things: tuple[object, ...]


class Demo:
    """The world, and the few ways in which something happens in it."""

    def __init__(self) -> None:
        """An empty world."""
        self.dice = Dice("world")
        self.companies: list[Company] = []
        self.contacts: list[Contact] = []
        self.visitors: list[Visitor] = []
        self.events: list[Event] = []
        self.deals: list[Deal] = []
        self.planted: list[Planted] = []

    def plant(self, topic: str, case: str, where: str, outcome: str, *things: object) -> None:
        """Notes a case for the README."""
        self.planted.append(Planted(topic, case, where, outcome, things))

    # -- who there is

    def company(self, region: str = "us") -> Company:
        """The next company of a region."""
        taken = sum(company.region == region for company in self.companies)
        name = COMPANY_NAMES[region][taken]
        company = Company(name, region, f"{slug(name)}.example")
        self.companies.append(company)
        return company

    def quiet_company(self) -> Company:
        """A company that has bought nothing yet: planted deals look odd when they are all one company's."""
        buyers = {deal.company for deal in self.deals}
        return next(company for company in self.companies if company not in buyers)

    def contact(self, company: Company, created_at: datetime, creation_source: str) -> Contact:
        """A person of that company. First and last names go round at different paces: nobody has a namesake."""
        number = len(self.contacts)
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number * 7 % len(LAST_NAMES)]
        contact = Contact(
            company=company,
            created_at=created_at,
            changed_at=created_at,
            email=f"{first}.{last}@{company.domain}",
            creation_source=creation_source,
            owner=self.dice.between(1, len(OWNERS)),
            detail=self.dice.pick(OFFLINE_DETAILS.get(creation_source, ("",))),
            additional_emails=f"{first}@{company.domain}" if self.dice.chance(0.05) else "",
            lifecycle_stage=self.dice.pick(("subscriber", "lead", "lead", "marketingqualifiedlead")),
        )
        self.contacts.append(contact)
        company.contacts.append(contact)
        return contact

    # -- what happens

    def free_day(self, visitor: Visitor, low: datetime, high: datetime) -> datetime | None:
        """A moment in office hours on a day without a visit of that visitor; None if none is found."""
        low, high = max(low, START), min(high, END)
        for _ in range(20):
            if high <= low:
                return None
            day = (low + timedelta(days=self.dice.between(0, (high - low).days))).date()
            clock = time(self.dice.between(7, 19), self.dice.between(0, 59), self.dice.between(0, 59))
            moment = datetime.combine(day, clock)
            is_day_off = day.weekday() >= 5 and self.dice.chance(0.7)
            if day not in visitor.days and low <= moment <= high and not is_day_off:
                return moment
        return None

    def entry(self, day: date, region: str, *, is_return: bool) -> Entry:
        """One of the ways in that are open on that day."""
        open_entries = [entry for entry in ENTRIES if entry.is_open(day, region)]
        return self.dice.weighted((entry, entry.return_weight if is_return else entry.weight) for entry in open_entries)

    def event(self, visitor: Visitor, occurred_at: datetime, type: str, page: str, **details: object) -> Event:
        """Something that a visitor does on a page."""
        event = Event(visitor, occurred_at, type, PAGES[page], **details)
        self.events.append(event)
        visitor.days.add(occurred_at.date())
        return event

    def pages(self, entry: Entry) -> list[str]:
        """The pages of a visit: a landing page, and some more."""
        further = self.dice.weighted(((0, 5), (1, 4), (2, 3), (3, 2), (5, 1)))
        return [self.dice.pick(entry.pages), *(self.dice.weighted(FURTHER_PAGES) for _ in range(further))]

    def visit(self, visitor: Visitor, start: datetime, entry: Entry, pages: Sequence[str] = ()) -> list[Event]:
        """A session: the given pages, else some by chance, and what is done on them."""
        landing, *further = pages or self.pages(entry)
        query = entry.query.format(click=self.dice.code(), month=start.strftime("%Y-%m"))
        events = [self.event(visitor, start, "page_view", landing, query=query, referrer=entry.referrer, entry=entry)]
        for page in further:
            events += self.on_page(events[-1])
            events.append(self.next_page(events[-1], page))
        return events

    def visit_with_form(self, visitor: Visitor, start: datetime, entry: Entry) -> Event:
        """A session that ends with a form; returns the submission."""
        pages = self.pages(entry)
        if not PAGES[pages[-1]].form:
            pages.append(self.dice.weighted(FORM_PAGES))
        view = self.visit(visitor, start, entry, pages)[-1]
        return self.follow_up(view, view.occurred_at + timedelta(seconds=self.dice.between(20, 150)), "form_submission")

    def next_page(self, before: Event, page: str) -> Event:
        """The next page; browsers tell another host only where they come from, not which page."""
        moment = before.occurred_at + timedelta(seconds=self.dice.between(15, 240))
        referrer = before.url if before.page.origin == PAGES[page].origin else before.page.origin
        return self.event(before.visitor, moment, "page_view", page, referrer=referrer)

    def follow_up(self, view: Event, moment: datetime, type: str, **details: object) -> Event:
        """Something done on a page that was just seen."""
        return self.event(view.visitor, moment, type, view.page.id, query=view.query, referrer=view.referrer, **details)

    def on_page(self, view: Event) -> list[Event]:
        """What else is done on the page: its CTA, its video, the pricing calculator."""

        def later(seconds: int, type: str, **details: str) -> Event:
            return self.follow_up(view, view.occurred_at + timedelta(seconds=seconds), type, **details)

        if view.page.cta and self.dice.chance(0.3):
            seen = later(1, "cta_view")
            if not self.dice.chance(0.35):
                return [seen]
            clicked = later(self.dice.between(4, 30), "cta_click")
            return [seen, clicked, self.next_page(clicked, CTA_LEADS_TO[view.page.cta])]
        if view.page.media and self.dice.chance(0.3):
            return [later(9, "media_play")]
        if view.page.id == "p-pricing" and self.dice.chance(0.25):
            return [later(40, "custom_event", name="pricing_calculator_used")]
        return []

    def come_back(self, visitor: Visitor, region: str, low: datetime, high: datetime) -> None:
        """One more visit between two moments, if a day is free."""
        moment = self.free_day(visitor, low, high)
        if moment:
            self.visit(visitor, moment, self.entry(moment.date(), region, is_return=True))

    # -- how people become contacts

    def identify(self, visitor: Visitor, contact: Contact, moment: datetime) -> None:
        """The moment at which a cookie turns out to be a contact."""
        contact.visitor = contact.visitor or visitor
        visitor.identified.append((contact, moment))

    def convert(self, company: Company, visitor: Visitor, start: datetime, *, offset_seconds: int = 1) -> Contact:
        """A visit with a form, and the contact that the CRM creates offset_seconds after it (or before)."""
        entry = self.entry(start.date(), company.region, is_return=bool(visitor.days))
        submission = self.visit_with_form(visitor, start, entry)
        contact = self.contact(company, submission.occurred_at + timedelta(seconds=offset_seconds), "form")
        self.identify(visitor, contact, submission.occurred_at)
        return contact

    def lead(self, company: Company, around: datetime, *, visits_before: int | None = None) -> Contact:
        """Somebody who visits a few times and then fills in a form."""
        visitor = Visitor()
        if visits_before is None:
            visits_before = self.dice.weighted(((0, 4), (1, 3), (2, 2), (3, 1)))
        for number in range(visits_before):
            moment = self.free_day(visitor, around - timedelta(days=40), around - timedelta(days=1))
            if moment:
                self.visit(visitor, moment, self.entry(moment.date(), company.region, is_return=number > 0))
        form_at = self.free_day(visitor, around, around + timedelta(days=5)) or around
        offset = self.dice.weighted(((1, 5), (2, 4), (4, 2), (-2, 3), (-5, 2), (-18, 1)))
        return self.convert(company, visitor, form_at, offset_seconds=offset)

    def offline_contact(self, company: Company, created_at: datetime, creation_source: str) -> Contact:
        """Somebody who was entered into the CRM, and whom a link in a mail may identify later."""
        contact = self.contact(company, created_at, creation_source)
        if self.dice.chance(0.45):
            visitor = Visitor()
            moment = self.free_day(visitor, created_at + timedelta(days=2), created_at + timedelta(days=90))
            if moment:
                self.visit(visitor, moment, self.newsletter(moment))
                self.identify(visitor, contact, moment)
        return contact

    def newsletter(self, moment: datetime) -> Entry:
        """The mailing of that time."""
        mailings = (entry for entry in ENTRIES if entry.rule == 7 and not entry.referrer)
        return next(entry for entry in mailings if entry.is_open(moment.date(), ""))

    # -- deals

    def deal(
        self,
        contacts: Sequence[Contact],
        created_at: datetime,
        closed_at: datetime,
        *,
        outcome: str = "won",
        amount: str = "",
        currency: str = "",
        pipeline_id: str = NEW_BUSINESS,
    ) -> Deal:
        """A deal with its contacts and the stages it went through; outcome is won, lost or open."""
        company = contacts[0].company
        stages = [stage for stage in STAGES if stage.pipeline_id == pipeline_id and not stage.is_closed]
        ends = {stage.is_won: stage for stage in STAGES if stage.pipeline_id == pipeline_id and stage.is_closed}
        step = (min(closed_at, END) - created_at) / (len(stages) + 1)
        history = [(stage, rounded(created_at + step * number)) for number, stage in enumerate(stages)]
        if outcome == "open":
            history = history[: self.dice.between(1, len(stages))]
        else:
            history.append((ends[outcome == "won"], closed_at))
        deal = Deal(
            company=company,
            pipeline_id=pipeline_id,
            stage=history[-1][0],
            created_at=created_at,
            closed_at=closed_at,
            amount=amount or f"{self.dice.between(8, 90) * 600}.{self.dice.pick(('00', '00', '00', '50', '99'))}",
            currency=currency or CURRENCY_OF_REGION[company.region],
            owner=self.dice.between(1, len(OWNERS)),
            history=history,
        )
        for contact in contacts:
            deal.add(contact)
            contact.lifecycle_stage = {"won": "customer", "open": "opportunity", "lost": "lead"}[outcome]
            contact.changed_at = max(contact.changed_at, history[-1][1])
        self.deals.append(deal)
        return deal

    def won_deal(self, contacts: Sequence[Contact], *, days_open: int = 40, **details: str) -> Deal:
        """A deal won some weeks after the last of its contacts was created."""
        created_at = max(contact.created_at for contact in contacts) + timedelta(days=8, hours=2)
        return self.deal(contacts, created_at, created_at + timedelta(days=days_open, hours=3), **details)


def slug(name: str) -> str:
    """A name as it stands in a domain."""
    plain = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "è": "e"}))
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def rounded(moment: datetime) -> datetime:
    """Without the fraction of a second, which the CRM does not keep."""
    return moment.replace(microsecond=0)


# ---------------------------------------------------------------------------------------------------
# The ordinary course of things
# ---------------------------------------------------------------------------------------------------

ORDINARY_COMPANIES = {"us": 22, "eu": 11, "dach": 10, "jp": 5}
ANONYMOUS_VISITORS = 430
CONTACT_KINDS = (("form", 66), ("import", 10), ("integration", 8), ("manual", 6), ("api", 3), ("untracked", 4))
FURTHER_BUYERS = ((0, 3), (1, 4), (2, 3), (3, 2), (4, 1), (5, 1))


def play_companies(demo: Demo) -> None:
    """Companies take an interest one after the other; some of their people become contacts, and many buy."""
    regions = [region for region, count in ORDINARY_COMPANIES.items() for _ in range(count)]
    for number, region in enumerate(demo.dice.sample(regions, len(regions))):
        interest = START + timedelta(days=9 + number * 10 + demo.dice.between(0, 6))
        company = demo.company(region)
        play_contacts(demo, company, interest)
        play_nurturing(demo, company)
        if number % 3 != 1:
            play_deals(demo, company, number)


def play_contacts(demo: Demo, company: Company, interest: datetime) -> None:
    """The people of a company, within some ten weeks; the first of them by a form."""
    demo.lead(company, interest, visits_before=1)
    for _ in range(demo.dice.between(2, 7)):
        moment = interest + timedelta(days=demo.dice.between(0, 75), hours=demo.dice.between(8, 16))
        moment = min(moment, END - timedelta(days=7))
        kind = demo.dice.weighted(CONTACT_KINDS)
        if kind == "form":
            demo.lead(company, moment)
        elif kind == "untracked":
            demo.contact(company, moment, "form")
        else:
            demo.offline_contact(company, moment, kind)


def play_nurturing(demo: Demo, company: Company) -> None:
    """Known people come back for a while."""
    for contact in company.contacts:
        for _ in range(demo.dice.weighted(((0, 3), (1, 3), (2, 3), (3, 2), (5, 1)))):
            if contact.visitor:
                start = contact.created_at + timedelta(days=1)
                demo.come_back(contact.visitor, company.region, start, start + timedelta(days=150))


def play_deals(demo: Demo, company: Company, number: int) -> None:
    """A deal of a buying group, with visits while it is open; some customers buy again."""
    first, *others = sorted(company.contacts, key=lambda contact: contact.created_at)
    group = [first, *demo.dice.sample(others, demo.dice.weighted(FURTHER_BUYERS))]
    deal = play_deal(demo, group, max(contact.created_at for contact in group), is_lost=number % 3 == 2)
    if deal and deal.stage.is_won and number % 12 == 0:
        play_deal(demo, group[:2], deal.closed_at + timedelta(days=100), is_lost=False, pipeline_id=RENEWAL)


def play_deal(
    demo: Demo, group: list[Contact], ready_at: datetime, *, is_lost: bool, pipeline_id: str = NEW_BUSINESS
) -> Deal | None:
    """A deal soon after ready_at, still open if the data end before it closes; None if they end before it begins."""
    created_at = ready_at + timedelta(days=demo.dice.between(4, 28), minutes=demo.dice.between(10, 300))
    closed_at = created_at + timedelta(days=demo.dice.between(18, 95), minutes=demo.dice.between(0, 300))
    if created_at > END:
        return None
    outcome = "open" if closed_at > END else "lost" if is_lost else "won"
    for contact in group:
        for _ in range(demo.dice.between(0, 3)):
            if contact.visitor:
                demo.come_back(contact.visitor, contact.company.region, created_at, closed_at)
    return demo.deal(group, created_at, closed_at, outcome=outcome, pipeline_id=pipeline_id)


def play_anonymous(demo: Demo) -> None:
    """Visitors nobody knows: each way in at least once, the rest by chance."""
    for entry in ENTRIES:
        visitor, since = Visitor(), datetime.fromisoformat(entry.since)
        moment = demo.free_day(visitor, since + timedelta(days=20), datetime.fromisoformat(entry.until)) or since
        if not entry.weight:
            demo.visit(visitor, moment - timedelta(days=2), DIRECT)
        demo.visit(visitor, moment, entry)
    for _ in range(ANONYMOUS_VISITORS):
        visitor = Visitor()
        region = demo.dice.weighted((("us", 6), ("eu", 2), ("dach", 2), ("jp", 1)))
        first = demo.free_day(visitor, START, END) or START
        demo.visit(visitor, first, demo.entry(first.date(), region, is_return=False))
        if demo.dice.chance(0.25):
            demo.come_back(visitor, region, first + timedelta(days=1), first + timedelta(days=60))


# ---------------------------------------------------------------------------------------------------
# Planted cases
# ---------------------------------------------------------------------------------------------------


def plant_entries(demo: Demo) -> None:
    """Points at a session for each traffic source rule, and at each URL that is out of the ordinary."""
    landings = sorted((event for event in demo.events if event.entry), key=lambda event: event.occurred_at)
    landing_by = {entry: next(event for event in landings if event.entry is entry) for entry in ENTRIES}
    for rule, source in SOURCE_OF_RULE.items():
        entry = next(entry for entry in ENTRIES if entry.rule == rule)
        demo.plant("Traffic source rules", f"rule {rule}", "session `{0.id}`", f"source {source}", landing_by[entry])
    for entry, landing in landing_by.items():
        if entry.shows:
            demo.plant("Addresses", entry.shows, "session `{0.id}`", f"source {SOURCE_OF_RULE[entry.rule]}", landing)


def plant_merge_chain(demo: Demo) -> None:
    """Three records of one person, merged one after the other."""
    company = demo.company("us")
    first, second, survivor = (demo.lead(company, datetime(2025, 3, day)) for day in (3, 12, 24))
    first.merged_into, second.merged_into = second, survivor
    first.is_deleted = True  # CRMs flag what was merged away; it counts on the survivor only
    deal = demo.won_deal([first])
    demo.plant(
        "Identity",
        "contacts merged twice over",
        "`{0.id}` → `{1.id}` → `{2.id}`, deal `{3.id}`",
        "everything is the last one's, although the first is flagged deleted",
        first,
        second,
        survivor,
        deal,
    )


def plant_shared_browser(demo: Demo) -> None:
    """Two people at one browser, each with a form of their own."""
    company, visitor = demo.company("us"), Visitor()
    demo.visit(visitor, datetime(2025, 4, 1, 9), DIRECT, ["p-home", "p-product"])
    first = demo.convert(company, visitor, datetime(2025, 4, 3, 9))
    demo.visit(visitor, datetime(2025, 4, 10, 9), DIRECT, ["p-pricing"])
    second = demo.convert(company, visitor, datetime(2025, 5, 6, 14))
    demo.visit(visitor, datetime(2025, 5, 20, 9), DIRECT, ["p-pricing", "p-customers"])
    deal = demo.won_deal([first, second])
    demo.plant(
        "Identity",
        "a shared browser",
        "visitor `{0.id}`, first `{1.id}`, then `{2.id}`, deal `{3.id}`",
        "events before 2025-05-06 are the first one's, from its form on the second one's",
        visitor,
        first,
        second,
        deal,
    )


def plant_late_identification(demo: Demo) -> None:
    """People whose visits were nobody's for months."""
    company, visitor = demo.company("eu"), Visitor()
    for month in (2, 3, 5, 6):
        moment = datetime(2025, month, 11, 10, 30)
        demo.visit(visitor, moment, demo.entry(moment.date(), "eu", is_return=False))
    late = demo.convert(company, visitor, datetime(2025, 9, 9, 10, 30))
    demo.plant(
        "Identity",
        "late identification",
        "visitor `{0.id}`, contact `{1.id}`",
        "visits from February on belong to the contact created in September",
        visitor,
        late,
    )

    other, imported_at = Visitor(), datetime(2025, 2, 17, 8)
    imported = demo.contact(company, imported_at, "import")
    demo.visit(other, datetime(2025, 1, 20, 16), DIRECT, ["p-home", "p-pricing"])
    opened_at = datetime(2025, 10, 14, 7, 45)
    demo.visit(other, opened_at, demo.newsletter(opened_at))
    demo.identify(other, imported, opened_at)
    demo.won_deal([late, imported])
    demo.plant(
        "Identity",
        "an imported contact known by a cookie eight months later",
        "visitor `{0.id}`, contact `{1.id}`",
        "its visit of January comes before the import in its journey",
        other,
        imported,
    )


def plant_deleted_contacts(demo: Demo) -> None:
    """A deleted contact beside a living one."""
    company = demo.company("us")
    staying, leaving = demo.lead(company, datetime(2025, 5, 5)), demo.lead(company, datetime(2025, 5, 12))
    leaving.is_deleted = True
    deal = demo.won_deal([staying, leaving])
    demo.plant(
        "Identity",
        "a deleted contact with events, on a deal",
        "contact `{0.id}`, deal `{1.id}`",
        "its visits are in no mart; the deal's credit is the other contact's",
        leaving,
        deal,
    )


def plant_direct_naming(demo: Demo) -> None:
    """Servers know who somebody is and tell the time with an offset."""
    company, device = demo.company("jp"), Visitor()
    contact = demo.lead(company, datetime(2025, 8, 4))
    login = datetime(2025, 8, 20, 1, 15, 30)
    named = demo.event(device, login, "custom_event", "p-help-start", name="trial_login", contact=contact, zone=9)
    unnamed = demo.event(device, login + timedelta(seconds=90), "page_view", "p-help-import", zone=0)
    demo.plant(
        "Identity",
        "an event that names its contact, on an unknown device",
        "`{0.id}`, contact `{1.id}`; then `{2.id}`",
        "both are the contact's: the first event tells whose device it is",
        named,
        contact,
        unnamed,
    )
    demo.plant(
        "Time",
        "timestamps with an offset (+09:00) and with Z",
        "`{0.id}`, `{1.id}`",
        "the same session, in UTC",
        named,
        unnamed,
    )


def plant_session_gaps(demo: Demo) -> None:
    """Breaks on both sides of the session timeout."""
    company, visitor = demo.company("us"), Visitor()
    morning, noon = datetime(2025, 6, 3, 9), datetime(2025, 6, 4, 12)
    gap = timedelta(minutes=30)
    views = [
        demo.event(visitor, moment, "page_view", page)
        for moment, page in (
            (morning, "p-product"),
            (morning + gap, "p-pricing"),
            (noon, "p-product"),
            (noon + gap - timedelta(seconds=1), "p-pricing"),
        )
    ]
    demo.convert(company, visitor, datetime(2025, 6, 6, 9))
    demo.plant("Time", "a gap of exactly 30:00", "`{0.id}`, `{1.id}`", "two sessions", *views[:2])
    demo.plant("Time", "a gap of 29:59", "`{0.id}`, `{1.id}`", "one session", *views[2:])


def plant_grace(demo: Demo) -> None:
    """Forms that reach the tracker after the CRM made the contact, on both sides of the grace."""
    company = demo.company("us")
    for seconds, outcome in (
        (45, "the form creates it"),
        (60, "the form creates it (edge)"),
        (61, "too late: lead_create is the last interaction before"),
    ):
        visitor = Visitor()
        demo.visit(visitor, datetime(2025, 6, 10, 8), DIRECT, ["p-home"])
        contact = demo.convert(company, visitor, datetime(2025, 6, 12, 8), offset_seconds=-seconds)
        form = demo.events[-1]
        case = f"a form {seconds} s after its contact was created"
        demo.plant("Time", case, "`{0.id}`, contact `{1.id}`", outcome, form, contact)
    demo.won_deal(company.contacts)


def plant_same_instant(demo: Demo) -> None:
    """Events that only the order of types and ids can tell apart, on a deal whose amount does not divide."""
    company, visitor = demo.company("us"), Visitor()
    contact = demo.convert(company, visitor, datetime(2025, 7, 1, 13))
    moment = datetime(2025, 7, 8, 15, 30)
    together = [
        demo.event(visitor, moment, type, page, **details)
        for type, page, details in (
            ("custom_event", "p-pricing", {"name": "pricing_calculator_used"}),
            ("page_view", "p-lp-demo", {}),
            ("cta_click", "p-home", {}),
            ("form_submission", "p-lp-demo", {}),
            ("page_view", "p-pricing", {}),
        )
    ]
    deal = demo.won_deal([contact], amount="10000.01")
    demo.plant(
        "Time",
        "five interactions at one instant",
        "`{0.id}`, `{1.id}`, `{2.id}`, `{3.id}`, `{4.id}`",
        "order: form, CTA click, page views by id, custom event",
        *together,
    )
    case = "10000.01 over more than three interactions"
    demo.plant("Deals", case, "deal `{0.id}`", "the revenue of every model adds up to 10000.01", deal)


def plant_bots(demo: Demo) -> None:
    """Bots of their own, and one that uses a known visitor's cookie."""
    visitors = [Visitor() for _ in range(2)]
    known = next(contact for contact in demo.contacts if contact.visitor and not contact.is_deleted)
    for number, visitor in enumerate((*visitors, known.visitor)):
        for second in range(8):
            moment = datetime(2025, 7, 15 + number, 3, 0, second * 2)
            demo.event(visitor, moment, "page_view", POSTS[second % len(POSTS)], is_bot=True)
    demo.plant(
        "Identity",
        "bots",
        "visitors `{0.id}`, `{1.id}`, and on 2025-07-17 `{2.id}`, whose contact is `{3.id}`",
        "no session, no interaction",
        *visitors,
        known.visitor,
        known,
    )


def plant_addresses_in_urls(demo: Demo) -> None:
    """E-mail addresses where none should be."""
    company = demo.company("dach")
    contact = demo.lead(company, datetime(2025, 9, 1))
    views = [
        demo.event(contact.visitor, datetime(2025, 9, 22, 8 + 2 * number), "page_view", "p-lp-demo", query=query)
        for number, query in enumerate((f"email={contact.email}", f"email={contact.email.replace('@', '%40')}&step=2"))
    ]
    case = "an e-mail address in a query string, as it is and encoded"
    demo.plant("Addresses", case, "`{0.id}`, `{1.id}`", "replaced by (email)", *views)


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
    demo.plant("Campaigns", "an interaction in two campaigns", "`{0.id}`", outcome, both)
    demo.plant(
        "Campaigns",
        "an asset associated after some of its views",
        "`{0.id}`, `{1.id}`",
        "cmp-01 from 2025-09-01 on: the second view only, unless campaign_history",
        early,
        late,
    )


def plant_creation_kinds(demo: Demo) -> None:
    """Contacts of whom nothing is known but how they were created."""
    company = demo.company("us")
    for number, kind in enumerate(OFFLINE_DETAILS):
        contact = demo.contact(company, datetime(2025, 8, 11, 9 + number), kind)
        case, outcome = f"created by {kind}, nothing else known", "one interaction: contact_created, source offline"
        demo.plant("Contacts", case, "contact `{0.id}`", outcome, contact)
    demo.won_deal(company.contacts)
    untracked = demo.contact(company, datetime(2025, 8, 18, 10), "form")
    demo.plant("Contacts", "a form, but no cookies", "contact `{0.id}`", "contact_create: no_interactions", untracked)


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
        demo.plant("Deals left out of the revenue report", case, "deal `{0.id}`", f"audit: {case.split()[0]}", deal)


def plant_deals(demo: Demo) -> None:
    """Won deals that are in the report, each with something to look at."""
    german, japanese = demo.company("dach"), demo.company("jp")

    def contact(day: int, company: Company | None = None) -> Contact:
        return demo.lead(company or demo.quiet_company(), datetime(2025, 10, day), visits_before=2)

    fallback = demo.won_deal([contact(1)])
    fallback.closed_at = None
    case = "no close date, but a change into closed won"
    demo.plant("Deals", case, "deal `{0.id}`", "closed when it entered that stage", fallback)

    zero = demo.won_deal([contact(2)], amount="0.00")
    demo.plant("Deals", "won for nothing", "deal `{0.id}`", "included; amount 0 is known", zero)

    early = demo.won_deal([contact(3)])
    newcomer = contact(28, early.company)
    early.add(newcomer)
    demo.plant(
        "Deals",
        "created before one of its contacts",
        "deal `{0.id}`, contact `{1.id}`",
        "w_shaped and full_path NULL under any_contact, not under oldest_contact",
        early,
        newcomer,
    )

    late_lead = contact(14)
    earliest = demo.deal([late_lead], datetime(2025, 10, 6, 9), datetime(2025, 12, 1, 9))
    demo.plant(
        "Deals",
        "created before all its contacts",
        "deal `{0.id}`, contact `{1.id}`",
        "w_shaped and full_path NULL under oldest_contact too",
        earliest,
        late_lead,
    )

    yen = demo.won_deal([contact(7, japanese)], amount="1234567", currency="JPY")
    dinar = demo.won_deal([contact(8)], amount="4125.125", currency="KWD")
    demo.plant(
        "Deals",
        "yen (no minor unit) and dinar (three digits)",
        "deals `{0.id}`, `{1.id}`",
        "converted, to the cent",
        yen,
        dinar,
    )

    saturday = demo.deal([contact(9, german)], datetime(2025, 10, 20, 8), datetime(2025, 11, 15, 11), currency="EUR")
    demo.plant("Deals", "closed on a Saturday", "deal `{0.id}`", "Friday's rate, 2025-11-14", saturday)

    staying, leaving, returning = (contact(day, german) for day in (13, 15, 17))
    team = demo.won_deal([staying, leaving, returning])
    off = team.created_at + timedelta(days=5)
    for association in team.associations[1:]:
        association.until = off
    team.associations.append(Association(returning, off + timedelta(days=10)))
    demo.plant(
        "Deals",
        "a contact taken off before the close, another one put back",
        "deal `{0.id}`, contacts `{1.id}`, `{2.id}`",
        "revenue without the first, with the second; deal_create with both",
        team,
        leaving,
        returning,
    )


PLANTED_CASES = (
    plant_entries,
    plant_addresses_in_urls,
    plant_merge_chain,
    plant_shared_browser,
    plant_late_identification,
    plant_deleted_contacts,
    plant_direct_naming,
    plant_bots,
    plant_creation_kinds,
    plant_session_gaps,
    plant_grace,
    plant_same_instant,
    plant_campaign_cases,
    plant_deals,
    plant_audit_reasons,
)


def play() -> Demo:
    """The whole world, with its ids."""
    demo = Demo()
    play_companies(demo)
    play_anonymous(demo)
    for plant in PLANTED_CASES:
        plant(demo)
    give_ids(demo)
    return demo


def give_ids(demo: Demo) -> None:
    """Ids in the order of time, as a CRM and a tracker give them."""
    demo.contacts.sort(key=lambda contact: contact.created_at)
    demo.events.sort(key=lambda event: event.occurred_at)
    demo.deals.sort(key=lambda deal: deal.created_at or deal.closed_at)
    demo.visitors = list(dict.fromkeys(event.visitor for event in demo.events))
    for things, form in (
        (demo.companies, "co-{:03}"),
        (demo.contacts, "c-{:04}"),
        (demo.visitors, "v-{:05}"),
        (demo.events, "e-{:06}"),
        (demo.deals, "d-{:04}"),
    ):
        for number, thing in enumerate(things, start=1):
            thing.id = form.format(number)


# ---------------------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------------------


def stamp(moment: datetime | None, zone: int | None = None) -> str:
    """A timestamp as the source writes it: UTC without saying so, or local time with its offset."""
    if moment is None:
        return ""
    if zone is None:
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    offset = f"+{zone:02}:00" if zone else "Z"
    return (moment + timedelta(hours=zone)).strftime("%Y-%m-%dT%H:%M:%S.000") + offset


def flag(value: bool) -> str:
    """A boolean as the source writes it."""
    return "true" if value else "false"


def id_of(thing: Company | Contact | Deal | None) -> str:
    """The id of what is referred to, or nothing."""
    return thing.id if thing else ""


def owner_id(number: int) -> str:
    """Owners are numbered in the order of OWNERS."""
    return f"o-{number:02}"


def touched_at(*moments: datetime | None) -> str:
    """When the record last changed: a day after the last thing that happened to it."""
    return stamp(min(max(moment for moment in moments if moment) + timedelta(days=1), END))


def contacts_rows(demo: Demo) -> list[Row]:
    """People: most by a form, some imported, integrated, entered by hand or by a partner's portal."""
    lead_sources = {
        "form": "Website",
        "import": "Trade show",
        "integration": "Marketplace",
        "manual": "Sales",
        "api": "Partner",
    }
    return [
        {
            "contact_id": contact.id,
            "created_at": stamp(contact.created_at),
            "email": contact.email,
            "additional_emails": contact.additional_emails,
            "creation_source": contact.creation_source,
            "creation_source_detail": contact.detail,
            "lead_source": lead_sources[contact.creation_source],
            "lifecycle_stage": contact.lifecycle_stage,
            "company_id": contact.company.id,
            "owner_id": owner_id(contact.owner),
            "merged_into_contact_id": id_of(contact.merged_into),
            "is_deleted": flag(contact.is_deleted),
            "updated_at": touched_at(contact.changed_at),
        }
        for contact in demo.contacts
    ]


def contact_visitors_rows(demo: Demo) -> list[Row]:
    """Which cookie turned out to be which contact, and when."""
    return [
        {"visitor_id": visitor.id, "contact_id": contact.id, "identified_at": stamp(moment)}
        for visitor in demo.visitors
        for contact, moment in visitor.identified
    ]


def companies_rows(demo: Demo) -> list[Row]:
    """The wholesalers they work for, in the USA, Europe and Japan."""
    return [
        {"company_id": company.id, "company_name": company.name, "domain": company.domain} for company in demo.companies
    ]


def owners_rows(demo: Demo) -> list[Row]:
    """Quillfern's sales and marketing people."""
    return [
        {"owner_id": owner_id(number), "owner_name": name, "email": f"{slug(name).split('-')[0]}@quillfern.example"}
        for number, name in enumerate(OWNERS, start=1)
    ]


def web_events_rows(demo: Demo) -> list[Row]:
    """What known and unknown visitors did on the site, the blog, the help pages and a course elsewhere."""
    return [
        {
            "event_id": event.id,
            "visitor_id": event.visitor.id,
            "occurred_at": stamp(event.occurred_at, event.zone),
            "event_type": event.type,
            "page_url": event.url,
            "page_title": event.page.title,
            "referrer_url": event.referrer,
            "content_type": event.page.content_type,
            "page_id": event.page.id if event.page.content_type else "",
            "form_id": event.page.form if event.type == "form_submission" else "",
            "cta_id": event.page.cta if event.type in ("cta_view", "cta_click") else "",
            "media_id": event.page.media if event.type == "media_play" else "",
            "event_name": event.name,
            "contact_id": id_of(event.contact),
            "is_bot": flag(event.is_bot),
            "loaded_at": stamp((event.occurred_at + timedelta(hours=1)).replace(minute=5, second=0)),
        }
        for event in demo.events
    ]


def deals_rows(demo: Demo) -> list[Row]:
    """New business, renewals and expansions, won, lost and open."""
    products = {NEW_BUSINESS: "Quillfern Planner", RENEWAL: "more seats"}
    return [
        {
            "deal_id": deal.id,
            "deal_name": f"{deal.company.name} – {products[deal.pipeline_id]}",
            "amount": deal.amount,
            "currency_code": deal.currency,
            "created_at": stamp(deal.created_at),
            "closed_at": stamp(deal.closed_at),
            "stage_id": deal.stage.id,
            "pipeline_id": deal.pipeline_id,
            "owner_id": owner_id(deal.owner),
            "deal_type": "newbusiness" if deal.pipeline_id == NEW_BUSINESS else "existingbusiness",
            "company_id": deal.company.id,
            "merged_into_deal_id": id_of(deal.merged_into),
            "is_deleted": flag(deal.is_deleted),
            "updated_at": touched_at(deal.created_at, *(moment for _, moment in deal.history)),
        }
        for deal in demo.deals
    ]


def deal_contacts_rows(demo: Demo) -> list[Row]:
    """The buying group of each deal, one to six people."""
    return [
        {
            "deal_id": deal.id,
            "contact_id": association.contact.id,
            "associated_at": stamp(association.at),
            "dissociated_at": stamp(association.until),
        }
        for deal in demo.deals
        for association in deal.associations
    ]


def deal_stage_changes_rows(demo: Demo) -> list[Row]:
    """The way of each deal through its pipeline."""
    return [
        {"deal_id": deal.id, "stage_id": stage.id, "entered_at": stamp(moment)}
        for deal in demo.deals
        for stage, moment in deal.history
    ]


def pipeline_stages_rows(demo: Demo) -> list[Row]:
    """The stages of the two pipelines."""
    return [
        {
            "stage_id": stage.id,
            "pipeline_id": stage.pipeline_id,
            "pipeline_name": PIPELINE_NAMES[stage.pipeline_id],
            "stage_name": stage.name,
            "is_closed": flag(stage.is_closed),
            "is_won": flag(stage.is_won),
        }
        for stage in STAGES
    ]


BANK_HOLIDAYS = listed(
    "2024-12-25, 2024-12-26, 2025-01-01, 2025-04-18, 2025-04-21, 2025-05-01, 2025-12-25, 2025-12-26, 2026-01-01, "
    "2026-04-03, 2026-04-06, 2026-05-01"
)
RATES = (  # currency, decimals, first rate and largest daily step in units of the last decimal
    ("EUR", 4, 10480, 60),
    ("JPY", 7, 66500, 350),
    ("KWD", 4, 32500, 12),
)


def exchange_rates_rows(demo: Demo) -> list[Row]:
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


def assets_rows(demo: Demo) -> list[Row]:
    """Pages, landing pages, posts, articles, forms, CTAs, a video."""
    tracked = [page for page in PAGES.values() if page.content_type]
    pages = [(ASSET_TYPES[page.content_type], page.id, page.title, page.url, "", "") for page in tracked]
    others = [(kind, id, title, "", has_form, is_legacy) for kind, id, title, has_form, is_legacy in OTHER_ASSETS]
    return [dict(zip(TABLE_BY_NAME["assets"].columns, values, strict=True)) for values in (*pages, *others)]


def campaigns_rows(demo: Demo) -> list[Row]:
    """Marketing campaigns, budgets in USD, EUR and JPY."""
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


def campaign_utms_rows(demo: Demo) -> list[Row]:
    """Their utm_campaign values, former ones too."""
    return [{"campaign_id": campaign.id, "utm_campaign": value} for campaign in CAMPAIGNS for value in campaign.utms]


def campaign_assets_rows(demo: Demo) -> list[Row]:
    """Their pages, posts, forms and CTAs."""
    return [
        {"campaign_id": campaign.id, "asset_type": asset_type, "asset_id": asset_id, "associated_at": associated_at}
        for campaign in CAMPAIGNS
        for asset_type, asset_id, associated_at in campaign.assets
    ]


def campaign_keywords_rows(demo: Demo) -> list[Row]:
    """Their referring keywords, one of them Japanese."""
    return [{"campaign_id": campaign.id, "keyword": keyword} for campaign in CAMPAIGNS for keyword in campaign.keywords]


@dataclass(frozen=True)
class Table:
    """A raw table: its columns as models/staging/_raw__sources.yml declares them, the key first."""

    name: str
    key_length: int
    columns: tuple[str, ...]
    rows: Callable[[Demo], list[Row]]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        return self.columns[: self.key_length]

    def key_of(self, row: Row) -> str:
        """The key's values as one text."""
        return "|".join(row[column] for column in self.key)


def table(rows: Callable[[Demo], list[Row]], key_length: int, columns: str) -> Table:
    """A table, with the name of the function that fills it."""
    return Table(rows.__name__.removesuffix("_rows"), key_length, tuple(columns.split()), rows)


TABLES = (
    table(
        contacts_rows,
        1,
        "contact_id created_at email additional_emails creation_source creation_source_detail lead_source "
        "lifecycle_stage company_id owner_id merged_into_contact_id is_deleted updated_at",
    ),
    table(contact_visitors_rows, 3, "visitor_id contact_id identified_at"),
    table(companies_rows, 1, "company_id company_name domain"),
    table(owners_rows, 1, "owner_id owner_name email"),
    table(
        web_events_rows,
        1,
        "event_id visitor_id occurred_at event_type page_url page_title referrer_url content_type page_id "
        "form_id cta_id media_id event_name contact_id is_bot loaded_at",
    ),
    table(
        deals_rows,
        1,
        "deal_id deal_name amount currency_code created_at closed_at stage_id pipeline_id owner_id deal_type "
        "company_id merged_into_deal_id is_deleted updated_at",
    ),
    table(deal_contacts_rows, 3, "deal_id contact_id associated_at dissociated_at"),
    table(deal_stage_changes_rows, 3, "deal_id stage_id entered_at"),
    table(pipeline_stages_rows, 1, "stage_id pipeline_id pipeline_name stage_name is_closed is_won"),
    table(exchange_rates_rows, 2, "currency_code rate_date rate_to_home"),
    table(assets_rows, 2, "asset_type asset_id title url cta_has_form is_legacy_cta"),
    table(campaigns_rows, 1, "campaign_id campaign_name start_date end_date budget currency_code owner_id"),
    table(campaign_utms_rows, 2, "campaign_id utm_campaign"),
    table(campaign_assets_rows, 3, "campaign_id asset_type asset_id associated_at"),
    table(campaign_keywords_rows, 2, "campaign_id keyword"),
)
TABLE_BY_NAME = {table.name: table for table in TABLES}


# ---------------------------------------------------------------------------------------------------
# Dirty rows
# ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoiled:
    """A row that the quarantine must take: an ordinary one with some cells changed.

    Without a new id in changes it is a second row of an ordinary row's key. A change may be a function
    of that row.
    """

    reason: str
    changes: dict[str, str | Callable[[Row], str]] = field(default_factory=dict)
    what: str = ""

    def of(self, row: Row) -> Row:
        """The dirty row that an ordinary one becomes."""
        return {**row, **{column: new(row) if callable(new) else new for column, new in self.changes.items()}}


def stranger(number: int, **changes: str) -> dict[str, str]:
    """A contact that is not an ordinary one's double."""
    return {
        "contact_id": f"c-{number}",
        "email": f"test{number}@quillfern.example",
        "additional_emails": "",
        "merged_into_contact_id": "",
        "is_deleted": "false",
        **changes,
    }


TWICE = Spoiled("duplicate_key", what="the same row twice")

DIRT: dict[str, tuple[Spoiled, ...]] = {
    "contacts": (
        TWICE,
        Spoiled(
            "duplicate_key",
            {"updated_at": lambda row: row["created_at"], "lifecycle_stage": "subscriber"},
            "an older version",
        ),
        Spoiled("missing_key", stranger(9000, contact_id="")),
        Spoiled("unreadable_boolean", stranger(9001, is_deleted="perhaps")),
        Spoiled("future_timestamp", stranger(9002, created_at="2099-01-01 00:00:00")),
        Spoiled(
            "dangling_reference",
            stranger(9003, merged_into_contact_id="c-9999"),
            "merged into a contact that is not there",
        ),
        Spoiled(
            "dangling_reference", stranger(9004, merged_into_contact_id="c-9002"), "merged into a quarantined contact"
        ),
        Spoiled("merge_cycle", stranger(9005, merged_into_contact_id="c-9006")),
        Spoiled("merge_cycle", stranger(9006, merged_into_contact_id="c-9005")),
        Spoiled("merge_cycle", stranger(9007, merged_into_contact_id="c-9007"), "merged into itself"),
    ),
    "contact_visitors": (
        Spoiled("missing_key", {"visitor_id": ""}),
        Spoiled("missing_value", {"visitor_id": "v-90001", "identified_at": ""}),
        Spoiled("timestamp_before_1990", {"visitor_id": "v-90002", "identified_at": "1970-01-01 00:00:00"}),
        Spoiled("dangling_reference", {"visitor_id": "v-90003", "contact_id": "c-9999"}),
        TWICE,
    ),
    "companies": (TWICE,),
    "web_events": (
        *(TWICE for _ in range(8)),
        *(
            Spoiled(
                "duplicate_key",
                {"loaded_at": lambda row: row["occurred_at"], "page_title": "Loading …"},
                "an older version",
            )
            for _ in range(4)
        ),
        Spoiled("missing_key", {"event_id": ""}),
        Spoiled("missing_key", {"event_id": "e-900001", "visitor_id": ""}),
        Spoiled("missing_key", {"event_id": "e-900002", "event_type": " "}, "white space only"),
        Spoiled("unreadable_timestamp", {"event_id": "e-900003", "occurred_at": "yesterday, about noon"}),
        Spoiled("unreadable_timestamp", {"event_id": "e-900004", "occurred_at": "2025-02-30 10:00:00"}, "no such day"),
        Spoiled(
            "unreadable_timestamp", {"event_id": "e-900005", "loaded_at": "pending"}, "in a column that may be empty"
        ),
        Spoiled("unreadable_boolean", {"event_id": "e-900006", "is_bot": "maybe"}),
        Spoiled("unreadable_boolean", {"event_id": "e-900007", "is_bot": "42 %"}),
        Spoiled("missing_value", {"event_id": "e-900008", "occurred_at": ""}),
        Spoiled("missing_value", {"event_id": "e-900009", "occurred_at": ""}),
        Spoiled("future_timestamp", {"event_id": "e-900010", "occurred_at": "2099-12-31 23:59:59"}),
        Spoiled("future_timestamp", {"event_id": "e-900011", "occurred_at": "2099-05-05 05:05:05"}),
        Spoiled("timestamp_before_1990", {"event_id": "e-900012", "occurred_at": "1970-01-01 00:00:00"}),
        Spoiled("timestamp_before_1990", {"event_id": "e-900013", "occurred_at": "1989-12-31 23:59:59"}),
    ),
    "deals": (
        Spoiled("duplicate_key", {"updated_at": lambda row: row["created_at"], "amount": "1.00"}, "an older version"),
        Spoiled("unreadable_number", {"deal_id": "d-9001", "amount": "about twelve thousand"}),
    ),
    "deal_contacts": (
        TWICE,
        Spoiled("dangling_reference", {"deal_id": "d-9001"}, "its deal is quarantined"),
        Spoiled("dangling_reference", {"contact_id": "c-9999"}),
    ),
    "deal_stage_changes": (
        Spoiled("dangling_reference", {"deal_id": "d-9001"}, "its deal is quarantined"),
        Spoiled("missing_value", {"entered_at": ""}),
    ),
    "exchange_rates": (
        Spoiled("unreadable_timestamp", {"rate_date": "2025-02-30"}, "no such day"),
        Spoiled("unreadable_number", {"rate_date": "2025-08-16", "rate_to_home": "unknown"}),
        Spoiled("missing_value", {"rate_date": "2025-08-17", "rate_to_home": ""}),
    ),
}


def spoil(name: str, rows: list[Row]) -> list[tuple[Spoiled, Row]]:
    """The dirty rows of a table, made of ordinary ones spread over it."""
    spoiled = DIRT.get(name, ())
    step = len(rows) // (len(spoiled) + 1)
    return [(each, each.of(rows[number * step])) for number, each in enumerate(spoiled, start=1)]


# ---------------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """A table with its rows, and those among them that are dirty."""

    table: Table
    rows: list[Row]
    dirt: list[tuple[Spoiled, Row]]


def fill(demo: Demo) -> list[Filled]:
    """Every table with its rows, in the order of their keys."""
    filled = []
    for table in TABLES:
        rows = table.rows(demo)
        dirt = spoil(table.name, rows)
        # All columns, so that two versions of a key have an order too.
        ordered = sorted((*rows, *(row for _, row in dirt)), key=lambda row: [row[column] for column in table.columns])
        filled.append(Filled(table, ordered, dirt))
    return filled


def as_csv(filled: Filled) -> str:
    """The table as it lies in its file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, filled.table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(filled.rows)
    return text.getvalue()


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    # A key's columns are joined by |, which would end the cell.
    cells = [[str(cell).replace("|", "\\|") for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def files_list(tables: list[Filled]) -> str:
    """What each file holds."""
    rows = [
        (f"`{filled.table.name}.csv`", len(filled.rows), filled.table.rows.__doc__.rstrip(".")) for filled in tables
    ]
    return markdown_table(("file", "rows", "holds"), rows)


def planted_list(demo: Demo) -> str:
    """The planted cases, topic by topic."""
    text = []
    for topic in dict.fromkeys(planted.topic for planted in demo.planted):
        cases = [planted for planted in demo.planted if planted.topic == topic]
        rows = [(planted.case, planted.where.format(*planted.things), planted.outcome) for planted in cases]
        text.append(f"### {topic}\n\n{markdown_table(('case', 'where', 'what comes out'), rows)}")
    return "\n".join(text)


def dirt_list(tables: list[Filled]) -> str:
    """The dirty rows."""
    rows = [
        (spoiled.reason, filled.table.name, f"`{filled.table.key_of(row) or ' '}`", spoiled.what)
        for filled in tables
        for spoiled, row in filled.dirt
    ]
    # By reason; within one, the tables keep their order.
    return markdown_table(("reason", "table", "key", ""), sorted(rows, key=lambda row: row[0]))


def fill_in(readme: str, lists: dict[str, str]) -> str:
    """The README with each list written anew between its two marks."""
    for name, text in lists.items():
        begin, end = f"<!-- {name}: written by scripts/generate_demo.py -->", f"<!-- end of {name} -->"
        before, has_begin, rest = readme.partition(begin)
        _, has_end, after = rest.partition(end)
        if not (has_begin and has_end):
            raise SystemExit(f"seeds/demo/README.md lacks the marks {begin} and {end}")
        readme = f"{before}{begin}\n\n{text}\n{end}{after}"
    return readme


def render(readme: str) -> dict[str, bytes]:
    """All files of seeds/demo by name; readme is the README as it stands, whose prose is kept."""
    demo = play()
    tables = fill(demo)
    files = {f"{filled.table.name}.csv": as_csv(filled) for filled in tables}
    lists = {"files": files_list(tables), "planted": planted_list(demo), "dirt": dirt_list(tables)}
    files["README.md"] = fill_in(readme, lists)
    return {name: text.encode("utf-8") for name, text in files.items()}


def differing(files: dict[str, bytes]) -> list[str]:
    """Names of files that are not there as they should be, and of tables that should not be there."""
    there = {path.name: path.read_bytes() for path in (*FOLDER.glob("*.csv"), FOLDER / "README.md")}
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Write the demo company's raw tables to seeds/demo/.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the files that differ")
    arguments = parser.parse_args()

    files = render((FOLDER / "README.md").read_bytes().decode("utf-8"))
    if arguments.check:
        names = differing(files)
        if names:
            print("seeds/demo is not what scripts/generate_demo.py writes:", *names, sep="\n  ")
        return 1 if names else 0
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
