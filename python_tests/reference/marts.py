"""The marts (CONTRACT "Out"): everything put together, row by row."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from .campaigns import Campaigns, Membership, memberships
from .config import REPORTS, Config
from .conversions import NOT_COUNTED, Conversion, Deals, conversions
from .explain import explain_attribution
from .identity import Identity, resolve
from .influences import influences, rpt_campaign_influences
from .interactions import Interaction, interactions
from .journeys import journeys
from .metrics import count, performance
from .models import credits, models_of_report
from .money import minor_units, round_half_away
from .sessions import Session, sessionize
from .shares import NO_CAMPAIGN, CampaignShare, Computed, Share, campaign_shares, credited, journey_key
from .sources import UTMS
from .staging import RawTables, Row, normalized, stage
from .urls import load_host_list, without_query

FLAGS = ("first", "lead_create", "deal_create", "closed_won", "last", "last_ad")

REASONS = (
    "no_amount",
    "no_create_date",
    "no_close_date",
    "no_contact",
    "contacts_deleted",
    "no_exchange_rate",
    "amount_out_of_range",
    "no_interactions",
    "deal_before_contact",
    "no_ad_interaction",
    "no_credit",
)

Marts = dict[str, list[Row]]


def compute(raw: RawTables, config: Config) -> Marts:
    """Every mart from the raw tables."""
    staged, quarantine = stage(raw, config)
    identity = resolve(staged)
    hosts = load_host_list(Path(config.referrer_hosts_path))
    all_sessions = sessionize(staged["web_events"], hosts, config)
    all_interactions = interactions(staged, all_sessions, identity, config)
    campaigns = Campaigns(staged, config)
    campaigns_of = memberships(all_interactions, campaigns)
    deals = Deals(staged, identity, config)
    all_conversions = conversions(staged, identity, deals)
    all_journeys = journeys(all_conversions, all_interactions, config)
    decimals = minor_units(config.home_currency, config.currencies_path)

    # Per journey and model, once.
    computed = [
        (journey, {name: credits(name, journey, config, decimals) for name in config.model_names})
        for journey in all_journeys
    ]
    assets = dim_assets(staged, all_interactions)
    contacts = dim_contacts(staged, identity, config)
    deal_rows = dim_deals(staged, deals, identity, config)
    shares = credited(computed)
    of_campaigns = campaign_shares(shares, campaigns_of, decimals)
    kept_sessions = sessions_of_the_living(all_sessions, identity)
    found = influences(staged, all_sessions, all_interactions, identity, campaigns, config)
    counted = count(
        staged,
        all_sessions,
        kept_sessions,
        all_interactions,
        campaigns_of,
        campaigns,
        found,
        all_journeys,
        of_campaigns,
        identity,
        deals,
        config,
    )
    in_all, daily = performance(counted, staged, deals, config)

    return {
        "_staged": {table: len(rows) for table, rows in staged.items()},
        "quarantine": quarantine,
        "fct_sessions": fct_sessions(kept_sessions, identity),
        "fct_interactions": fct_interactions(all_interactions),
        "bridge_interaction_campaigns": bridge_interaction_campaigns(campaigns_of),
        "fct_journeys": fct_journeys(computed, config),
        "fct_attribution": fct_attribution(shares),
        "bridge_interaction_positions": bridge_interaction_positions(computed),
        "rpt_attribution_by_campaign": by_campaign(of_campaigns, staged, config),
        "rpt_attribution_by_source": by_source(shares, config),
        "rpt_attribution_by_interaction_type": by_interaction_type(shares, config),
        "rpt_attribution_by_asset": by_asset(shares, assets, config),
        "rpt_model_comparison": rpt_model_comparison(of_campaigns, staged, config),
        "rpt_campaign_influences": rpt_campaign_influences(found, staged["campaigns"], assets),
        "rpt_campaign_performance": in_all,
        "rpt_campaign_performance_daily": daily,
        "rpt_attribution": rpt_attribution(
            computed,
            shares,
            campaigns_of,
            assets,
            contacts,
            deal_rows,
            campaign_names(staged),
            config,
        ),
        "explain_attribution": explain_attribution(shares, config),
        "rpt_conversion_audit": rpt_conversion_audit(all_conversions, config),
        "rpt_reconciliation": rpt_reconciliation(all_conversions, computed, config),
        "dim_contacts": contacts,
        "dim_companies": dim_companies(staged),
        "dim_deals": deal_rows,
        "dim_campaigns": dim_campaigns(staged, config),
        "dim_assets": assets,
    }


# --- facts ------------------------------------------------------------------------------------------


def sessions_of_the_living(sessions: list[Session], identity: Identity) -> list[Session]:
    """Anonymous sessions stay; sessions of deleted contacts leave. A session's contact is that of its first event."""
    return [s for s in sessions if identity.contact_of(s.events[0]) in identity.living | {None}]


