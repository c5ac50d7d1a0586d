"""The site: its pages, and the forms, CTAs and media on them."""

from __future__ import annotations

from dataclasses import dataclass

SITE = "https://www.quillfern.example"
BLOG = "https://blog.quillfern.example"
HELP = "https://help.quillfern.example"


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
        Page("p-lp-audit", "landing-page", f"{SITE}/lp/stock-audit", "The spring stock audit", form="f-audit"),
        Page("p-blog-audit", "blog-post", f"{BLOG}/stock-audit", "Ten questions to your stock", form="f-audit"),
        Page("p-course", "", "https://stock-academy.example/courses/quillfern", "Course: first steps in Quillfern"),
    )
}


@dataclass(frozen=True)
class Asset:
    """What the assets table lists; the last two are a CTA's alone."""

    type: str
    id: str
    title: str
    url: str = ""
    cta_has_form: str = ""
    is_legacy_cta: str = ""


OTHER_ASSETS = (
    Asset("form", "f-demo", "Demo request"),
    Asset("form", "f-trial", "Trial sign-up"),
    Asset("form", "f-report", "Stocktake Report download"),
    Asset("form", "f-webinar", "Webinar registration"),
    Asset("form", "f-contact", "Contact form"),
    Asset("form", "f-newsletter", "Newsletter sign-up"),
    Asset("cta", "cta-demo", "Book a demo (button)", cta_has_form="false", is_legacy_cta="false"),
    Asset("cta", "cta-trial", "Start your trial (button)", cta_has_form="false", is_legacy_cta="false"),
    Asset("cta", "cta-report", "Get the Stocktake Report (banner)", cta_has_form="false", is_legacy_cta="true"),
    Asset("cta", "cta-newsletter", "Read Shelf Life every month (pop-up)", cta_has_form="true", is_legacy_cta="false"),
    Asset("cta", "cta-dach", "Vorführung vereinbaren (Schaltfläche)", cta_has_form="false", is_legacy_cta="false"),
    Asset("form", "f-audit", "Stock audit sign-up"),
    Asset("cta", "cta-audit", "Audit your stock (button)", cta_has_form="false", is_legacy_cta="false"),
    Asset("cta", "cta-audit-form", "Audit your stock (pop-up)", cta_has_form="true", is_legacy_cta="false"),
    Asset("cta", "cta-audit-old", "Audit your stock (image)", is_legacy_cta="true"),
    Asset("media_bridge", "m-tour", "Product tour, three minutes"),
    Asset("custom_event", "pricing_calculator_used", "Pricing calculator used"),
)

CTA_LEADS_TO = {
    "cta-demo": "p-lp-demo",
    "cta-trial": "p-lp-trial",
    "cta-report": "p-lp-report",
    "cta-newsletter": "p-blog",
    "cta-dach": "p-lp-dach",
}
