"""Frequent outages: who meets which rule, and what is done about it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import CharIn, ChoiceIn, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Day
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from customers.phones import mask_name
from outages.reliability.models.frequency import FrequencyLevel, FrequentEntity, FrequentOutage
from outages.reliability.services.frequent import follow_up as follow_up_frequent


class FrequentOut(RowShape[FrequentOutage]):
    """``entity``: a feeder, a transformer, or a customer with his name masked. Counted on the days ``first_on``–``last_on``."""

    entity_kind = serializers.CharField(source="rule.entity")
    entity = serializers.SerializerMethodField()
    rule = serializers.CharField(source="rule.code")
    rule_set = serializers.CharField(source="rule.rule_set")
    level = serializers.CharField(source="rule.level")
    followed_by = serializers.CharField(source="followed_by.name", default=None, allow_null=True)

    class Meta:
        model = FrequentOutage
        fields = [
            "id", "entity_kind", "entity", "rule", "rule_set", "level", "count", "first_on", "last_on", "found_at",
            "computed_at", "cleared_at", "cause", "measure", "deadline_on", "done_at", "customer_told_at", "followed_by",
        ]  # fmt: skip

    @extend_schema_field({"type": "object", "properties": {"code": {"type": "string"}, "name": {"type": "string"}}})
    def get_entity(self, row: FrequentOutage) -> dict[str, str]:
        if row.customer is not None:
            return {"code": row.customer.number, "name": mask_name(row.customer.name)}
        return {"code": row.node.code, "name": row.node.name} if row.node else {}


class FrequentFilter(django_filters.FilterSet):
    rule_set = ChoiceIn(field_name="rule__rule_set", choices=[(each, each) for each in "ABCDE"])
    rule = CharIn(field_name="rule__code")
    entity = django_filters.MultipleChoiceFilter(field_name="rule__entity", choices=FrequentEntity.choices)
    level = django_filters.MultipleChoiceFilter(field_name="rule__level", choices=FrequencyLevel.choices)
    standing = YesNoFilter(field_name="cleared_at", lookup_expr="isnull", label="Met still")
    done = YesNoFilter(field_name="done_at", lookup_expr="isnull", exclude=True)
    org = django_filters.CharFilter(method="filter_org", label="Code of a unit; all below it")

    class Meta:
        model = FrequentOutage
        fields: list[str] = []

    def filter_org(self, rows: "QuerySet[FrequentOutage]", name: str, value: str) -> "QuerySet[FrequentOutage]":
        path = OrgUnit.objects.filter(code=value).values_list("path", flat=True).first()
        return rows.filter(org_path__startswith=path) if path else rows.none()


def with_names() -> "QuerySet[FrequentOutage]":
    return FrequentOutage.objects.select_related("rule", "node", "customer", "followed_by")


class FrequentList(ListAPIView[FrequentOutage]):
    """Entities of the area that meet a rule, cleared ones included unless ``standing=true``."""

    queryset = FrequentOutage.objects.all()
    serializer_class = FrequentOut
    filterset_class = FrequentFilter
    ordering_fields = ["count", "found_at"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[FrequentOutage]":
        require(self.request.user, Right.READ_OUTAGES)
        return scoped(with_names(), self.request.user)


class FollowUpIn(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    cause = serializers.CharField(max_length=200, required=False, allow_blank=True)
    measure = serializers.CharField(max_length=200, required=False, allow_blank=True)
    deadline_on = Day(required=False, allow_null=True)
    done = serializers.BooleanField(required=False)
    customer_told = serializers.BooleanField(required=False)


@described(request=FollowUpIn, responses=FrequentOut)
@api_view(["POST"])
def follow_up(request: Request, frequent_id: int) -> Response:
    """Cause, measure, deadline, done, customer told."""
    require(request.user, Right.PLAN_OUTAGES)
    row = get_scoped(FrequentOutage.objects.all(), request.user, pk=frequent_id)
    said = body_of(FollowUpIn, request)

    def once() -> tuple[int, Any]:
        follow_up_frequent(frequent_id=row.pk, at=now(), actor=request.user, **said)
        return 200, dict(FrequentOut(with_names().get(pk=row.pk)).data)

    return answer_once(request, "frequent-outages", once)
