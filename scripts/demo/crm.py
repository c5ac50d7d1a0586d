"""How Quillfern has set up its CRM: owners, pipelines with their stages, ways to enter a contact by hand."""

from __future__ import annotations

from dataclasses import dataclass

from .basics import listed

OWNERS = listed("Alma Reyes, Boris Kwan, Chiara Voss, Dev Malhotra, Erin Walsh, Femi Adeyemi, Greta Lund, Hiro Endo")


@dataclass(frozen=True)
class Stage:
    """A stage of a pipeline."""

    id: str
    pipeline_id: str
    name: str
    is_closed: bool = False
    is_won: bool = False


NEW_BUSINESS, RENEWAL = "pl-1", "pl-2"
PIPELINE_NAMES = {NEW_BUSINESS: "New business", RENEWAL: "Renewal and expansion"}
STAGES = (
    Stage("st-10", NEW_BUSINESS, "Qualified"),
    Stage("st-11", NEW_BUSINESS, "Demo held"),
    Stage("st-12", NEW_BUSINESS, "Proposal sent"),
    Stage("st-18", NEW_BUSINESS, "Closed won", is_closed=True, is_won=True),
    Stage("st-19", NEW_BUSINESS, "Closed lost", is_closed=True),
    Stage("st-20", RENEWAL, "Review"),
    Stage("st-21", RENEWAL, "Offer sent"),
    Stage("st-28", RENEWAL, "Closed won", is_closed=True, is_won=True),
    Stage("st-29", RENEWAL, "Closed lost", is_closed=True),
)

OFFLINE_DETAILS = {
    "import": ("Expo Chicago 2025 badge scans.csv", "Old CRM export.csv", "Trade directory 2025.csv"),
    "integration": ("ERP marketplace connector", "Webinar tool connector"),
    "manual": ("Met at Expo Chicago", "Called the office line"),
    "api": ("Partner portal",),
}
