"""What the crew of an order found: the choices before it, what it said, and saying it."""

from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from command_center.ground.core.api.bodies import IF_MATCH, described
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import iso
from command_center.screens.board.api.orders import visible_order
from command_center.screens.cards.outage_shapes import DeviceShape
from dispatch.api.fieldwork import act_as_crew, observed
from dispatch.services import fieldwork
from outages.findings.rules import Effect
from outages.findings.selectors.findings import findings_of
from outages.findings.selectors.places import FoundPlace, places_of
from outages.findings.services.findings import CrewFinding, lock_outage_of, take_finding
from outages.models import CauseClass, Extent
from workorders.api.acting import OrderState
from workorders.kinds.fault.forms import ObservedIn
from workorders.models import WorkOrder

EFFECTS = [(each.value, each.value) for each in Effect]


class PlaceOut(serializers.Serializer[Any]):
    """``closed``: telemetry shows the device closed, which a finding does not overrule."""

    extent = serializers.ChoiceField(choices=Extent.choices)
    device = DeviceShape(allow_null=True)
    customers = serializers.IntegerField()
    closed = serializers.BooleanField()


class SaidIn(ObservedIn):
    """``device`` is one of the offered codes, for the extent ``DEVICE`` only. A cause that is not known yet is left out."""

    extent = serializers.ChoiceField(choices=Extent.choices)
    device = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)
    cause_class = serializers.ChoiceField(choices=CauseClass.choices, required=False, default="", allow_blank=True)
    cause = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
    hazard = serializers.BooleanField(required=False, default=False)


class FindingOut(serializers.Serializer[Any]):
    at = Moment()
    author = serializers.CharField(allow_blank=True)
    extent = serializers.ChoiceField(choices=Extent.choices)
    device = DeviceShape(allow_null=True)
    cause_class = serializers.CharField(allow_blank=True)
    cause = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    hazard = serializers.BooleanField()
    customers = serializers.IntegerField()
    effect = serializers.ChoiceField(choices=EFFECTS)
    outage = serializers.CharField(allow_null=True)


class FindingsOut(serializers.Serializer[Any]):
    choices = PlaceOut(many=True)
    findings = FindingOut(many=True)


class FoundState(OrderState):
    effect = serializers.ChoiceField(choices=EFFECTS, help_text="What became of it")
    outage = serializers.CharField(allow_null=True, help_text="Number of the outage it now speaks for")


class Findings(APIView):
    @extend_schema(operation_id="work_order_findings")
    @described(responses=FindingsOut)
    def get(self, request: Request, number: str) -> Response:
        """Where the fault may lie, from the meter up to the feeder's breaker, and what was found so far."""
        order = visible_order(request, number)
        found = [{**row, "at": iso(row["at"])} for row in findings_of(order.pk)]
        return Response({"choices": [_place(place) for place in places_of(order)], "findings": found})

    @described(request=SaidIn, responses=FoundState, parameters=[IF_MATCH], problems=(401, 403, 404, 409, 412, 422))
    def post(self, request: Request, number: str) -> Response:
        """A crew on site says what it found. Its outage is confirmed there, moved, split or dismissed; the order stays its own."""

        def perform(order: WorkOrder, crew_id: int, data: dict[str, Any]) -> object:
            fieldwork.hold(order.pk, crew_id)
            seen_at = observed(order, data)
            said = CrewFinding(seen_at=seen_at, **data)
            row = take_finding(order_id=order.pk, finding=said, at=now(), actor=request.user)
            return {"effect": row.detail["effect"], "outage": row.outage.number if row.outage else None}

        return act_as_crew(request, number, SaidIn, perform, lock_first=lock_outage_of)


def _place(place: FoundPlace) -> dict[str, Any]:
    device = place.device
    shown = {"code": device.code, "name": str(device), "kind": device.device} if device else None
    return {"extent": place.extent, "device": shown, "customers": place.customers, "closed": place.shown_closed}
