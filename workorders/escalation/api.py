"""Escalations over HTTP: who was called, and that they know."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import CharIn, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.errors import NotAllowed
from command_center.ground.organisation.hearing import closed_gates
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from workorders.clocks.codes import WORDS
from workorders.escalation.services import acknowledge
from workorders.models import EscalationCall


class CallOut(RowShape[EscalationCall]):
    """``title`` is the name of the rule, ``because`` the limit that it speaks of; without a person the unit itself is called."""

    number = serializers.CharField(source="escalation.order.number")
    grade = serializers.IntegerField(source="escalation.order.grade")
    title = serializers.CharField(source="escalation.rule.name")
    because = serializers.SerializerMethodField()
    unit = serializers.CharField(source="escalation.unit.name")
    at = Moment(source="escalation.at")
    person = serializers.SerializerMethodField()
    acknowledged_by = serializers.SerializerMethodField()

    class Meta:
        model = EscalationCall
        fields = [
            "id", "number", "grade", "title", "because", "unit", "at", "person_id", "person", "acknowledged_at",
            "acknowledged_by", "answer",
        ]  # fmt: skip

    def get_because(self, call: EscalationCall) -> str:
        escalation = call.escalation
        return f"{WORDS.get(escalation.clock, escalation.clock)} {escalation.percent} %" if escalation.clock else ""

    def get_person(self, call: EscalationCall) -> str | None:
        return str(call.person) if call.person else None

    def get_acknowledged_by(self, call: EscalationCall) -> str | None:
        return str(call.acknowledged_by) if call.acknowledged_by else None


class CallFilter(django_filters.FilterSet):
    open = YesNoFilter(field_name="acknowledged_at", lookup_expr="isnull", label="Nobody has said yet that they know")
    mine = YesNoFilter(method="filter_mine", label="I am called")
    number = CharIn(field_name="escalation__order__number")

    class Meta:
        model = EscalationCall
        fields: list[str] = []

    def filter_mine(self, calls: "QuerySet[EscalationCall]", name: str, value: bool) -> "QuerySet[EscalationCall]":
        return calls.filter(person=self.request.user) if value else calls.exclude(person=self.request.user)


class CallList(ListAPIView[EscalationCall]):
    """People who were called to orders of the area, latest first."""

    queryset = EscalationCall.objects.all()
    serializer_class = CallOut
    filterset_class = CallFilter
    ordering = ["-pk"]
    ordering_fields = ["id"]

    def get_queryset(self) -> "QuerySet[EscalationCall]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(with_names(heard_by(self.request.user)), self.request.user, field="escalation__org_path")


class AcknowledgeCallIn(serializers.Serializer[Any]):
    answer = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)


@described(request=AcknowledgeCallIn, responses=CallOut, problems=(403, 404, 422))
@api_view(["POST"])
def acknowledge_call(request: Request, call_id: int) -> Response:
    """I know, and this is what I do. Only the person who was called can say so; where a unit was called, anybody there."""
    require(request.user, Right.READ_ORDERS)
    call = get_scoped(heard_by(request.user), request.user, field="escalation__org_path", pk=call_id)
    answer = body_of(AcknowledgeCallIn, request)["answer"]
    if call.person_id not in (None, request.user.pk):
        raise NotAllowed()

    def once() -> tuple[int, Any]:
        acknowledge(call_id=call.pk, answer=answer, at=now(), actor=request.user)
        return 200, CallOut(with_names(EscalationCall.objects.all()).get(pk=call.pk)).data

    return answer_once(request, "escalations", once)


def heard_by(user: Any) -> "QuerySet[EscalationCall]":
    """Calls to orders that this person may hear of."""
    return EscalationCall.objects.exclude(escalation__order__gate__in=closed_gates(user))


def with_names(calls: "QuerySet[EscalationCall]") -> "QuerySet[EscalationCall]":
    named = calls.select_related(
        "person", "acknowledged_by", "escalation__order", "escalation__rule", "escalation__unit"
    )
    return named.defer("escalation__unit__area")
