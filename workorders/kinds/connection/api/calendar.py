"""``visit-calendar/``: a week of appointments by unit, manager and half day, for the centre's calendar."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import china_day
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from workorders.kinds.connection.api.visits import AppointmentOut
from workorders.kinds.connection.week import monday_of, week


class WeekIn(serializers.Serializer[Any]):
    """``day``: any day of the week, today without one. ``unit``: codes with commas."""

    day = serializers.DateField(required=False, default=None, allow_null=True)
    unit = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


class WeekDayOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    working = serializers.BooleanField(help_text="Some unit works on it")


class WeekSlotOut(serializers.Serializer[Any]):
    starts_at = Moment()
    ends_at = Moment()
    capacity = serializers.IntegerField()
    booked = serializers.IntegerField()


class VisitManagerOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class WeekUnitOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    managers = VisitManagerOut(many=True)
    slots = WeekSlotOut(many=True)


class WeekOut(serializers.Serializer[Any]):
    start = Moment()
    days = WeekDayOut(many=True)
    units = WeekUnitOut(many=True)
    appointments = AppointmentOut(many=True)
    left_out = serializers.IntegerField(help_text="Units that are not shown: ask for them by their code")


@described(parameters=[WeekIn], responses=WeekOut, problems=(401, 403, 422))
@api_view(["GET"])
def calendar(request: Request) -> Response:
    """The appointments of a week, moved and missed ones included, and the room that every half day has left."""
    require(request.user, Right.READ_ORDERS)
    asked = query_of(WeekIn, request)
    units: list[int] = []
    if codes := [code for code in asked["unit"].split(",") if code]:
        known = scoped(OrgUnit.objects.filter(code__in=codes), request.user, field="path")
        # A code of elsewhere finds nothing, as if it did not exist.
        units = list(known.values_list("pk", flat=True)) or [0]
    return Response(WeekOut(week(request.user, monday_of(asked["day"] or china_day(now())), unit_ids=units)).data)
