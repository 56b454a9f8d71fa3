"""``GET alarm-health/``: how the alarms of an area and some days could be worked, against what is asked of such a system."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from django.db.models import Count, F, FloatField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Extract, Floor
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.alarms.api.views import AlarmOut
from command_center.ground.alarms.health import FLOOD_ABOVE, MOST_A_SEAT, SHARES, SLOT, STALE_AFTER, Duty, load_of
from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.selectors import with_names
from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.days import day_parameters, days_asked
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import CHINA
from command_center.ground.custody.models import DeskDuty
from command_center.ground.organisation.hearing import audible
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped

MOST_DAYS = 366
SHOWN = 50


class AlarmShareOut(serializers.Serializer[Any]):
    """``percent`` is null without alarms; ``target``: about so many of a hundred."""

    grade = serializers.IntegerField()
    alarms = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)
    target = serializers.IntegerField()


class AlarmHealthOut(serializers.Serializer[Any]):
    """``per_seat``: alarms of a seat in ten minutes, null where nobody was on duty. ``stale``: those that stood for a day, the longest first, 50 at most."""

    since = serializers.DateField()
    until = serializers.DateField()
    alarms = serializers.IntegerField()
    seated_alarms = serializers.IntegerField(help_text="Raised while somebody was at a desk of the area")
    seat_slots = serializers.IntegerField(help_text="Ten minutes of a seat each")
    per_seat = serializers.FloatField(allow_null=True)
    per_seat_target = serializers.FloatField()
    flood_minutes = serializers.IntegerField()
    flood_above = serializers.IntegerField()
    shares = AlarmShareOut(many=True)
    stale_count = serializers.IntegerField()
    stale = AlarmOut(many=True)


@described(
    responses=AlarmHealthOut,
    parameters=[
        *day_parameters("since", "until"),
        OpenApiParameter("unit", str, description="Code of a unit, with everything under it"),
    ],
)
@api_view(["GET"])
def alarm_health(request: Request) -> Response:
    """Load of a seat, minutes of flood, stale alarms, shares of the grades. Five queries."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {"since", "until", "unit"})
    first, last = days_asked(request, "since", "until")
    if (last - first).days >= MOST_DAYS:
        raise Invalid(_("A year at most."), pointer="/since")
    start = datetime.combine(first, time(), CHINA)
    at, end = now(), datetime.combine(last + timedelta(days=1), time(), CHINA)
    user, path = cast(User, request.user), _path(request)
    alarms = audible(Alarm.objects.filter(raised_at__gte=start, raised_at__lt=end, org_path__startswith=path), user)
    duties = scoped(DeskDuty.objects.filter(centre__path__startswith=path), user, field="centre__path")
    duties = duties.filter(Q(until=None) | Q(until__gt=start), since__lt=end)
    seats = [Duty(since, until) for since, until in duties.values_list("since", "until")]
    # What is still to come has no seats, and would only thin out the load.
    load = load_of(_by_slot(alarms, start), seats, start=start, end=max(min(end, at), start))
    stale = alarms.filter(raised_at__lte=Coalesce(F("cleared_at"), Value(at)) - STALE_AFTER)
    told = {
        "since": first, "until": last, "alarms": load.alarms, "seated_alarms": load.seated, "seat_slots": load.seat_slots,
        "per_seat": load.per_seat, "per_seat_target": MOST_A_SEAT, "flood_minutes": load.flood_minutes,
        "flood_above": FLOOD_ABOVE, "shares": _shares(alarms, load.alarms), "stale_count": stale.count(),
        "stale": with_names(stale).order_by("raised_at", "pk")[:SHOWN],
    }  # fmt: skip
    return Response(AlarmHealthOut(told).data)


def _path(request: Request) -> str:
    code = request.query_params.get("unit", "")
    return get_scoped(OrgUnit.objects.defer("area"), request.user, field="path", code=code).path if code else ""


def _by_slot(alarms: "QuerySet[Alarm]", start: datetime) -> dict[int, int]:
    seconds = Cast(Extract(F("raised_at"), "epoch", tzinfo=UTC), FloatField()) - Value(
        start.timestamp(), output_field=FloatField()
    )
    slot = Cast(Floor(seconds / Value(SLOT.total_seconds())), IntegerField())
    return dict(alarms.order_by().annotate(slot=slot).values("slot").annotate(n=Count("pk")).values_list("slot", "n"))


def _shares(alarms: "QuerySet[Alarm]", all_of_them: int) -> list[dict[str, Any]]:
    counted = dict(alarms.order_by().values("grade").annotate(n=Count("pk")).values_list("grade", "n"))
    return [
        {
            "grade": grade, "alarms": counted.get(grade, 0), "target": target,
            "percent": round(100 * counted.get(grade, 0) / all_of_them, 2) if all_of_them else None,
        }
        for grade, target in SHARES.items()
    ]  # fmt: skip
