"""Ranked crews for an order, with the reasons for their rank."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.screens.board.candidates import candidates_at, candidates_of, nobody
from workorders.kinds import REPAIR_KINDS
from workorders.models import WorkOrder


class Candidate(serializers.Serializer[Any]):
    rank = serializers.IntegerField()
    crew_id = serializers.IntegerField()
    crew_name = serializers.CharField()
    unit = serializers.CharField()
    eta_minutes = serializers.FloatField()
    distance_km = serializers.FloatField()
    score = serializers.FloatField()
    eligible = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())
    score_parts = serializers.DictField(child=serializers.FloatField())
    members = serializers.ListField(child=serializers.CharField())
    skills = serializers.ListField(child=serializers.CharField())
    lat = serializers.FloatField(allow_null=True)
    lon = serializers.FloatField(allow_null=True)


class RejectedCrew(serializers.Serializer[Any]):
    crew_id = serializers.IntegerField()
    crew_name = serializers.CharField()
    distance_km = serializers.FloatField()
    why = serializers.ListField(child=serializers.CharField())


class Candidates(serializers.Serializer[Any]):
    decided_at = Moment()
    mode = serializers.CharField()
    chosen_crew_id = serializers.IntegerField(allow_null=True)
    chosen_crew_ids = serializers.ListField(child=serializers.IntegerField())
    regret_minutes = serializers.FloatField(allow_null=True)
    reason = serializers.CharField()
    override_reason = serializers.CharField()
    decided_by = serializers.CharField()
    stored = serializers.BooleanField()
    candidates = Candidate(many=True)
    rejected = RejectedCrew(many=True)


class CandidatesIn(serializers.Serializer[Any]):
    again = serializers.BooleanField(
        required=False, default=False, help_text="Who could take it now from the crew that holds it, to reassign it."
    )
    lat = serializers.FloatField(
        required=False, min_value=-90, max_value=90, help_text="With lon: who could go if the order lay there."
    )
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if ("lat" in asked) != ("lon" in asked):
            raise serializers.ValidationError({"lon": _("A place is lat and lon.")})
        return asked


@described(parameters=[CandidatesIn], responses=Candidates)
@api_view(["GET"])
def candidates(request: Request, number: str) -> Response:
    """The stored decision once the order is offered or held; while it waits, what the planner says now.

    No crew is proposed for what is no repair.
    """
    require(request.user, Right.READ_ORDERS)
    asked = query_of(CandidatesIn, request)
    order = get_scoped(WorkOrder.objects.readable_by(request.user), request.user, number=number)
    user: Any = request.user
    named = user.may(Right.DISPATCH)
    if order.kind not in REPAIR_KINDS:
        return Response(nobody(at=now()))
    if "lat" in asked:
        return Response(candidates_at(order, asked["lat"], asked["lon"], at=now(), named=named))
    return Response(candidates_of(order, at=now(), again=asked["again"], named=named))
