"""URLs: query strings, hosts, and the lists hosts are matched against (ADR "URLs")."""

from __future__ import annotations

import contextlib
import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEX = "0123456789abcdefABCDEF"


# --- query strings ----------------------------------------------------------------------------------


def query_string(url: str | None) -> str:
    """After the first ? that no # precedes, up to the next #."""
    if url is None:
        return ""
    before_fragment = url.split("#", 1)[0]
    _, _, query = before_fragment.partition("?")
    return query


def decode(text: str) -> str:
    """Plus becomes a space, then percent-decoding, then UTF-8 with U+FFFD per maximal invalid part."""
    data = text.replace("+", " ").encode()
    decoded = bytearray()
    i = 0
    while i < len(data):
        digits = data[i + 1 : i + 3].decode("latin-1")
        if data[i : i + 1] == b"%" and len(digits) == 2 and all(d in HEX for d in digits):
            decoded.append(int(digits, 16))
            i += 3
        else:
            decoded.append(data[i])
            i += 1
    return decoded.decode("utf-8", errors="replace")


def parse_pairs(query: str) -> list[tuple[str, str]]:
    """Pairs split at &, empty pairs skipped; name and value split at the first =."""
    pairs = []
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            pairs.append((decode(name), decode(value)))
    return pairs


def lowered(text: str) -> str:
    """Lower-cased letter by letter, as DuckDB does (docs/spark.md, "What differs"): İ is i, one letter, Σ is σ at a word's end, too."""
    return "".join(letter.lower()[0] for letter in text)


def parameters(url: str | None) -> dict[str, str | None]:
    """Names lower-cased; the first of duplicate names counts, even when empty; empty is null."""
    found: dict[str, str | None] = {}
    for name, value in parse_pairs(query_string(url)):
        found.setdefault(lowered(name), value or None)
    return found


def without_query(url: str | None) -> str | None:
    """The URL less query and fragment."""
    if url is None:
        return None
    return re.split(r"[?#]", url, maxsplit=1)[0] or None


# --- hosts ------------------------------------------------------------------------------------------


def host(url: str | None) -> str | None:
    """The host of a URL, lower-cased, or none."""
    if url is None:
        return None
    # Strip scheme:// or //
    marked = re.match(r"([A-Za-z][A-Za-z0-9+.-]*:)?//", url)
    rest = url[marked.end() :] if marked else url
    # End at the first / \ ? or #; drop all to the last @; drop :port; lower-case; drop one trailing dot.
    rest = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    rest = rest.rpartition("@")[2]
    rest = re.sub(r":[0-9]*$", "", rest)
    rest = lowered(rest)
    rest = rest.removesuffix(".")
    # A host holding white space or : (save inside […]) is none.
    if re.search(r"[\s:]", re.sub(r"\[.*\]", "", rest), re.ASCII):
        return None
    # Without a scheme a host must hold a dot.
    if not marked and "." not in rest:
        return None
    return rest or None


def without_www(name: str | None) -> str | None:
    """A host less a leading www., as referrals and a page's own host are compared (ADR)."""
    return None if name is None else name.removeprefix("www.")


def is_host_or_parent(entry: str, name: str) -> bool:
    """A host matches an entry when it is the entry or ends with . and the entry: never a substring."""
    return name == entry or name.endswith("." + entry)


def spellings(entry: str) -> set[str]:
    """Reference lists and site_domains are matched in Unicode and in punycode form."""
    entry = entry.strip().lower()
    forms = {entry}
    for convert in (lambda e: e.encode("idna").decode(), lambda e: e.encode().decode("idna")):
        with contextlib.suppress(UnicodeError):
            forms.add(convert(entry))
    return forms - {""}


# --- lists of hosts ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A row of seeds/reference/referrer_hosts.csv: a host or an alias, and what it stands for (ADR "URLs")."""

    host: str
    kind: str  # search, social, mail, ai, or other: no special referrer
    name: str


@dataclass(frozen=True)
class HostList:
    """The reference list. Entries without a dot are aliases, for utm_source only.

    A host matches an entry when it is the entry or ends with . and the entry, as in is_host_or_parent:
    so the host and its parents are looked up, the longest first.
    """

    hosts: dict[str, Entry]
    aliases: dict[str, Entry]

    def of_host(self, name: str | None) -> Entry | None:
        """The longest entry wins, over all lists together."""
        while name:
            if name in self.hosts:
                return self.hosts[name]
            name = name.partition(".")[2]
        return None

    def of_utm_source(self, utm_source: str | None) -> Entry | None:
        """utm_source, lower-cased, is an entry's alias or matches as a host."""
        if utm_source is None:
            return None
        name = lowered(utm_source)
        return self.aliases.get(name) or self.of_host(name)


@cache
def load_host_list(path: Path) -> HostList:
    """The reference list from its CSV file, every host in all its spellings; the first row of a host counts."""
    hosts: dict[str, Entry] = {}
    aliases: dict[str, Entry] = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = Entry(row["host"].strip().lower(), row["kind"].strip(), row["name"].strip())
            if "." in entry.host:
                for form in spellings(entry.host):
                    hosts.setdefault(form, entry)
            else:
                aliases.setdefault(entry.host, entry)
    return HostList(hosts, aliases)


def is_internal(referrer_url: str | None, page_url: str | None, site_domains: list[str]) -> bool:
    """Internal: the referrer's host or a parent is in site_domains, or it is the page's own host."""
    referrer = host(referrer_url)
    if referrer is None:
        return False
    for domain in site_domains:
        if any(is_host_or_parent(form, referrer) for form in spellings(domain)):
            return True
    return without_www(referrer) == without_www(host(page_url))
