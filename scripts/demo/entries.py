"""The ways into the site: referrers and tagged links, at least one for each traffic source rule of SPEC 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .basics import END, START
from .site import HELP, SITE


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
    since: str = START.date().isoformat()
    until: str = END.date().isoformat()
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
