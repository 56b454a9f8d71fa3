"""The dispatcher's hand: choose a crew, take an order back."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.organisation.roles import Right
from command_center.organisation.scope import get_scoped
from dispatch.models import Crew
from dispatch.services import desk
from workorders.api.acting import act_from_desk
from workorders.api.orders import ReasonIn, verb


class AssignIn(serializers.Serializer[Any]):
    crew_id = serializers.IntegerField()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


@verb(AssignIn)
def assign(request: Request, number: str) -> Response:
    """Offer the order to a crew a person chose; a reason is needed unless it is the first candidate."""

    def perform(order_id: int, data: dict[str, Any]) -> object:
        crew = get_scoped(Crew.objects.all(), request.user, pk=data["crew_id"])
        return desk.assign_by_hand(
            order_id=order_id, crew_id=crew.pk, reason=data["reason"], at=now(), actor=request.user
        )

    return act_from_desk(request, number, Right.DISPATCH, AssignIn, perform)


class ReassignIn(ReasonIn):
    """``crew_id``: who is to take it; without one the next best crew is looked for."""

    crew_id = serializers.IntegerField(required=False, default=None, allow_null=True)


@verb(ReassignIn)
def reassign(request: Request, number: str) -> Response:
    """Take the order from its crew, for a reason; offer it to a named crew or to whoever is next."""

    def perform(order_id: int, data: dict[str, Any]) -> object:
        crew_id = data["crew_id"]
        if crew_id is not None:
            get_scoped(Crew.objects.all(), request.user, pk=crew_id)
        return desk.reassign(order_id=order_id, reason=data["reason"], crew_id=crew_id, at=now(), actor=request.user)

    return act_from_desk(request, number, Right.DISPATCH, ReassignIn, perform)
