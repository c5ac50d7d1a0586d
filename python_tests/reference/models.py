"""Attribution models: weights, credits and revenue (SPEC 5, ADR "Money")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from .config import REPORTS, Config
from .journeys import Journey
from .money import round_half_away

Weights = dict[str, Fraction]


def _weights(**parts: str) -> Weights:
    return {name: Fraction(value) for name, value in parts.items()}


# Key weights and pool of the models that are nothing but positions.
POSITION_MODELS = {
    "first_interaction": _weights(first="1"),
    "last_interaction": _weights(last="1"),
    "u_shaped": _weights(first=".40", lead_create=".40", pool=".20"),
    "w_shaped": _weights(first=".30", lead_create=".30", deal_create=".30", pool=".10"),
    "full_path": _weights(first=".225", lead_create=".225", deal_create=".225", closed_won=".225", pool=".10"),
    "j_shaped": _weights(first=".20", conversion=".60", pool=".20"),
    "inverse_j_shaped": _weights(first=".60", conversion=".20", pool=".20"),
    "last_ad": _weights(last_ad="1"),
}

REPORTS_OF_MODEL = {"w_shaped": ("deal_create", "revenue"), "full_path": ("revenue",)}

# "conversion" is lead_create, deal_create or closed_won by report.
CONVERSION_POSITION = {
    "contact_create": "lead_create",
    "deal_create": "deal_create",
    "revenue": "closed_won",
}


def models_of_report(report: str, config: Config) -> list[str]:
    """Names of the models that the report has, in the order of the vars (SPEC 5)."""
    return [name for name in config.model_names if report in REPORTS_OF_MODEL.get(name, REPORTS)]


@dataclass
class PositionWeights:
    """What a model of positions gives to each interaction of a journey, and among how many middles it shared its pool."""

    keys: list[Fraction]
    pool: list[Fraction]
    middle_count: int


def weights_of(name: str, config: Config) -> Weights:
    """The weights of a model of positions: the analyst's own, those by hand or the preset's for a model of SPEC, or SPEC's."""
    given = config.position_models | config.attribution_weights
    if name in given:
        return {part: Fraction(str(weight)) for part, weight in given[name].items()}
    return POSITION_MODELS[name]


def position_weights(journey: Journey, weights: Weights, config: Config) -> PositionWeights:
    """raw = sum of the weights of every position held + (pool / number of middles, if a middle)."""
    raw = [Fraction(0)] * len(journey.interactions)
    pool = list(raw)

    # Additive when one interaction holds several positions.
    keys = set()
    for position, weight in weights.items():
        if position == "pool":
            continue
        if position == "conversion":
            position = CONVERSION_POSITION[journey.conversion.conversion_type]
        index = journey.holders(position)
        if index is not None:
            keys.add(index)
            raw[index] += weight

    # A middle of a model is an interaction that holds none of that model's keys. between_keys: only
    # those between that model's own first and last key; all_others: everyone else.
    middles = [index for index in range(len(raw)) if index not in keys]
    if config.middle_scope == "between_keys":
        middles = [i for i in middles if keys and min(keys) < i < max(keys)]
    for index in middles:
        pool[index] = weights.get("pool", Fraction(0)) / len(middles)
    return PositionWeights(raw, pool, len(middles))


def time_decay_weights(journey: Journey, config: Config) -> list[Fraction]:
    """2^(−days before the journey's last interaction / half-life), fractional days."""
    last = journey.interactions[-1].occurred_at
    raw = []
    for interaction in journey.interactions:
        microseconds = (last - interaction.occurred_at) // timedelta(microseconds=1)
        days = microseconds / 86400e6
        raw.append(Fraction(2.0 ** (-days / config.time_decay_half_life_days)))
    return raw


def precedes_contact(journey: Journey, config: Config) -> bool:
    """null_rule: was the deal created before its contacts were?"""
    created = [created_at for created_at, _ in journey.conversion.contacts]
    if config.null_rule == "any_contact":  # before at least one of its living contacts
        return journey.conversion.deal_created_at < max(created)
    if config.null_rule == "oldest_contact":
        return journey.conversion.deal_created_at < min(created)
    return False


def raw_weights(name: str, journey: Journey, config: Config) -> tuple[list[Fraction] | None, str | None]:
    """The raw weights, rounded to 18 decimals; or null and the reason."""
    report = journey.conversion.conversion_type
    if name not in models_of_report(report, config):
        return None, "no_credit"
    if name in ("w_shaped", "full_path") and precedes_contact(journey, config):
        return None, "deal_before_contact"

    if name == "linear":
        raw = [Fraction(1)] * len(journey.interactions)
    elif name == "time_decay":
        raw = time_decay_weights(journey, config)
    else:
        parts = position_weights(journey, weights_of(name, config), config)
        raw = [key + pool for key, pool in zip(parts.keys, parts.pool, strict=True)]

    raw = [Fraction(round_half_away(weight, 18)) for weight in raw]
    if sum(raw) == 0:
        return None, "no_ad_interaction" if name == "last_ad" else "no_credit"
    return raw, None


@dataclass
class Credits:
    """What one model gives to one journey: a list each, in the journey's order; null with a reason."""

    raw: list[Fraction] | None
    credits: list[Fraction] | None
    revenue: list[Decimal] | None
    reason: str | None


def credits(name: str, journey: Journey, config: Config, minor_units: int) -> Credits:
    """credit = raw / sum of raw over the journey, to 15 decimals."""
    raw, reason = raw_weights(name, journey, config)
    if raw is None:
        return Credits(None, None, None, reason)
    total = sum(raw)
    shares = [Fraction(round_half_away(weight / total, 15)) for weight in raw]

    # revenue_<model> is null outside the revenue report: a careless sum cannot count a deal twice.
    if journey.conversion.conversion_type != "revenue":
        return Credits(raw, shares, None, None)

    # share_i = round(weights up to i / all, 12); revenue_i = round(amount × share_i) − the one before.
    # Cumulative rounding: the last interaction closes the amount to the minor unit, exactly.
    amount = Fraction(journey.conversion.amount)
    revenue = []
    before = Decimal(0)
    for index in range(len(raw)):
        share = Fraction(round_half_away(Fraction(sum(raw[: index + 1]), total), 12))
        up_to_here = round_half_away(amount * share, minor_units)
        revenue.append(up_to_here - before)
        before = up_to_here
    return Credits(raw, shares, revenue, None)