def fct_sessions(sessions: list[Session], identity: Identity) -> list[Row]:
    """One row per session (SPEC 3), with its contact and source."""
    rows = []
    for session in sessions:
        first, last = session.events[0], session.events[-1]
        duration = last["occurred_at"] - first["occurred_at"]
        rows.append(
            {
                "session_id": session.session_id,
                "visitor_id": first["visitor_id"],
                "contact_id": identity.contact_of(first),
                "session_number": session.number,
                "started_at": first["occurred_at"],
                "ended_at": last["occurred_at"],
                "duration_seconds": duration.days * 86_400 + duration.seconds,
                "event_count": len(session.events),
                "page_view_count": sum(e["event_type"] == "page_view" for e in session.events),
                "split_reason": session.split_reason,
                "landing_page_url": first["page_url"],
                "referrer_url": first["referrer_url"],
                **session.traffic.utms,
                "source": session.traffic.source,
                "source_drilldown_1": session.traffic.drilldown_1,
                "source_drilldown_2": session.traffic.drilldown_2,
            }
        )
    return rows


def fct_interactions(interactions: list[Interaction]) -> list[Row]:
    """One row per interaction (SPEC 1), with its asset, source and tags."""
    return [
        {
            "interaction_id": i.interaction_id,
            "contact_id": i.contact_id,
            "visitor_id": i.visitor_id,
            "session_id": i.session_id,
            "interaction_type": i.interaction_type,
            "occurred_at": i.occurred_at,
            "interaction_source": i.interaction_source,
            "source_drilldown_1": i.source_drilldown_1,
            "source_drilldown_2": i.source_drilldown_2,
            "asset_type": i.asset_type,
            "asset_id": i.asset_id,
            "asset_title": i.asset_title,
            "interaction_url": i.interaction_url,
            **{name: i.utms[name] for name in UTMS},
            "ad_network": i.ad_network,
            "ad_keyword": i.ad_keyword,
            "ad_campaign_id": i.ad_campaign_id,
            "form_id": i.form_id,
            "cta_id": i.cta_id,
            "social_post_id": i.social_post_id,
            "email_id": i.email_id,
            "sales_activity_id": i.sales_activity_id,
            "company_id": i.company_id,
            "lead_source": i.lead_source,
        }
        for i in interactions
    ]


def bridge_interaction_campaigns(campaigns_of: dict[str, list[Membership]]) -> list[Row]:
    """One row per interaction × campaign; the shares of an interaction, between 0 and 1, sum to 1 (SPEC 6)."""
    return [
        {
            "interaction_id": interaction_id,
            "campaign_id": member.campaign_id,
            "match_type": member.match_type,
            "campaign_share": float(Fraction(1, member.count)),
            "campaign_index": member.index,
            "campaign_count": member.count,
        }
        for interaction_id, members in campaigns_of.items()
        for member in members
    ]


def fct_journeys(computed: Computed, config: Config) -> list[Row]:
    """One row per conversion × interaction: its positions (SPEC 4), and a credit and revenue per model (SPEC 5).

    Credits lie between 0 and 1, revenue is in home currency and null outside the revenue report.
    """
    rows = []
    for journey, by_model in computed:
        for index, interaction in enumerate(journey.interactions):
            row = {
                **journey_key(journey, interaction),
                "contact_id": interaction.contact_id,
                "interaction_index": index + 1,
                "interaction_count": len(journey.interactions),
                "occurred_at": interaction.occurred_at,
                "converted_at": journey.conversion.converted_at,
                "amount": journey.conversion.amount,
                "home_currency": config.home_currency,
                **{f"is_{flag}": journey.holders(flag) == index for flag in FLAGS},
                "is_middle": journey.is_middle(index),
            }
            for name, result in by_model.items():
                row[f"credit_{name}"] = None if result.credits is None else float(result.credits[index])
                row[f"revenue_{name}"] = None if result.revenue is None else result.revenue[index]
            rows.append(row)
    return rows


