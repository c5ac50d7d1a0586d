"""Why an interaction has a credit (CONTRACT explain_attribution): the steps of SPEC 5's formula, as columns."""

from __future__ import annotations

from .config import Config
from .models import position_weights, raw_weights, weights_by_position
from .shares import Share
from .staging import Row

POSITIONS = ("first", "lead_create", "deal_create", "closed_won", "last", "last_ad")


def explain_attribution(shares: list[Share], config: Config) -> list[Row]:
    """One row per conversion × interaction × model, as fct_attribution; without the sentence."""
    rows = []
    for share in shares:
        journey, index = share.journey, share.index
        held = [name for name in POSITIONS if journey.holders(name) == index]
        raw, _ = raw_weights(share.model, journey, config)

        # Models that are not made of positions have no keys, those without a pool no middles.
        key_weight = pool_weight = middle_count = None
        weights = weights_by_position(share.model, config)
        if weights is not None:
            parts = position_weights(journey, weights, config)
            key_weight, pool_weight = float(parts.keys[index]), float(parts.pool[index])
            middle_count = parts.middle_count if weights.get("pool") else None

        rows.append(
            {
                **share.key,
                "attribution_model": share.model,
                "contact_id": share.interaction.contact_id,
                "positions": ", ".join(held) or "middle",
                "position_weight": key_weight,
                "pool_weight": pool_weight,
                "middle_count": middle_count,
                "raw_weight": float(raw[index]),
                "normaliser": float(sum(raw)),
                "credit": float(share.credit),
                "attributed_revenue": share.revenue,
                "amount": share.conversion.amount,
                "home_currency": config.home_currency,
                "interaction_index": index + 1,
                "interaction_count": len(journey.interactions),
                "occurred_at": share.interaction.occurred_at,
                "converted_at": share.conversion.converted_at,
            }
        )
    return rows
