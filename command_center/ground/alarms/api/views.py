"""Alarms: everybody at a desk sees the same ones; one person acknowledges, by name."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.alarms.models import Alarm, SubjectKind
from command_center.ground.alarms.selectors import with_names
from command_center.ground.alarms.services import acknowledge
from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import CharIn, WholeFilter, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.hearing import audible
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require

MOST_AT_ONCE = 500


class AlarmOut(RowShape[Alarm]):
    """``code`` as in ``command_center/ground/alarms/codes.py``; ``grade`` 1 is act now; ``detail`` e.g. the crew's last fix."""

    subject = serializers.CharField(source="subject_kind")
    acknowledged_by = serializers.SerializerMethodField()
    addressee = serializers.SerializerMethodField(help_text="Who is called by name")

    class Meta:
        model = Alarm
        fields = [
            "id", "code", "grade", "subject", "subject_id", "subject_name", "detail", "addressee", "raised_at",
            "acknowledged_by", "acknowledged_at", "cleared_at",
        ]  # fmt: skip

    def get_addressee(self, alarm: Alarm) -> str | None:
        return str(alarm.addressee) if alarm.addressee else None

    def get_acknowledged_by(self, alarm: Alarm) -> str | None:
        return str(alarm.acknowledged_by) if alarm.acknowledged_by else None


class AlarmFilter(django_filters.FilterSet):
    open = YesNoFilter(field_name="cleared_at", lookup_expr="isnull", label="The matter is not over")
    acknowledged = YesNoFilter(field_name="acknowledged_at", lookup_expr="isnull", exclude=True)
    code = CharIn(label="One or several codes")
    grade = WholeFilter()
    subject = django_filters.MultipleChoiceFilter(field_name="subject_kind", choices=SubjectKind.choices)
    subject_id = WholeFilter()
    subject_name = django_filters.CharFilter(label="Number of an order, an outage or a plan; name of a crew")
    raised_from = MomentFilter(field_name="raised_at", lookup_expr="gte")
    raised_to = MomentFilter(field_name="raised_at", lookup_expr="lt")

    class Meta:
        model = Alarm
        fields: list[str] = []


class AlarmList(ListAPIView[Alarm]):
    """Alarms of the area, newest first; those whose matter is over too unless ``open=true``."""

    queryset = Alarm.objects.all()
    serializer_class = AlarmOut
    filterset_class = AlarmFilter
    ordering_fields = ["raised_at", "grade"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Alarm]":
        require(self.request.user, Right.READ_ORDERS)
        return audible(with_names(Alarm.objects.all()), self.request.user)


class AcknowledgeIn(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=MOST_AT_ONCE)


class Acknowledged(serializers.Serializer[Any]):
    """The alarms as they stand now; one that somebody else had acknowledged keeps that name."""

    alarms = AlarmOut(many=True)


@described(request=AcknowledgeIn, responses=Acknowledged, problems=(403, 422))
@api_view(["POST"])
def acknowledge_alarms(request: Request) -> Response:
    """I have seen these alarms. Those of another area are left alone and not named in the answer."""
    require(request.user, Right.ALARMS)
    ids = body_of(AcknowledgeIn, request)["ids"]

    def once() -> tuple[int, Any]:
        mine = audible(Alarm.objects.filter(pk__in=ids), request.user)
        acknowledge(alarm_ids=list(mine.values_list("pk", flat=True)), at=now(), actor=request.user)
        return 200, {"alarms": AlarmOut(with_names(mine).order_by("pk"), many=True).data}

    return answer_once(request, "alarms", once)