def bridge_interaction_positions(computed: Computed) -> list[Row]:
    """One row per conversion × interaction × position held; `middle` where none of the report's is (SPEC 4)."""
    rows = []
    for journey, _ in computed:
        for index, interaction in enumerate(journey.interactions):
            held = [flag for flag in FLAGS if journey.holders(flag) == index]
            if journey.is_middle(index):
                held.append("middle")
            rows += [{**journey_key(journey, interaction), "position": name} for name in held]
    return rows


def fct_attribution(shares: list[Share]) -> list[Row]:
    """One row per conversion × interaction × model: credit, above 0 to 1, and revenue in home currency (SPEC 5)."""
    return [
        {
            **share.key,
            "attribution_model": share.model,
            "credit": float(share.credit),
            "attributed_revenue": share.revenue,
        }
        for share in shares
    ]


# --- reports ----------------------------------------------------------------------------------------


def total(amounts: list[Decimal | None]) -> Decimal | None:
    """Null when every part is null, as SQL's sum."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def distinct_counts(shares: list[Share]) -> Row:
    """Counts are distinct per group; they are never summed across groups."""
    return {
        "conversions": len({share.conversion.conversion_id for share in shares}),
        "contacts": len({share.interaction.contact_id for share in shares}),
    }


def by_dimension(shares: list[Share], config: Config, dimension) -> list[Row]:
    """conversion_type × model × whatever columns `dimension` gives for an interaction."""
    groups: dict[tuple, list[Share]] = {}
    for share in shares:
        columns = tuple(dimension(share.interaction).items())
        key = (share.conversion.conversion_type, share.model, columns)
        groups.setdefault(key, []).append(share)
    return [
        {
            "conversion_type": report,
            "attribution_model": model,
            **dict(columns),
            "credits": float(sum(share.credit for share in members)),
            "attributed_revenue": total([share.revenue for share in members]),
            **distinct_counts(members),
            "home_currency": config.home_currency,
        }
        for (report, model, columns), members in groups.items()
    ]


def by_source(shares: list[Share], config: Config) -> list[Row]:
    """One row per conversion_type × model × interaction source (SPEC 3); revenue in home currency."""
    return by_dimension(shares, config, lambda i: {"interaction_source": i.interaction_source})


def by_interaction_type(shares: list[Share], config: Config) -> list[Row]:
    """One row per conversion_type × model × interaction type (SPEC 1); revenue in home currency."""
    return by_dimension(shares, config, lambda i: {"interaction_type": i.interaction_type})


def by_asset(shares: list[Share], assets: list[Row], config: Config) -> list[Row]:
    """One row per conversion_type × model × asset, titled as in dim_assets (SPEC 7); revenue in home currency."""
    titles = {(row["asset_type"], row["asset_id"]): row["asset_title"] for row in assets}
    return by_dimension(
        shares,
        config,
        lambda i: {
            "asset_type": i.asset_type,
            "asset_id": i.asset_id,
            "asset_title": titles.get((i.asset_type, i.asset_id)),
        },
    )


def campaign_names(staged: dict[str, list[Row]]) -> dict[object, object]:
    """Names by campaign_id, with that of no campaign."""
    return {**names_of(staged["campaigns"], "campaign_id", "campaign_name"), NO_CAMPAIGN: NO_CAMPAIGN}


def by_campaign(parts: list[CampaignShare], staged: dict[str, list[Row]], config: Config) -> list[Row]:
    """An interaction in n campaigns is split 1/n; the unsplit column gives each campaign all of it."""
    names = campaign_names(staged)
    groups: dict[tuple, list[CampaignShare]] = {}
    for part in parts:
        key = (part.share.conversion.conversion_type, part.share.model, part.campaign_id)
        groups.setdefault(key, []).append(part)

    rows = []
    for (report, model, campaign_id), members in groups.items():
        only_shares = [part.share for part in members]
        dates = [share.conversion.converted_at.date() for share in only_shares]
        rows.append(
            {
                "conversion_type": report,
                "attribution_model": model,
                "campaign_id": campaign_id,
                "campaign_name": names[campaign_id],
                "credits": float(sum(part.credit for part in members)),
                "attributed_revenue": total([part.revenue for part in members]),
                "attributed_revenue_unsplit": total([share.revenue for share in only_shares]),
                **distinct_counts(only_shares),
                "first_conversion_date": min(dates),
                "last_conversion_date": max(dates),
                "home_currency": config.home_currency,
            }
        )
    return rows


def ranks(values: dict[str, object]) -> dict[str, int]:
    """1 for the highest; equals share a rank and leave the next ones out, as SQL's rank()."""
    return {key: 1 + sum(other > value for other in values.values()) for key, value in values.items()}


