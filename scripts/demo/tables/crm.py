"""What the CRM holds: people, companies, owners, deals."""

from __future__ import annotations

from ..crm import NEW_BUSINESS, OWNERS, PIPELINE_NAMES, RENEWAL, STAGES
from ..world import Demo
from .cells import Row, flag, id_of, owner_id, stamp, touched_at


def contacts(demo: Demo) -> list[Row]:
    """People: most by a form, some imported, integrated, entered by hand or by a partner's portal."""
    lead_sources = {
        "form": "Website",
        "import": "Trade show",
        "integration": "Marketplace",
        "manual": "Sales",
        "api": "Partner",
    }
    return [
        {
            "contact_id": contact.id,
            "created_at": stamp(contact.created_at),
            "email": contact.email,
            "additional_emails": contact.additional_emails,
            "creation_source": contact.creation_source,
            "creation_source_detail": contact.detail,
            "lead_source": lead_sources[contact.creation_source],
            "lifecycle_stage": contact.lifecycle_stage,
            "company_id": contact.company.id,
            "owner_id": owner_id(contact.owner),
            "merged_into_contact_id": id_of(contact.merged_into),
            "is_deleted": flag(contact.is_deleted),
            "updated_at": touched_at(contact.changed_at),
        }
        for contact in demo.contacts
    ]


def companies(demo: Demo) -> list[Row]:
    """The wholesalers they work for, in the USA, Europe and Japan."""
    return [
        {"company_id": company.id, "company_name": company.name, "domain": company.domain} for company in demo.companies
    ]


def owners(demo: Demo) -> list[Row]:
    """Quillfern's sales and marketing people."""
    return [
        {"owner_id": owner_id(number), "owner_name": name, "email": f"{name.split()[0].lower()}@quillfern.example"}
        for number, name in enumerate(OWNERS, start=1)
    ]


def deals(demo: Demo) -> list[Row]:
    """New business, renewals and expansions, won, lost and open."""
    products = {NEW_BUSINESS: "Quillfern Planner", RENEWAL: "more seats"}
    return [
        {
            "deal_id": deal.id,
            "deal_name": f"{deal.company.name} – {products[deal.pipeline_id]}",
            "amount": deal.amount,
            "currency_code": deal.currency,
            "created_at": stamp(deal.created_at),
            "closed_at": stamp(deal.closed_at),
            "stage_id": deal.stage.id,
            "pipeline_id": deal.pipeline_id,
            "owner_id": owner_id(deal.owner),
            "deal_type": "newbusiness" if deal.pipeline_id == NEW_BUSINESS else "existingbusiness",
            "company_id": deal.company.id,
            "merged_into_deal_id": id_of(deal.merged_into),
            "is_deleted": flag(deal.is_deleted),
            "updated_at": touched_at(deal.created_at, *(moment for _, moment in deal.history)),
        }
        for deal in demo.deals
    ]


def deal_contacts(demo: Demo) -> list[Row]:
    """The buying group of each deal, one to six people."""
    return [
        {
            "deal_id": deal.id,
            "contact_id": association.contact.id,
            "associated_at": stamp(association.at),
            "dissociated_at": stamp(association.until),
        }
        for deal in demo.deals
        for association in deal.associations
    ]


def deal_stage_changes(demo: Demo) -> list[Row]:
    """The way of each deal through its pipeline."""
    return [
        {"deal_id": deal.id, "stage_id": stage.id, "entered_at": stamp(moment)}
        for deal in demo.deals
        for stage, moment in deal.history
    ]


def pipeline_stages(demo: Demo) -> list[Row]:
    """The stages of the two pipelines."""
    return [
        {
            "stage_id": stage.id,
            "pipeline_id": stage.pipeline_id,
            "pipeline_name": PIPELINE_NAMES[stage.pipeline_id],
            "stage_name": stage.name,
            "is_closed": flag(stage.is_closed),
            "is_won": flag(stage.is_won),
        }
        for stage in STAGES
    ]


def sales_activities(demo: Demo) -> list[Row]:
    """Calls, meetings, one-to-one mails, conversations and steps of sequences."""
    return [
        {
            "activity_id": activity.id,
            "activity_type": activity.type,
            "occurred_at": stamp(activity.occurred_at),
            "outcome": activity.outcome,
            "is_connected": "" if activity.is_connected is None else flag(activity.is_connected),
            "replied_at": stamp(activity.replied_at),
            "title": activity.title,
            "owner_id": owner_id(activity.owner),
            "loaded_at": stamp(activity.replied_at or activity.occurred_at),
        }
        for activity in demo.activities
    ]


def sales_activity_contacts(demo: Demo) -> list[Row]:
    """Whom they were with."""
    return [
        {"activity_id": activity.id, "contact_id": contact.id}
        for activity in demo.activities
        for contact in activity.contacts
    ]


def sales_activity_deals(demo: Demo) -> list[Row]:
    """Which deals they were about."""
    return [{"activity_id": activity.id, "deal_id": deal.id} for activity in demo.activities for deal in activity.deals]
