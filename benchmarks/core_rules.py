"""What the programs that compute the core of attribution have in common: its tables, and the figures of SPEC in its default vars."""

from __future__ import annotations

# The raw tables that the core needs.
TABLES = [
    "web_events", "contacts", "contact_visitors", "deals", "deal_contacts", "pipeline_stages", "exchange_rates", "campaigns",
    "campaign_utms",
]  # fmt: skip

# Interactions by type; rank is the second key of the total order (SPEC 1), 5 for all others.
WEB_TYPES = ["page_view", "form_submission", "cta_click", "media_play", "custom_event"]
RANKS = {"contact_created": 1, "form_submission": 2, "cta_click": 3, "page_view": 4}
OTHER_RANK = 5

# Kinds of creation_source that make a contact_created interaction.
OFFLINE_SOURCES = ["import", "integration", "api", "manual"]

SESSION_TIMEOUT_SECONDS = 30 * 60
GRACE_SECONDS = 60
HALF_LIFE_DAYS = 7
RATE_MAX_AGE_DAYS = 7

# Positional model → weights of its positions, and of the pool that the interactions between its first and last key share
# (SPEC 5). The other two are linear and time_decay.
POSITIONS = {
    "first_interaction": ({"first": 1.0}, 0.0),
    "last_interaction": ({"last": 1.0}, 0.0),
    "u_shaped": ({"first": 0.4, "lead_create": 0.4}, 0.2),
    "w_shaped": ({"first": 0.3, "lead_create": 0.3, "deal_create": 0.3}, 0.1),
    "full_path": ({"first": 0.225, "lead_create": 0.225, "deal_create": 0.225, "closed_won": 0.225}, 0.1),
    "j_shaped": ({"first": 0.2, "conversion": 0.6}, 0.2),
    "inverse_j_shaped": ({"first": 0.6, "conversion": 0.2}, 0.2),
    "last_ad": ({"last_ad": 1.0}, 0.0),
}
MODELS = ["linear", "time_decay", *POSITIONS]

# utm_campaign's value as it stands in a URL: of the query string, the first parameter of that name.
UTM_CAMPAIGN = r"(?i)^[^?#]*\?(?:[^#]*?&)?utm_campaign=([^&#]*)"
