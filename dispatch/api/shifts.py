"""Who is on duty when."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from command_center.ground.core.api.filters import CharIn, UpdatedSince, WholeFilter
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from dispatch.models import Shift


class ShiftOut(RowShape[Shift]):
    crew_name = serializers.CharField(source="crew.name")

    class Meta:
        model = Shift
        fields = ["id", "crew_id", "crew_name", "starts_at", "ends_at", "people", "handover_note", "updated_at"]


class ShiftFilter(UpdatedSince):
    crew = WholeFilter(field_name="crew_id")
    centre = CharIn(field_name="crew__centre__code", label="Code of the command centre")
    unit = CharIn(field_name="crew__unit__code", label="Code of the front-line unit")
    at = MomentFilter(method="filter_at", label="On duty at this moment")
    starts_from = MomentFilter(field_name="starts_at", lookup_expr="gte")
    ends_to = MomentFilter(field_name="ends_at", lookup_expr="lte")

    class Meta:
        model = Shift
        fields: list[str] = []

    def filter_at(self, shifts: "QuerySet[Shift]", name: str, value: str) -> "QuerySet[Shift]":
        return shifts.filter(starts_at__lte=value, ends_at__gt=value)


class ShiftList(ListAPIView[Shift]):
    """Shifts, latest first."""

    queryset = Shift.objects.select_related("crew")
    serializer_class = ShiftOut
    filterset_class = ShiftFilter
    ordering_fields = ["starts_at", "ends_at", "updated_at"]
    ordering = ["-starts_at", "-pk"]

    def get_queryset(self) -> "QuerySet[Shift]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(super().get_queryset(), self.request.user, field="crew__org_path")
