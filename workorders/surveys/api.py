"""How customers were asked and what they said: the figures by kind, and each answer."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import YesNoFilter
from command_center.ground.core.api.moments import Moment, MomentFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from workorders.models import Satisfaction, Survey, WorkOrder
from workorders.surveys.selectors import survey_figures


class SurveyOut(RowShape[Survey]):
    """``matter``: the number of the order that follows up who is not satisfied."""

    number = serializers.CharField(source="order.number")
    kind = serializers.CharField(source="order.kind")
    matter = serializers.SerializerMethodField()

    class Meta:
        model = Survey
        fields = [
            "id", "number", "kind", "asked_at", "answered_at", "answered_by", "satisfaction", "score", "comment", "matter",
        ]  # fmt: skip

    def get_matter(self, row: Survey) -> str | None:
        return row.matter.number if row.matter else None


class SurveyFilter(django_filters.FilterSet):
    answered = YesNoFilter(method="filter_answered", label="Whether the customer answered")
    satisfaction = django_filters.MultipleChoiceFilter(choices=Satisfaction.choices)
    since = MomentFilter(field_name="asked_at", lookup_expr="gte")
    until = MomentFilter(field_name="asked_at", lookup_expr="lt")

    class Meta:
        model = Survey
        fields: list[str] = []

    def filter_answered(self, rows: "QuerySet[Survey]", name: str, value: bool) -> "QuerySet[Survey]":
        return rows.filter(answered_at__isnull=not value)


def shown(user: Any) -> "QuerySet[Survey]":
    """Surveys about orders that this person may see."""
    require(user, Right.READ_ORDERS)
    orders = scoped(WorkOrder.objects.readable_by(user), user)
    return Survey.objects.filter(order__in=orders)


class SurveyList(ListAPIView[Survey]):
    """Newest first."""

    queryset = Survey.objects.all()
    serializer_class = SurveyOut
    filterset_class = SurveyFilter
    ordering_fields = ["asked_at"]
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Survey]":
        return shown(self.request.user).select_related("order", "matter")


class FiguresIn(serializers.Serializer[Any]):
    since = Moment(required=False, default=None)
    until = Moment(required=False, default=None)


class SurveyFiguresOut(serializers.Serializer[Any]):
    """``asked`` is the denominator of the answers, ``answered`` of the satisfied."""

    kind = serializers.CharField()
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    satisfied = serializers.IntegerField()
    fair = serializers.IntegerField()
    unsatisfied = serializers.IntegerField()
    mean_score = serializers.FloatField(allow_null=True)


@described(parameters=[FiguresIn], responses=SurveyFiguresOut(many=True), problems=(401, 403, 422))
@api_view(["GET"])
def figures(request: Request) -> Response:
    """By kind of order: how many were asked, answered, and are satisfied."""
    query = FiguresIn(data=request.query_params)
    query.is_valid(raise_exception=True)
    return Response(survey_figures(shown(request.user), **query.validated_data))
