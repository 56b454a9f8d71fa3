"""The public snapshot, built from the database in four queries. What it holds is masked: nothing else can leak from it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from command_center.ground.core.values import iso
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.screens.status.masking import coarse, opaque, rounded
from command_center.screens.status.words import crew_state
from outages.life.states import DARK
from outages.models import PREARRANGED, Outage, PlannedOutage
from outages.planned.states import PlanStatus

Snapshot = dict[str, Any]
Rows = list[dict[str, Any]]
PLANNED_AHEAD = timedelta(days=7)
PUBLIC_PLANS = (PlanStatus.NOTIFYING, PlanStatus.ANNOUNCED, PlanStatus.IN_PROGRESS)
AREAS = (Level.CITY_CENTRE, Level.COUNTY_CENTRE, Level.SERVICE_STATION, Level.TOWNSHIP_STATION)
PLANS_AT_MOST = 500


def build(*, at: datetime) -> Snapshot:
    """``{"built_at", "outages", "areas", "counts", "customers", "planned"}``; counts by code of county or station."""
    areas = areas_by_code()
    live = list(
        Outage.objects.filter(status__in=[status.value for status in DARK])
        .select_related("lead_order", "serving_org")
        .defer("serving_org__area")
        .order_by("-customers_out", "pk")
    )
    return {
        "built_at": iso(at),
        "outages": [public(outage) for outage in live],
        "areas": areas,
        "counts": counts(live, areas),
        "customers": rounded(sum(outage.customers_out for outage in live)) if live else 0,
        "planned": planned(at=at),
    }


def areas_by_code() -> dict[str, dict[str, str | None]]:
    """Every centre and station: its names and what it belongs to. The public's way of finding its place."""
    rows = OrgUnit.objects.filter(level__in=AREAS, active=True).values_list(
        "code", "name", "name_en", "level", "parent__code"
    )
    return {
        code: {"name": name, "name_en": name_en, "level": level, "parent": parent}
        for code, name, name_en, level, parent in rows
    }


def public(outage: Outage) -> dict[str, Any]:
    """One outage as strangers see it: no device, no feeder, no exact place, and no place at all of a handful."""
    planned = outage.kind in PREARRANGED
    customers = rounded(outage.customers_out)
    shown = outage.latitude is not None and outage.longitude is not None and customers is not None
    return {
        "id": opaque(outage.number, secret=settings.SECRET_KEY),
        "unit": outage.serving_org.code,
        "planned": planned,
        "customers": customers,
        "customers_at_first": rounded(outage.customers_total),
        "since": iso(outage.started_at),
        "back_at": iso(outage.etr_at or outage.planned_end_at),
        "crew": crew_state(outage.lead_order.status if outage.lead_order else None, planned=planned),
        "cause": outage.cause_class,
        "confirmed": outage.confirmed_at is not None,
        "changed": iso(outage.updated_at),
        "lat": coarse(outage.latitude) if shown and outage.latitude is not None else None,
        "lon": coarse(outage.longitude) if shown and outage.longitude is not None else None,
    }


def counts(live: Iterable[Outage], areas: dict[str, dict[str, str | None]]) -> dict[str, dict[str, int | None]]:
    """Code of station, county, city → ``{"customers", "outages"}``, customers rounded; areas with power are absent."""
    customers: Counter[str] = Counter()
    outages: Counter[str] = Counter()
    for outage in live:
        for code in _upwards(outage.serving_org.code, areas):
            customers[code] += outage.customers_out
            outages[code] += 1
    return {code: {"customers": rounded(customers[code]), "outages": outages[code]} for code in outages}


def _upwards(code: str | None, areas: dict[str, dict[str, str | None]]) -> Iterable[str]:
    while code is not None and code in areas:
        yield code
        code = areas[code]["parent"]


def planned(*, at: datetime) -> Rows:
    """Announced work that begins or lasts within seven days; its customers rounded. ``begun``: it is an outage already."""
    rows = (
        PlannedOutage.objects.filter(
            status__in=[status.value for status in PUBLIC_PLANS],
            planned_start_at__lt=at + PLANNED_AHEAD,
            planned_end_at__gt=at,
        )
        .order_by("planned_start_at", "pk")
        .values_list(
            "number",
            "rev",
            "updated_at",
            "centre__code",
            "planned_start_at",
            "planned_end_at",
            "reason",
            "customers",
            "status",
        )
    )
    return [
        {
            "id": opaque(number, secret=settings.SECRET_KEY),
            "rev": rev,
            "updated_at": iso(updated_at),
            "unit": code,
            "from": iso(start),
            "to": iso(end),
            "reason": reason,
            "customers": rounded(customers),
            "begun": status == PlanStatus.IN_PROGRESS,
        }
        for number, rev, updated_at, code, start, end, reason, customers, status in rows[:PLANS_AT_MOST]
    ]
