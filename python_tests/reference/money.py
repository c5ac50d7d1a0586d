"""Rounding (ADR "Money"): always half away from zero, always from exact numbers."""

from __future__ import annotations

import csv
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

_WIDE = Context(prec=200)


def round_half_away(value: Fraction, places: int) -> Decimal:
    """`value` to `places` decimals, half away from zero."""
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    if value < 0:
        units = -units
    return Decimal(units).scaleb(-places, _WIDE)


@cache
def _minor_units(path: Path) -> dict[str, int]:
    with open(path, encoding="utf-8", newline="") as file:
        return {
            row["currency_code"].strip(): int(row["minor_units"])
            for row in csv.DictReader(file)
            if row["minor_units"].strip().isdigit()
        }


def minor_units(currency_code: str, path: str | Path) -> int:
    """Decimals of a currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD."""
    known = _minor_units(Path(path))
    if currency_code not in known:
        raise ValueError(f"{currency_code!r} has no minor unit in {path}")
    return known[currency_code]
