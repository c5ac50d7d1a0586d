"""The reference seeds hold what they promise: enough hosts, well formed, each of the kind it is known for.

Reads the CSV files only. Not here: how a referrer is matched against them (test_reference.py).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds" / "reference"


def read(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read("referrer_hosts")
HOSTS = {row["host"]: row for row in ROWS}
DOTTED = [host for host in HOSTS if "." in host]
CURRENCIES = read("currencies")
MINOR_UNITS = {row["currency_code"]: row["minor_units"] for row in CURRENCIES}


def best(host: str) -> tuple[str, str]:
    """Kind and name of the longest entry that is the host or one of its parents."""
    labels = host.split(".")
    parents = (".".join(labels[start:]) for start in range(len(labels) - 1))
    row = next((HOSTS[parent] for parent in parents if parent in HOSTS), {"kind": "", "name": ""})
    return row["kind"], row["name"]


@pytest.mark.parametrize("name", ["referrer_hosts", "currencies"])
def test_files_are_utf8_with_unix_line_ends_and_no_empty_cell(name):
    """Else git and the engines show differences that are none, and joins lose rows."""
    text = (SEEDS / f"{name}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")
    for row in read(name):
        assert None not in row, row
        assert all(cell and cell == cell.strip() for cell in row.values()), row


@pytest.mark.parametrize("kind, least", [("search", 150), ("social", 80), ("mail", 60), ("ai", 25)])
def test_there_are_enough_hosts_of_a_kind(kind, least):
    """Entries with a dot; aliases do not count."""
    assert sum(HOSTS[host]["kind"] == kind for host in DOTTED) >= least


def test_entries_are_unique_and_sorted_by_kind_and_host():
    """Two rows for a host would double every session that comes from it."""
    assert len(HOSTS) == len(ROWS)
    assert sorted(ROWS, key=lambda row: (row["kind"], row["host"])) == ROWS


def test_entries_are_bare_lower_case_hosts():
    """No scheme, path, port, space, upper case, and no dot at either end or twice."""
    label = r"[^\W_](?:[\w-]*[^\W_])?"  # letters and digits of any script
    for host in HOSTS:
        assert re.fullmatch(rf"{label}(\.{label})*", host), host
        assert host == host.lower(), host
        assert "." not in host or "_" not in host, host


def test_kinds_are_known_and_aliases_are_social_or_ai_only():
    """An alias `google` of kind search would never be asked for: only those two look at utm_source."""
    assert {row["kind"] for row in ROWS} == {"search", "social", "mail", "ai", "other"}
    assert {HOSTS[host]["kind"] for host in HOSTS if "." not in host} == {"social", "ai"}


def test_an_alias_bears_the_name_of_a_host_of_its_kind():
    """So that a network is one row of a report, whichever way it was recognised."""
    names = {(HOSTS[host]["kind"], HOSTS[host]["name"]) for host in DOTTED}
    for host in HOSTS.keys() - set(DOTTED):
        assert (HOSTS[host]["kind"], HOSTS[host]["name"]) in names, host


def test_hosts_beyond_ascii_stand_in_unicode_and_in_punycode():
    """Browsers send punycode, some trackers record Unicode."""
    for host in DOTTED:
        if not host.isascii():
            twin = host.encode("idna").decode("ascii")
        elif "xn--" in host:
            twin = host.encode("ascii").decode("idna")
        else:
            continue
        assert twin != host, host
        assert {**HOSTS[twin], "host": host} == HOSTS[host], host


def test_other_entries_win_over_a_shorter_one():
    """Kind other says what a host is not; without a listed parent it says nothing."""
    for host in DOTTED:
        if HOSTS[host]["kind"] == "other":
            assert best(host.split(".", 1)[1])[0] in {"search", "social", "mail", "ai"}, host


def test_no_entry_repeats_what_its_parent_says():
    """www.google.com beside google.com would be a row that never matters."""
    for host in DOTTED:
        assert best(host) != best(host.split(".", 1)[1]), host


def test_a_brand_has_one_spelling():
    """YouTube and Youtube would be two rows of every report."""
    spellings: dict[str, set[str]] = {}
    for row in ROWS:
        spellings.setdefault(re.sub(r"[\s.'-]", "", row["name"]).casefold(), set()).add(row["name"])
    assert [names for names in spellings.values() if len(names) > 1] == []


def test_every_google_domain_is_named_google():
    """SPEC's fifth rule asks for an entry of kind search named Google."""
    google = [row for row in ROWS if re.match(r"google\.", row["host"])]
    assert len(google) >= 187  # https://www.google.com/supported_domains
    assert {(row["kind"], row["name"]) for row in google} == {("search", "Google")}


