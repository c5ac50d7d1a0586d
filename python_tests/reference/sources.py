"""Traffic source of an event and its drill-downs (SPEC 3 and its table)."""

from __future__ import annotations

from dataclasses import dataclass

from .urls import HostList, host, is_internal, lowered, parameters, without_query, without_www

UTMS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")


@dataclass(frozen=True)
class Traffic:
    """What brought an event: the rule that matched (1 to 15), its source and the drill-downs."""

    rule: int
    source: str
    drilldown_1: str | None
    drilldown_2: str | None
    utms: dict[str, str | None]

    @property
    def is_landing(self) -> bool:
        """A landing has an own traffic signal: its rule is neither 13 nor 15."""
        return self.rule not in (13, 15)

    @property
    def signal(self) -> tuple:
        """(source, utm_campaign lower-cased): a landing with another one may break the session."""
        campaign = self.utms["utm_campaign"]
        return (self.source, None if campaign is None else lowered(campaign))


def traffic(page_url: str | None, referrer_url: str | None, hosts: HostList, site_domains: list[str]) -> Traffic:
    """First match wins."""
    params = parameters(page_url)
    utms = {name: params.get(name) for name in UTMS}

    u, m, c, source = (
        lowered(params.get(name) or "") for name in ("utm_source", "utm_medium", "utm_campaign", "source")
    )

    def contains(texts: tuple[str, ...], words: tuple[str, ...]) -> bool:
        return any(word in text for text in texts for word in words)

    def present(*names: str) -> bool:
        return any(params.get(name) is not None for name in names)

    referrer_host = host(referrer_url)
    referrer = hosts.of_host(referrer_host)
    referrer_kind = referrer.kind if referrer else None
    u_entry = hosts.of_utm_source(utms["utm_source"])
    u_kind = u_entry.kind if u_entry else None

    from_social = u_kind == "social" or referrer_kind == "social"
    from_google = referrer_kind == "search" and referrer.name == "Google"
    m_is_paid = contains((m,), ("paid", "ppc", "cpc"))
    any_utm = bool(u or m or c)

    # 1. m is social and (u is a network, or the referrer is social)
    if m == "social" and from_social:
        rule, name = 1, "organic_social"
    # 2. query param source contains adword, ppc or cpc
    elif contains((source,), ("adword", "ppc", "cpc")):
        rule, name = 2, "paid_search"
    # 3. a search ad's click id is present
    elif present("gclid", "gbraid", "wbraid", "msclkid"):
        rule, name = 3, "paid_search"
    # 4. m is paid and (u is a network or the referrer is social); or u or m contains paidsocial; or a
    #    social ad's click id with such an m
    elif (
        (m_is_paid and from_social)
        or contains((u, m), ("paidsocial",))
        or (m_is_paid and present("fbclid", "li_fat_id", "ttclid"))
    ):
        rule, name = 4, "paid_social"
    # 5. any of u, m, c present and the referrer is google
    elif any_utm and from_google:
        rule, name = 5, "paid_search"
    # 6. u, m or c contains adword, ppc or cpc
    elif contains((u, m, c), ("adword", "ppc", "cpc")):
        rule, name = 6, "paid_search"
    # 7. u, m, c or source contains email
    elif contains((u, m, c, source), ("email",)):
        rule, name = 7, "email_marketing"
    # 8. referrer or u is a known AI assistant
    elif referrer_kind == "ai" or u_kind == "ai":
        rule, name = 8, "ai_referrals"
    # 9. any of u, m, c, source present
    elif any_utm or source:
        rule, name = 9, "other_campaigns"
    # 10. referrer social
    elif referrer_kind == "social":
        rule, name = 10, "organic_social"
    # 11. referrer mail or RSS reader
    elif referrer_kind == "mail":
        rule, name = 11, "direct_traffic"
    # 12. referrer search engine
    elif referrer_kind == "search":
        rule, name = 12, "organic_search"
    # 13. referrer internal: always direct_traffic (ADR)
    elif is_internal(referrer_url, page_url, site_domains):
        rule, name = 13, "direct_traffic"
    # 14. other referrer
    elif referrer_host is not None:
        rule, name = 14, "referrals"
    # 15. nothing
    else:
        rule, name = 15, "direct_traffic"

    def first_name(kind: str) -> str | None:
        """The referrer's name, else that of utm_source's entry, if they are of the kind."""
        if referrer_kind == kind:
            return referrer.name
        return u_entry.name if u_kind == kind else None

    one: str | None = None
    two: str | None = None
    if name == "organic_search":
        asked = parameters(referrer_url)
        one = next((asked[q] for q in ("q", "query", "p", "text", "wd") if asked.get(q)), None)
        two = referrer.name
    elif name == "paid_search":
        one, two = utms["utm_campaign"], utms["utm_term"]
    elif name in ("paid_social", "organic_social"):
        one, two = first_name("social") or utms["utm_source"], utms["utm_campaign"]
    elif name == "email_marketing":
        one, two = utms["utm_campaign"], utms["utm_content"]
    elif name == "ai_referrals":
        one, two = first_name("ai"), without_query(referrer_url)
    elif name == "referrals":
        one, two = without_www(referrer_host), without_query(referrer_url)
    elif name == "other_campaigns":
        one, two = utms["utm_campaign"], utms["utm_source"]

    return Traffic(rule, name, one, two, utms)
