"""Planned work for other programs: a calendar to subscribe to and points for a map, of one's own area."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.etags import etag_of
from command_center.ground.core.api.filters import described_filters, filtered
from command_center.ground.core.api.geojson import GEOJSON, CutFeatureCollection, feature
from outages.planned import icalendar
from outages.planned.api.calendar_address import KEY, CalendarKeyAuthentication
from outages.planned.api.plans import PlanFilter, shown
from outages.planned.models.plan import PlannedOutage
from outages.planned.states import PLAN_LIVE, PLAN_PUBLIC, PlanStatus

AT_MOST = 2000
FILTERS = described_filters(PlanFilter)
SHOWN_BACK = timedelta(days=30)
ICALENDAR = "text/calendar; charset=utf-8"
GONE = (PlanStatus.POSTPONED, PlanStatus.CANCELLED)
PROPERTIES = (
    "number", "kind", "status", "title", "reason", "planned_start_at", "planned_end_at", "customers", "attention",
)  # fmt: skip


@described(responses={(200, "text/calendar"): OpenApiTypes.STR}, parameters=FILTERS, problems=(401, 403, 422))
@api_view(["GET"])
@authentication_classes([CalendarKeyAuthentication, *APIView.authentication_classes])
def as_calendar(request: Request) -> HttpResponse:
    """iCalendar (RFC 5545) of the area, from a month back on; what was called off stays in it as CANCELLED.

    A calendar program reads it at the address of ``planned-outages/calendar-address/``.
    """
    plans = _chosen(request, KEY).filter(planned_end_at__gte=now() - SHOWN_BACK).exclude(status=PlanStatus.DRAFT)
    rows = plans.select_related("feeder").prefetch_related("devices__branch").order_by("planned_start_at")[:AT_MOST]
    text = icalendar.calendar_of(_("Planned outages"), [entry_of(plan) for plan in rows])
    return HttpResponse(text, content_type=ICALENDAR, headers={"ETag": etag_of(0), "Cache-Control": "private"})


def entry_of(plan: PlannedOutage) -> icalendar.Entry:
    """For those who work with it: with the names of devices."""
    devices = ", ".join(str(each.branch) for each in plan.devices.all())
    lines = [
        plan.reason,
        plan.work,
        _("%(customers)d customers without power") % {"customers": plan.customers},
        devices,
    ]
    known = plan.status in PLAN_PUBLIC or plan.actual_end_at is not None
    status = "CANCELLED" if plan.status in GONE else "CONFIRMED" if known else "TENTATIVE"
    return icalendar.Entry(
        uid=f"{plan.number}@planned-outages",
        sequence=plan.rev,
        stamped_at=plan.updated_at,
        starts_at=plan.actual_start_at or plan.planned_start_at,
        ends_at=plan.actual_end_at or plan.planned_end_at,
        summary=f"{plan.title} ({plan.number})",
        description="\n".join(line for line in lines if line),
        location=plan.feeder.name if plan.feeder else "",
        status=status,
        place=None if plan.latitude is None or plan.longitude is None else (plan.latitude, plan.longitude),
    )


@described(responses={(200, GEOJSON): CutFeatureCollection}, parameters=FILTERS, problems=(401, 403, 422))
@api_view(["GET"])
def on_map(request: Request) -> Response:
    """Plans that are neither over nor called off as points, the next first."""
    live = sorted(status.value for status in PLAN_LIVE)
    plans = _chosen(request).filter(status__in=live, latitude__isnull=False).order_by("planned_start_at", "pk")
    rows = list(plans.values("latitude", "longitude", "feeder__code", *PROPERTIES)[: AT_MOST + 1])
    body = {
        "type": "FeatureCollection",
        "truncated": len(rows) > AT_MOST,
        "features": [_feature(row) for row in rows[:AT_MOST]],
    }
    return Response(body, content_type=GEOJSON)


def _chosen(request: Request, *more: str) -> "QuerySet[PlannedOutage]":
    return filtered(PlanFilter, shown(request.user), request, more)


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    place = [round(row["longitude"], 7), round(row["latitude"], 7)]
    return feature("Point", place, feeder=row["feeder__code"], **{name: row[name] for name in PROPERTIES})
