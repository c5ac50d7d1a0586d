"""The vars of the project, with their defaults, and where the reference lists lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPORTS = ("contact_create", "deal_create", "revenue")

# SPEC 1, in the order of its table.
INTERACTION_TYPES = (
    "page_view",
    "form_submission",
    "cta_click",
    "marketing_email_click",
    "social_post_click",
    "ad_click",
    "marketing_event_registered",
    "marketing_event_attended",
    "call_connected",
    "meeting",
    "sales_email_reply",
    "conversation",
    "contact_created",
    "media_play",
    "custom_event",
    "sequence_action",
)

# SPEC 5, in the order of its table.
BUILT_IN_MODELS = (
    "linear",
    "first_interaction",
    "last_interaction",
    "u_shaped",
    "w_shaped",
    "full_path",
    "time_decay",
    "j_shaped",
    "inverse_j_shaped",
    "last_ad",
)

# docs/models.md, "Presets": what each vendor documents, by var. Weights only where they are not those of SPEC 5.
PRESETS: dict[str, dict[str, Any]] = {
    "hubspot": {
        "attribution_models": list(BUILT_IN_MODELS),
        "attribution_weights": {},
        "lookback_days": None,
        "middle_scope": "between_keys",
        "null_rule": "any_contact",
        "time_decay_half_life_days": 7,
    },
    "adobe": {
        "attribution_models": [
            "linear",
            "first_interaction",
            "last_interaction",
            "u_shaped",
            "time_decay",
            "j_shaped",
            "inverse_j_shaped",
        ],
        "attribution_weights": {
            "u_shaped": {"first": "40/100", "last": "40/100", "pool": "20/100"},
            "j_shaped": {"first": "20/100", "last": "60/100", "pool": "20/100"},
            "inverse_j_shaped": {"first": "60/100", "last": "20/100", "pool": "20/100"},
        },
        "lookback_days": None,
        "middle_scope": "between_keys",
        "null_rule": "off",
        "time_decay_half_life_days": 7,
    },
    "marketo": {
        "attribution_models": ["first_interaction", "u_shaped", "w_shaped", "full_path"],
        "attribution_weights": {"u_shaped": {"first": "1/2", "lead_create": "1/2"}},
        "lookback_days": None,
        "middle_scope": "between_keys",
        "null_rule": "off",
        "time_decay_half_life_days": 7,
    },
    "google_2023": {
        "attribution_models": ["linear", "first_interaction", "last_interaction", "u_shaped", "time_decay"],
        "attribution_weights": {"u_shaped": {"first": "40/100", "last": "40/100", "pool": "20/100"}},
        "lookback_days": 90,
        "middle_scope": "between_keys",
        "null_rule": "off",
        "time_decay_half_life_days": 7,
    },
}

PROJECT = Path(__file__).resolve().parents[2]


def _now() -> datetime:
    return datetime.now(UTC)


def _default_interaction_types() -> dict[str, list[str]]:
    """Every type but sequence_action earns credit, in each report."""
    return {report: [t for t in INTERACTION_TYPES if t != "sequence_action"] for report in REPORTS}


def _default_offline_sources() -> dict[str, str]:
    return {
        "import": "contact_import",
        "integration": "integration",
        "api": "integration",
        "manual": "other_lead_creation",
    }


@dataclass
class Config:
    """One field per var; `run_started_at` may be naive (UTC) or aware.

    A field that is "preset" becomes that of `attribution_preset`.
    """

    run_started_at: datetime = field(default_factory=_now)

    # sessions
    session_timeout_minutes: int = 30
    session_breaks_on_new_source: bool = False
    site_domains: list[str] = field(default_factory=list)

    # journeys
    attribution_preset: str = "hubspot"  # a key of PRESETS
    lookback_days: Any = "preset"  # a number or None
    max_interactions_per_conversion: int | None = None
    interaction_types: dict[str, list[str]] = field(default_factory=_default_interaction_types)
    contact_creation_grace_seconds: int = 60
    offline_creation_sources: dict[str, str] = field(default_factory=_default_offline_sources)

    # models
    attribution_models: Any = "preset"  # a list of names
    attribution_weights: dict[str, dict[str, Any]] = field(default_factory=dict)
    position_models: dict[str, dict[str, float]] = field(default_factory=dict)
    middle_scope: str = "preset"  # between_keys or all_others
    null_rule: str = "preset"  # any_contact, oldest_contact or off
    time_decay_half_life_days: Any = "preset"  # a number

    # money
    home_currency: str = "USD"
    exchange_rate_max_age_days: int = 7
    closed_won_stage_ids: list[str] = field(default_factory=lambda: ["closedwon"])

    # campaigns
    campaign_history: bool = False
    influence_by_ads: bool = False
    campaign_metric_exclusions: list[str] = field(default_factory=lambda: ["workflow", "cta", "ad"])

    # privacy
    email_hash_salt: str = ""

    # files
    referrer_hosts_path: str | Path = PROJECT / "seeds" / "reference" / "referrer_hosts.csv"
    currencies_path: str | Path = PROJECT / "seeds" / "reference" / "currencies.csv"
    sources_path: str | Path = PROJECT / "models" / "staging" / "_raw__sources.yml"

    def __post_init__(self) -> None:
        """Fills in the preset, brings the start to naive UTC; a value that a var does not know is a ValueError naming it."""
        if self.attribution_preset not in PRESETS:
            raise ValueError(f"attribution_preset: {self.attribution_preset!r}")
        preset = PRESETS[self.attribution_preset]
        for name in preset.keys() - {"attribution_weights"}:
            if getattr(self, name) == "preset":
                setattr(self, name, preset[name])
        self.attribution_weights = preset["attribution_weights"] | self.attribution_weights
        if self.run_started_at.tzinfo is not None:
            self.run_started_at = self.run_started_at.astimezone(UTC).replace(tzinfo=None)
        if self.middle_scope not in ("between_keys", "all_others"):
            raise ValueError(f"middle_scope: {self.middle_scope!r}")
        if self.null_rule not in ("any_contact", "oldest_contact", "off"):
            raise ValueError(f"null_rule: {self.null_rule!r}")
        for name in self.campaign_metric_exclusions:
            if name not in ("workflow", "cta", "ad"):
                raise ValueError(f"campaign_metric_exclusions: {name!r}")
        for name in self.attribution_models:
            if name not in BUILT_IN_MODELS and name not in self.position_models:
                raise ValueError(f"attribution_models: no model is named {name!r}")
        for name in self.position_models:
            if name in BUILT_IN_MODELS:
                raise ValueError(f"position_models: {name!r} is a built-in model")

    @property
    def model_names(self) -> list[str]:
        """The models of the list, then the analyst's own that it does not name."""
        own = [name for name in self.position_models if name not in self.attribution_models]
        return list(self.attribution_models) + own
