"""How customers were asked and what they said: the figures by kind, and each answer."""

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.filters import ChoiceIn, YesNoFilter
from command_center.ground.core.api.moments import Moment, MomentFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.values import CHINA
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from customers.phones import mask_phones_in
from workorders.api.filters import UnitsFilter
from workorders.custody import owners_of
from workorders.kinds import PROCESSES, label_of
from workorders.models import Satisfaction, Survey, WorkOrder
from workorders.surveys.selectors import GROUPS, survey_figures, with_reached
from workorders.surveys.services import ASKED_OF

GROUP_CHOICES = [(name, name) for name in GROUPS]


class SurveyFollowUpOut(serializers.Serializer[Any]):
    """The order that follows up who is not satisfied: by when, and who answers for it; both null once it has ended."""

    number = serializers.CharField()
    state = serializers.CharField()
    due_at = Moment(allow_null=True)
    owner = serializers.CharField(allow_null=True)


class SurveyOut(RowShape[Survey]):
    """``reached``: the question is known to have arrived. ``matter``: the number of the order in ``follow_up``."""

    number = serializers.CharField(source="order.number")
    kind = serializers.CharField(source="order.kind")
    kind_words = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    reached = serializers.BooleanField()
    satisfaction_words = serializers.CharField(source="get_satisfaction_display")
    answered_by_words = serializers.CharField(source="get_answered_by_display")
    comment = serializers.SerializerMethodField()
    matter = serializers.SerializerMethodField()
    follow_up = serializers.SerializerMethodField()

    class Meta:
        model = Survey
        fields = [
            "id", "number", "kind", "kind_words", "unit", "asked_at", "reached", "answered_at", "answered_by",
            "answered_by_words", "satisfaction", "satisfaction_words", "score", "comment", "matter", "follow_up", "refused_at",
        ]  # fmt: skip

    def get_kind_words(self, row: Survey) -> str:
        return str(PROCESSES[row.order.kind].label)

    def get_unit(self, row: Survey) -> str:
        return (row.order.unit or row.order.centre).name

    def get_comment(self, row: Survey) -> str:
        return row.comment if self.context["request"].user.may(Right.READ_CUSTOMERS) else mask_phones_in(row.comment)

    def get_matter(self, row: Survey) -> str | None:
        return row.matter.number if row.matter else None

    @extend_schema_field(SurveyFollowUpOut(allow_null=True))
    def get_follow_up(self, row: Survey) -> Any:
        if row.matter is None:
            return None
        told = {"number": row.matter.number, "state": label_of(row.matter.kind, row.matter.status)}
        owner = self.context["owners"].get(row.matter_id)
        return SurveyFollowUpOut({**told, "due_at": row.matter.next_due_at, "owner": owner}).data


class SurveyFilter(django_filters.FilterSet):
    month = django_filters.DateFilter(
        method="filter_month", input_formats=["%Y-%m", "%Y-%m-%d"], label="The month of China in which they were asked"
    )
    search = django_filters.CharFilter(field_name="order__number", label="Number of the order")
    kind = ChoiceIn(choices=[(kind, kind) for kind in ASKED_OF], field_name="order__kind")
    unit = UnitsFilter(field_name="place", label="Code of the unit, or of the centre where the order has none")
    reached = YesNoFilter(field_name="reached", label="Whether the question is known to have arrived")
    answered = YesNoFilter(method="filter_answered", label="Whether the customer answered")
    satisfaction = django_filters.MultipleChoiceFilter(choices=Satisfaction.choices)
    since = MomentFilter(field_name="asked_at", lookup_expr="gte")
    until = MomentFilter(field_name="asked_at", lookup_expr="lt")

    class Meta:
        model = Survey
        fields: list[str] = []

    def filter_month(self, rows: "QuerySet[Survey]", name: str, day: date) -> "QuerySet[Survey]":
        first = datetime(day.year, day.month, 1, tzinfo=CHINA)
        return rows.filter(asked_at__gte=first, asked_at__lt=(first + timedelta(days=32)).replace(day=1))

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
        rows = with_reached(shown(self.request.user)).annotate(place=Coalesce("order__unit", "order__centre"))
        related = rows.select_related("order__unit", "order__centre", "matter")
        return related.defer("order__unit__area", "order__centre__area")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        owners = owners_of([row.matter_id for row in page if row.matter_id])
        context = {**self.get_serializer_context(), "owners": owners}
        return self.get_paginated_response(self.get_serializer_class()(page, many=True, context=context).data)


class FiguresIn(serializers.Serializer[Any]):
    """``by``: how the surveys are put together."""

    since = Moment(required=False, default=None)
    until = Moment(required=False, default=None)
    by = serializers.ChoiceField(choices=GROUP_CHOICES, required=False, default="kind")


class SurveyGroupOut(serializers.Serializer[Any]):
    """``rated`` of the ``reached`` of the ``asked``. Percentages have two decimals; null for nothing of nothing."""

    group = serializers.CharField(allow_blank=True, help_text="Kind of order, code of a unit, or month; empty for all")
    words = serializers.CharField(allow_blank=True)
    asked = serializers.IntegerField()
    reached = serializers.IntegerField()
    not_reached = serializers.IntegerField()
    reach_percent = serializers.CharField(allow_null=True)
    rated = serializers.IntegerField()
    satisfied = serializers.IntegerField()
    fair = serializers.IntegerField()
    unsatisfied = serializers.IntegerField()
    satisfied_percent = serializers.CharField(allow_null=True)
    mean_score = serializers.FloatField(allow_null=True)


class SurveyFiguresOut(serializers.Serializer[Any]):
    by = serializers.ChoiceField(choices=GROUP_CHOICES)
    since = Moment(allow_null=True)
    until = Moment(allow_null=True)
    total = SurveyGroupOut()
    groups = SurveyGroupOut(many=True)
    definitions = serializers.DictField(child=serializers.CharField())


@described(parameters=[FiguresIn], responses=SurveyFiguresOut, problems=(401, 403, 422))
@api_view(["GET"])
def figures(request: Request) -> Response:
    """How many were asked, reached, rated, and are satisfied: all together and by kind of order, unit or month."""
    asked = query_of(FiguresIn, request)
    return Response(SurveyFiguresOut(survey_figures(shown(request.user), **asked)).data)
