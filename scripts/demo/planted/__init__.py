"""The planted cases, one module a topic of the README's lists.

A function that plants cases of two topics stands with the first of them.
"""

from __future__ import annotations

from . import (
    addresses,
    ads,
    audit,
    campaigns,
    contacts,
    deals,
    identity,
    influences,
    mails,
    metrics,
    sales,
    time,
)

# In the order in which they happen: each takes its chance from where the last one left it.
PLANTED_CASES = (
    addresses.plant_entries,
    addresses.plant_addresses_in_urls,
    identity.plant_merge_chain,
    identity.plant_shared_browser,
    identity.plant_late_identification,
    identity.plant_deleted_contacts,
    identity.plant_direct_naming,
    identity.plant_bots,
    contacts.plant_creation_kinds,
    time.plant_session_gaps,
    time.plant_grace,
    time.plant_same_instant,
    campaigns.plant_campaign_cases,
    deals.plant_missing_close_date,
    deals.plant_zero_amount,
    deals.plant_early_deals,
    deals.plant_foreign_currencies,
    deals.plant_changing_team,
    audit.plant_audit_reasons,
    mails.plant_addresses,
    mails.plant_machines,
    mails.plant_records_of_others,
    ads.plant_networks,
    ads.plant_last_ad,
    ads.plant_likes,
    ads.plant_participations,
    sales.plant_deal_work,
    sales.plant_merged_records,
    influences.plant_influences,
    influences.plant_ctas,
    influences.plant_pages,
    influences.plant_no_influences,
    campaigns.plant_three_campaigns,
    metrics.plant_first_touch,
    metrics.plant_last_touch,
    metrics.plant_exclusions,
    metrics.plant_closed_deals,
    metrics.plant_money,
    metrics.plant_sessions,
    mails.plant_shared_address,
)