def rpt_model_comparison(parts: list[CampaignShare], staged: dict[str, list[Row]], config: Config) -> list[Row]:
    """One row per conversion_type × campaign with credit under any model; the models side by side (ADR 7)."""
    names = campaign_names(staged)
    rows = []
    for report in REPORTS:
        of_report = [part for part in parts if part.share.conversion.conversion_type == report]
        models = models_of_report(report, config)
        credit: dict[tuple, Fraction] = {}
        revenue: dict[tuple, Decimal] = {}
        for part in of_report:
            key = (part.campaign_id, part.share.model)
            credit[key] = credit.get(key, Fraction(0)) + part.credit
            revenue[key] = revenue.get(key, Decimal(0)) + (part.revenue or 0)

        # By credits, in the revenue report by attributed revenue; no campaign has no rank.
        campaign_ids = {part.campaign_id for part in of_report}
        rank_by = {
            name: ranks(
                {
                    id_: revenue.get((id_, name), Decimal(0))
                    if report == "revenue"
                    else round_half_away(credit.get((id_, name), Fraction(0)), 8)
                    for id_ in campaign_ids - {NO_CAMPAIGN}
                }
            )
            for name in models
            # A model that credits no campaign of the report ranks none.
            if any(credit.get((id_, name)) for id_ in campaign_ids - {NO_CAMPAIGN})
        }
        for campaign_id in campaign_ids:
            credits_ = {name: float(credit.get((campaign_id, name), 0)) for name in models}
            ranks_ = {name: rank[campaign_id] for name, rank in rank_by.items() if campaign_id in rank}
            row: Row = {
                "conversion_type": report,
                "campaign_id": campaign_id,
                "campaign_name": names[campaign_id],
                "rank_spread": None if campaign_id == NO_CAMPAIGN else max(ranks_.values()) - min(ranks_.values()),
                "credits_spread": max(credits_.values()) - min(credits_.values()),
                "home_currency": config.home_currency,
            }
            for name in config.model_names:
                row[f"credits_{name}"] = credits_.get(name)
                # Null outside the revenue report, as in every report.
                in_revenue = report == "revenue" and name in models
                row[f"attributed_revenue_{name}"] = revenue.get((campaign_id, name), Decimal(0)) if in_revenue else None
                row[f"rank_{name}"] = ranks_.get(name)
            rows.append(row)
    return rows


def rpt_attribution(
    computed: Computed,
    shares: list[Share],
    campaigns_of: dict[str, list[Membership]],
    assets: list[Row],
    contacts: list[Row],
    deals: list[Row],
    campaigns: dict[object, object],
    config: Config,
) -> list[Row]:
    """One row per conversion × interaction × model, as fct_attribution, with every dimension of SPEC 7."""
    columns_of = {row["interaction_id"]: row for row in fct_interactions([s.interaction for s in shares])}
    place_of = {
        tuple(row[name] for name in ("conversion_type", "conversion_id", "interaction_id")): row
        for row in fct_journeys(computed, config)
    }
    titles = {(row["asset_type"], row["asset_id"]): row["asset_title"] for row in assets}
    contact_of = {row["contact_id"]: row for row in contacts}
    deal_of = {row["deal_id"]: row for row in deals}
    places = ("interaction_index", "interaction_count", "is_middle", *(f"is_{flag}" for flag in FLAGS))

    rows = []
    for row in columns_of.values():
        del row["sales_activity_id"]
    for share in shares:
        conversion, interaction = share.conversion, share.interaction
        contact = contact_of[interaction.contact_id]
        # In contact_create there is no deal, whatever has the contact's id.
        deal = {} if conversion.conversion_type == "contact_create" else deal_of[conversion.conversion_id]
        ids = [member.campaign_id for member in campaigns_of[interaction.interaction_id]] or [NO_CAMPAIGN]
        rows.append(
            {
                **share.key,
                "attribution_model": share.model,
                "credit": float(share.credit),
                "attributed_revenue": share.revenue,
                "home_currency": config.home_currency,
                **columns_of[interaction.interaction_id],
                "interaction_date": interaction.occurred_at.date(),
                **{name: place_of[tuple(share.key.values())][name] for name in places},
                # As it is called today, and not as the event had it.
                "asset_title": titles.get((interaction.asset_type, interaction.asset_id)),
                "form_title": titles.get(("form", interaction.form_id)),
                "campaign_ids": "; ".join(ids),
                "campaign_names": "; ".join(str(campaigns[id_] or id_) for id_ in ids),
                **{name: contact[name] for name in ("company_id", "company_name", "lifecycle_stage")},
                "contact_created_at": contact["created_at"],
                "deal_id": deal.get("deal_id"),
                **{name: deal.get(name) for name in ("deal_name", "deal_type", "pipeline_id", "pipeline_name")},
                **{
                    f"deal_{name}": deal.get(name)
                    for name in ("owner_id", "owner_name", "company_id", "company_name", "created_at", "closed_at")
                },
                "converted_at": conversion.converted_at,
                "conversion_date": conversion.converted_at.date(),
            }
        )
    return rows


