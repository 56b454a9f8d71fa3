"""``crews/{crew_id}/trail/`` and ``work-orders/{number}/trail/``: for the desks, within their area, never outside an assignment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from dispatch.models import Assignment, Crew
from dispatch.trails.selectors import LONGEST, held_spans, steps_of, ways_of
from workorders.models import WorkOrder


class TrailQuery(serializers.Serializer[Any]):
    since = Moment(required=False, default=None, allow_null=True, help_text="Default: 24 hours before `until`")
    until = Moment(
        required=False, default=None, allow_null=True, help_text="Default: now, or when the order was given back"
    )


class TrailCrew(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class TrailLeg(serializers.Serializer[Any]):
    """A part of the way without a gap of ten minutes."""

    crew_id = serializers.IntegerField()
    points = serializers.ListField(
        child=serializers.ListField(),
        help_text="`[longitude, latitude, moment, km/h or null]`, WGS-84, in order of time",
    )


class TrailStep(serializers.Serializer[Any]):
    at = Moment()
    status = serializers.CharField(help_text="The state that the order came to")
    number = serializers.CharField()
    kind = serializers.CharField(help_text="Of the order")


class TrailOut(serializers.Serializer[Any]):
    """At most 500 points: where fewer tell the same way, there are fewer."""

    start = Moment()
    end = Moment()
    crews = TrailCrew(many=True)
    legs = TrailLeg(many=True)
    steps = TrailStep(many=True)


@described(parameters=[TrailQuery], responses=TrailOut)
@api_view(["GET"])
def crew_trail(request: Request, crew_id: int) -> Response:
    """Where the crew was while it held orders that the reader may see, within 24 hours at most."""
    require(request.user, Right.READ_ORDERS)
    crew = get_scoped(Crew.objects.filter(active=True), request.user, pk=crew_id)
    since, until = _period(request)
    user: Any = request.user
    readable = scoped(WorkOrder.objects.readable_by(user), user)
    return _told(Assignment.objects.filter(crew=crew, order__in=readable), since, until)


@described(parameters=[TrailQuery], responses=TrailOut)
@api_view(["GET"])
def order_trail(request: Request, number: str) -> Response:
    """Where the crews were that held this order, while they held it; without a period the first 24 hours of that."""
    require(request.user, Right.READ_ORDERS)
    user: Any = request.user
    order = get_scoped(WorkOrder.objects.readable_by(user), user, number=number)
    assignments = Assignment.objects.filter(order=order)
    held = assignments.aggregate(
        first=Min("started_at"), last=Max("released_at"), live=Max("pk", filter=Q(released_at=None))
    )
    first, last = held["first"] or now(), now() if held["live"] or held["last"] is None else held["last"]
    since, until = _period(request, first=first, last=min(last, first + LONGEST))
    return _told(assignments, since, until)


def _period(
    request: Request, *, first: datetime | None = None, last: datetime | None = None
) -> tuple[datetime, datetime]:
    asked = query_of(TrailQuery, request)
    until = asked["until"] or (min(last, asked["since"] + LONGEST) if last and asked["since"] else last) or now()
    since = asked["since"] or (max(first, until - LONGEST) if first else until - LONGEST)
    if since > until:
        raise Invalid(_("The period ends before it begins."), pointer="/until")
    if until - since > LONGEST:
        raise Invalid(_("A trail goes over 24 hours at most."), pointer="/since")
    return since, until


def _told(assignments: Any, since: datetime, until: datetime) -> Response:
    """Four queries."""
    spans = held_spans(assignments, since=since, until=until)
    orders = assignments.filter(started_at__lt=until).exclude(released_at__lt=since).values_list("order_id", flat=True)
    answer = {
        "start": iso(since),
        "end": iso(until),
        "crews": _names(span.crew_id for span in spans),
        "legs": ways_of(spans),
        "steps": steps_of(orders, since=since, until=until),
    }
    response = Response(answer)
    response["Cache-Control"] = "no-store"
    return response


def _names(crew_ids: Iterable[int]) -> list[dict[str, Any]]:
    named = Crew.objects.filter(pk__in=set(crew_ids)).order_by("pk").values_list("pk", "name")
    return [{"id": crew_id, "name": name} for crew_id, name in named]
