"""Where crews were while they held orders, and the steps of these orders. Nothing is read from outside an assignment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from command_center.ground.core.values import iso
from dispatch.models import Assignment, PositionFix
from dispatch.positions import MAX_AGE, MAX_AHEAD
from dispatch.trails.thinning import legs_of, thinned
from workorders.kinds.fault.states import Status
from workorders.models import StatusChange

POINTS_AT_MOST = 500
LONGEST = timedelta(hours=24)
KMH = 3.6
TOLD_STEPS = (Status.ACCEPTED, Status.EN_ROUTE, Status.ON_SITE, Status.SUSPENDED, Status.RESTORED)

Row = tuple[float, float, datetime, float | None]


@dataclass(frozen=True, slots=True)
class Span:
    """A crew held an order from ``start`` to ``end``, as far as the period asked for goes."""

    crew_id: int
    start: datetime
    end: datetime


def held_spans(assignments: "QuerySet[Assignment]", *, since: datetime, until: datetime) -> list[Span]:
    """The parts of these assignments within the period, those of one crew that overlap or touch joined. One query."""
    rows = assignments.filter(started_at__lt=until).filter(Q(released_at=None) | Q(released_at__gt=since))
    found: list[Span] = []
    for crew_id, started_at, released_at in rows.order_by("crew_id", "started_at").values_list(
        "crew_id", "started_at", "released_at"
    ):
        start, end = max(started_at, since), min(released_at or until, until)
        last = found[-1] if found else None
        if last and last.crew_id == crew_id and start <= last.end:
            found[-1] = Span(crew_id, last.start, max(last.end, end))
        else:
            found.append(Span(crew_id, start, end))
    return found


def ways_of(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """``{"crew_id", "points": [[lon, lat, at, km/h or None], …]}`` for each part without a gap; at most 500 points. One query."""
    ways = _fixes(list(spans))
    at_most = POINTS_AT_MOST // max(1, len(ways))
    found: list[dict[str, Any]] = []
    for crew_id, way in ways.items():
        moments = [(lon, lat, at.timestamp()) for lon, lat, at, _ in way]
        legs = thinned(moments, legs_of(moments), at_most=at_most)
        found.extend({"crew_id": crew_id, "points": [_point(way[index]) for index in kept]} for kept in legs)
    return found


def steps_of(order_ids: Iterable[int], *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """What the crews said of these orders within the period: accepted, departed, arrived, restored. One query."""
    rows = StatusChange.objects.filter(
        order_id__in=list(order_ids), new__in=[step.value for step in TOLD_STEPS], at__gte=since, at__lte=until
    )
    told = rows.order_by("at", "pk").values_list("at", "new", "order__number", "order__kind")
    return [{"at": iso(at), "status": new, "number": number, "kind": kind} for at, new, number, kind in told]


def _fixes(spans: list[Span]) -> dict[int, list[Row]]:
    """The believed fixes of each crew in order of time; one whose moment was not told is left out."""
    if not spans:
        return {}
    within = Q(pk__in=[])
    for span in spans:
        within |= Q(crew_id=span.crew_id, fixed_at__gte=span.start, fixed_at__lte=span.end)
    # The history is divided by the day of receipt; a phone sends up to a week late.
    heard = (min(span.start for span in spans) - MAX_AHEAD, max(span.end for span in spans) + MAX_AGE)
    rows = PositionFix.objects.filter(within, received_at__range=heard, verdict="").order_by("crew_id", "fixed_at")
    found: dict[int, list[Row]] = defaultdict(list)
    for crew_id, lon, lat, at, speed in rows.values_list("crew_id", "longitude", "latitude", "fixed_at", "speed_ms"):
        found[crew_id].append((lon, lat, at, speed))
    return found


def _point(row: Row) -> list[Any]:
    lon, lat, at, speed = row
    return [round(lon, 6), round(lat, 6), iso(at), None if speed is None else round(speed * KMH)]