def rpt_conversion_audit(all_conversions: list[Conversion], config: Config) -> list[Row]:
    """One row per contact or deal × conversion_type, left out for `reason` (SPEC 4); amount in home currency."""
    return [
        {
            "conversion_type": conversion.conversion_type,
            "conversion_id": conversion.conversion_id,
            "is_included": conversion.reason is None,
            "reason": conversion.reason,
            "amount": conversion.amount,
            "home_currency": config.home_currency,
            "converted_at": conversion.converted_at,
        }
        for conversion in all_conversions
    ]


def amount_of(report: str, some: list[Conversion]) -> Decimal | None:
    """In home currency, null outside the revenue report; an unknown amount counts in the conversion columns only."""
    if report != "revenue":
        return None
    return sum((c.amount for c in some if c.amount is not None), Decimal(0))


def rpt_reconciliation(all_conversions: list[Conversion], computed: Computed, config: Config) -> list[Row]:
    """attributed + unattributed = total, exactly; every unattributed conversion has one reason."""
    results = {
        (journey.conversion.conversion_type, journey.conversion.conversion_id): (journey, by_model)
        for journey, by_model in computed
    }
    rows = []
    for report in REPORTS:
        counted = [c for c in all_conversions if c.conversion_type == report and c.reason not in NOT_COUNTED]
        for model in models_of_report(report, config):
            attributed: list[Conversion] = []
            attributed_amount = Decimal(0)
            left: dict[str, list[Conversion]] = {reason: [] for reason in REASONS}
            for conversion in counted:
                if conversion.reason:
                    left[conversion.reason].append(conversion)
                    continue
                _, by_model = results[report, conversion.conversion_id]
                result = by_model[model]
                if result.reason:
                    left[result.reason].append(conversion)
                else:
                    attributed.append(conversion)
                    attributed_amount += sum(result.revenue or [], Decimal(0))
            unattributed = [c for some in left.values() for c in some]
            rows.append(
                {
                    "conversion_type": report,
                    "attribution_model": model,
                    "total_conversions": len(counted),
                    "attributed_conversions": len(attributed),
                    "unattributed_conversions": len(unattributed),
                    "total_amount": amount_of(report, counted),
                    "attributed_amount": attributed_amount if report == "revenue" else None,
                    "unattributed_amount": amount_of(report, unattributed),
                    "home_currency": config.home_currency,
                    **{f"unattributed_conversions_{r}": len(some) for r, some in left.items()},
                    **{f"unattributed_amount_{r}": amount_of(report, some) for r, some in left.items()},
                }
            )
    return rows


# --- dimensions -------------------------------------------------------------------------------------


def names_of(rows: list[Row], id_column: str, name_column: str) -> dict[object, object]:
    """Names by id; an id that points nowhere finds nothing."""
    return {row[id_column]: row[name_column] for row in rows}


def email_hash(email: str | None, salt: str) -> str | None:
    """SHA-256 of the salt and the address, trimmed and lower-cased."""
    if email is None:
        return None
    return hashlib.sha256((salt + normalized(email)).encode()).hexdigest()


