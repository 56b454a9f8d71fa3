"""Centres, units and service grids of the jurisdiction."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from command_center.ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, YesNoFilter
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.organisation.models import Level, OrgUnit, ServiceGrid
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped


class UnitOut(RowShape[OrgUnit]):
    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)  # type: ignore[assignment]
    lat = serializers.FloatField(source="latitude")
    lon = serializers.FloatField(source="longitude")

    class Meta:
        model = OrgUnit
        fields = [
            "id",
            "code",
            "name",
            "name_en",
            "level",
            "parent",
            "path",
            "lat",
            "lon",
            "phone",
            "active",
            "updated_at",
        ]


class UnitFilter(UpdatedSince):
    level = ChoiceIn(choices=Level.choices)
    parent = django_filters.CharFilter(field_name="parent__code")
    active = YesNoFilter()
    search = django_filters.CharFilter(method="filter_search", label="In code and names")

    class Meta:
        model = OrgUnit
        fields: list[str] = []

    def filter_search(self, units: "QuerySet[OrgUnit]", name: str, value: str) -> "QuerySet[OrgUnit]":
        return units.filter(Q(code__startswith=value) | Q(name__icontains=value) | Q(name_en__icontains=value))


class UnitList(ListAPIView[OrgUnit]):
    """The organisation from the province down, without the (large) service areas."""

    queryset = OrgUnit.objects.select_related("parent").defer("area", "parent__area")
    serializer_class = UnitOut
    filterset_class = UnitFilter
    ordering_fields = ["path", "code", "name", "updated_at"]
    ordering = ["path"]

    def get_queryset(self) -> "QuerySet[OrgUnit]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(super().get_queryset(), self.request.user, field="path")


class GridOut(RowShape[ServiceGrid]):
    unit = serializers.CharField(source="unit.code")
    unit_name = serializers.CharField(source="unit.name")
    manager = serializers.SerializerMethodField()
    area: Any = serializers.JSONField(help_text="GeoJSON geometry, WGS-84")

    class Meta:
        model = ServiceGrid
        fields = ["id", "code", "name", "unit", "unit_name", "manager", "area", "updated_at"]

    def get_manager(self, grid: ServiceGrid) -> str:
        return str(grid.manager) if grid.manager else ""


class GridFilter(UpdatedSince):
    unit = CharIn(field_name="unit__code", label="Code of the front-line unit")
    centre = CharIn(field_name="unit__parent__code", label="Code of the command centre")
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains")

    class Meta:
        model = ServiceGrid
        fields: list[str] = []


class GridList(ListAPIView[ServiceGrid]):
    """Service grids with their named managers and areas."""

    queryset = ServiceGrid.objects.select_related("unit", "manager").defer("unit__area")
    serializer_class = GridOut
    filterset_class = GridFilter
    ordering_fields = ["code", "name", "updated_at"]
    ordering = ["code"]

    def get_queryset(self) -> "QuerySet[ServiceGrid]":
        require(self.request.user, Right.READ_ORDERS)
        return scoped(super().get_queryset(), self.request.user)
