"""Why an interaction has a credit (CONTRACT explain_attribution): the steps of SPEC 5's formula, as columns."""

from __future__ import annotations

from itertools import groupby

from .config import Config
from .models import position_weights, weights_of
from .shares import Share
from .staging import Row

POSITIONS = ("first", "lead_create", "deal_create", "closed_won", "last", "last_ad")


def explain_attribution(shares: list[Share], config: Config) -> list[Row]:
    """One row per conversion × interaction × model, as fct_attribution; without the sentence."""
    rows = []
    # The shares of one journey and model follow each other.
    for (_, model), some in groupby(shares, key=lambda share: (id(share.journey), share.model)):
        members = list(some)
        journey = members[0].journey
        raw = members[0].result.raw
        normaliser = sum(raw)

        # Models that are not made of positions have no keys; those without a pool have no middles.
        weights = {} if model in ("linear", "time_decay") else weights_of(model, config)
        parts = position_weights(journey, weights, config) if weights else None

        for share in members:
            held = [name for name in POSITIONS if journey.holders(name) == share.index]
            rows.append(
                {
                    **share.key,
                    "attribution_model": model,
                    "contact_id": share.interaction.contact_id,
                    "positions": ", ".join(held) or "middle",
                    "position_weight": float(parts.keys[share.index]) if parts else None,
                    "pool_weight": float(parts.pool[share.index]) if parts else None,
                    "middle_count": parts.middle_count if parts and weights.get("pool") else None,
                    "raw_weight": float(raw[share.index]),
                    "normaliser": float(normaliser),
                    "credit": float(share.credit),
                    "attributed_revenue": share.revenue,
                    "amount": share.conversion.amount,
                    "home_currency": config.home_currency,
                    "interaction_index": share.index + 1,
                    "interaction_count": len(journey.interactions),
                    "occurred_at": share.interaction.occurred_at,
                    "converted_at": share.conversion.converted_at,
                }
            )
    return rows