def dim_contacts(staged: dict[str, list[Row]], identity: Identity, config: Config) -> list[Row]:
    """One row per living contact, survivors only (SPEC 2); no e-mail address in clear (ADR "Privacy")."""
    companies = names_of(staged["companies"], "company_id", "company_name")
    owners = names_of(staged["owners"], "owner_id", "owner_name")
    return [
        {
            "contact_id": row["contact_id"],
            "email_hash": email_hash(row["email"], config.email_hash_salt),
            "created_at": row["created_at"],
            "creation_source": row["creation_source"],
            "creation_source_detail": row["creation_source_detail"],
            "lead_source": row["lead_source"],
            "lifecycle_stage": row["lifecycle_stage"],
            "company_id": row["company_id"],
            "company_name": companies.get(row["company_id"]),
            "owner_id": row["owner_id"],
            "owner_name": owners.get(row["owner_id"]),
        }
        for row in staged["contacts"]
        if row["contact_id"] in identity.living
    ]


def dim_companies(staged: dict[str, list[Row]]) -> list[Row]:
    """One row per staged company (SPEC 7)."""
    columns = ("company_id", "company_name", "domain")
    return [{name: row[name] for name in columns} for row in staged["companies"]]


def dim_deals(staged: dict[str, list[Row]], deals: Deals, identity: Identity, config: Config) -> list[Row]:
    """One row per deal neither merged away nor deleted; amount in its own currency and in the home one (SPEC 5, 7)."""
    companies = names_of(staged["companies"], "company_id", "company_name")
    owners = names_of(staged["owners"], "owner_id", "owner_name")
    rows = []
    for row in staged["deals"]:
        if row["merged_into_deal_id"] is not None or row["is_deleted"]:
            continue
        stage_row = deals.stages.get(row["stage_id"]) or {}
        rows.append(
            {
                "deal_id": row["deal_id"],
                "deal_name": row["deal_name"],
                "amount": row["amount"],
                "currency_code": row["currency_code"] or config.home_currency,
                "amount_in_home_currency": deals.home_amount(row)[0],
                "home_currency": config.home_currency,
                "created_at": row["created_at"],
                "closed_at": deals.closed_at(row),
                "stage_id": row["stage_id"],
                "stage_name": stage_row.get("stage_name"),
                "pipeline_id": row["pipeline_id"] or stage_row.get("pipeline_id"),
                "pipeline_name": stage_row.get("pipeline_name"),
                "is_won": deals.is_won(row),
                "is_closed": deals.is_closed(row),
                "owner_id": row["owner_id"],
                "owner_name": owners.get(row["owner_id"]),
                "deal_type": row["deal_type"],
                "company_id": row["company_id"],
                "company_name": companies.get(row["company_id"]),
                "contact_count": len(deals.contact_ids(row) & identity.living),
            }
        )
    return rows


def dim_campaigns(staged: dict[str, list[Row]], config: Config) -> list[Row]:
    """One row per staged campaign; its budget is in currency_code (SPEC 6, 7)."""
    owners = names_of(staged["owners"], "owner_id", "owner_name")
    return [
        {
            "campaign_id": row["campaign_id"],
            "campaign_name": row["campaign_name"],
            "start_date": row["start_date"],
            "end_date": row["end_date"],
            "budget": row["budget"],
            "currency_code": row["currency_code"] or config.home_currency,
            "owner_id": row["owner_id"],
            "owner_name": owners.get(row["owner_id"]),
        }
        for row in staged["campaigns"]
    ]


def dim_assets(staged: dict[str, list[Row]], interactions: list[Interaction]) -> list[Row]:
    """The assets table, and every asset that an interaction has; its newest one names what lacks a name."""
    known = {(row["asset_type"], row["asset_id"]): row for row in staged["assets"]}
    newest: dict[tuple, Interaction] = {}
    for interaction in interactions:  # in the total order: the last one stays
        if interaction.asset_id is not None:
            newest[interaction.asset_type, interaction.asset_id] = interaction

    rows = []
    for key in {**known, **newest}:
        asset, seen = known.get(key, {}), newest.get(key)
        rows.append(
            {
                "asset_type": key[0],
                "asset_id": key[1],
                "asset_title": asset.get("title") or (seen.asset_title if seen else None),
                "url": asset.get("url") or (without_query(seen.interaction_url) if seen else None),
            }
        )
    return rows