@pytest.mark.parametrize(
    "suffix",
    [
        "com",
        "de",
        "fr",
        "it",
        "es",
        "nl",
        "pl",
        "ch",
        "at",
        "ca",
        "ru",
        "cn",
        "cat",
        "co.uk",
        "co.jp",
        "co.in",
        "co.kr",
        "com.br",
        "com.au",
        "com.mx",
        "com.tr",
    ],
)
def test_google_country_domains_are_there(suffix):
    """The large ones, and one of each shape."""
    assert f"google.{suffix}" in HOSTS


@pytest.mark.parametrize(
    "host, kind, name",
    [
        ("www.google.de", "search", "Google"),
        ("com.google.android.googlequicksearchbox", "search", "Google"),
        ("uk.search.yahoo.com", "search", "Yahoo"),
        ("www.bing.com", "search", "Bing"),
        ("xn--d1acpjx3f.xn--p1ai", "search", "Yandex"),
        ("l.facebook.com", "social", "Facebook"),
        ("com.linkedin.android", "social", "LinkedIn"),
        ("t.co", "social", "X"),
        ("m.youtube.com", "social", "YouTube"),
        ("web.whatsapp.com", "social", "WhatsApp"),
        ("t.me", "social", "Telegram"),
        ("news.ycombinator.com", "social", "Hacker News"),
        ("mail.google.com", "mail", "Gmail"),
        ("com.google.android.gm", "mail", "Gmail"),
        ("outlook.live.com", "mail", "Outlook"),
        ("eur01.safelinks.protection.outlook.com", "mail", "Outlook"),
        ("mail.yahoo.com", "mail", "Yahoo Mail"),
        ("feedly.com", "mail", "Feedly"),
        ("www.perplexity.ai", "ai", "Perplexity"),
        ("gemini.google.com", "ai", "Gemini"),
        ("copilot.microsoft.com", "ai", "Copilot"),
        ("support.google.com", "other", "Google Support"),
        ("docs.google.com", "other", "Google Drive"),
        ("login.live.com", "", ""),
        ("notgoogle.com", "", ""),
        ("com", "", ""),
    ],
)
def test_well_known_hosts_are_what_they_are(host, kind, name):
    """The longest entry decides; what merely looks alike is nothing."""
    assert best(host) == (kind, name)


@pytest.mark.parametrize(
    "alias, name",
    [("fb", "Facebook"), ("ig", "Instagram"), ("linkedin", "LinkedIn"), ("chatgpt", "ChatGPT")],
)
def test_usual_utm_sources_are_aliases(alias, name):
    """What advertisers and assistants write into utm_source."""
    assert HOSTS[alias]["name"] == name


def test_currency_codes_are_unique_sorted_upper_case_letters():
    """They are joined to codes from the CRM in upper case."""
    codes = [row["currency_code"] for row in CURRENCIES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert {"XAU", "XXX", "XTS"}.isdisjoint(codes)
    assert len(codes) >= 150


@pytest.mark.parametrize(
    "code, minor_units",
    [(code, 0) for code in ["JPY", "KRW", "ISK", "CLP", "UGX", "VND", "XOF", "BYR"]]
    + [(code, 2) for code in ["USD", "EUR", "GBP", "CHF", "HUF", "MRU", "BYN", "BGN", "HRK"]]
    + [(code, 3) for code in ["KWD", "BHD", "TND", "JOD"]]
    + [(code, 4) for code in ["CLF", "UYW"]],
)
def test_minor_units_are_those_of_iso_4217(code, minor_units):
    """A wrong one would split revenue into parts that no invoice knows."""
    assert MINOR_UNITS[code] == str(minor_units)


def test_a_currency_has_a_symbol_of_its_own_or_its_code():
    """Two currencies with one symbol would make a sentence of explain_attribution ambiguous."""
    symbols = {row["currency_code"]: row["symbol"] for row in CURRENCIES}
    assert len(set(symbols.values())) == len(symbols)
    assert all(symbol == code or not re.fullmatch("[A-Z]{3}", symbol) for code, symbol in symbols.items())
    known = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$", "CAD": "CA$", "CHF": "CHF", "SEK": "SEK"}
    assert {code: symbols[code] for code in known} == known
