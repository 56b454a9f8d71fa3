"""The shift desk over HTTP: the crews at work in one's area, each in one line."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.screens.cards.shapes import CrewCard
from command_center.screens.shift_desk.lines import areas_of, crews_at_work, desk_lines


class DeskQuery(serializers.Serializer[Any]):
    area = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=20,
        help_text="Code of a city, a county or a unit; empty: all of mine",
    )  # fmt: skip


class RunningShift(serializers.Serializer[Any]):
    starts_at = Moment()
    ends_at = Moment()
    people = serializers.IntegerField()


class NextDue(serializers.Serializer[Any]):
    at = Moment()
    code = serializers.CharField(help_text="Which clock")
    number = serializers.CharField(help_text="Of which order")


class CrewLine(CrewCard):
    """The card of a crew and what a desk asks about it besides."""

    path = serializers.CharField(help_text="Of its unit: codes from the province down")
    shift = RunningShift(allow_null=True, help_text="None: it holds an order although its shift is over")
    next_due = NextDue(allow_null=True, help_text="First among the orders in hand")
    place = serializers.CharField(allow_blank=True, help_text="In whose area its last fix lies; empty when that is old")


class Area(serializers.Serializer[Any]):
    path = serializers.CharField()
    name = serializers.CharField()


class ShiftDeskOut(serializers.Serializer[Any]):
    at = Moment()
    crews = CrewLine(many=True)
    areas = Area(many=True, help_text="The units of all crews at work in my area, and all they lie in")


@described(parameters=[DeskQuery], responses=ShiftDeskOut, problems=(403, 404, 422))
@api_view(["GET"])
def shift_desk(request: Request) -> Response:
    """Who is on duty in my area, and who still holds an order after the shift."""
    require(request.user, Right.READ_ORDERS)
    asked, at = query_of(DeskQuery, request), now()
    code = asked["area"]
    under = get_scoped(OrgUnit.objects.all(), request.user, field="path", code=code).path if code else ""
    mine = crews_at_work(request.user, at=at)
    crews = desk_lines(mine.filter(org_path__startswith=under), at=at)
    return Response({"at": iso(at), "crews": crews, "areas": areas_of(mine)})
