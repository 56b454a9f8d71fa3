"""Devices of the network: a list, the same as GeoJSON, and the record that one was operated."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.filters import CharIn, ChoiceIn, YesNoFilter, described_filters, filtered
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment, confirm_field
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.errors import Invalid, NotAllowed
from command_center.ground.core.moments import CLOCKS_DIFFER
from command_center.ground.network.models import Branch, DeviceKind, OperationSource
from command_center.ground.network.services.switching import operate as operate_device
from command_center.ground.organisation.closed_years import accept_past
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped

MOST_FEATURES = 5_000


class DeviceOut(RowShape[Branch]):
    """``lat`` and ``lon`` are those of its first node, null in a network that is only drawn."""

    kind = serializers.CharField(source="device")
    open = serializers.BooleanField(source="is_open")
    off_normal = serializers.SerializerMethodField()
    feeder = serializers.CharField(source="feeder.code", default=None, allow_null=True)
    unit = serializers.CharField(source="serving_org.code")
    operated_by = serializers.CharField(source="operating_org.code")
    lat = serializers.FloatField(source="from_node.latitude", allow_null=True)
    lon = serializers.FloatField(source="from_node.longitude", allow_null=True)

    class Meta:
        model = Branch
        fields = [
            "id", "code", "name", "kind", "open", "normally_open", "off_normal", "telemetered", "phases", "feeder",
            "unit", "operated_by", "lat", "lon",
        ]  # fmt: skip

    def get_off_normal(self, branch: Branch) -> bool:
        return branch.is_open != branch.normally_open


# What ``DeviceOut`` shows, straight from its columns: on the map there are thousands, and a serializer takes a
# millisecond for each.
COLUMNS: dict[str, str] = {
    name: str(field.source).replace(".", "__")
    for name, field in DeviceOut().fields.items()
    if not isinstance(field, serializers.SerializerMethodField)
}


class DeviceFilter(django_filters.FilterSet):
    kind = ChoiceIn(field_name="device", choices=DeviceKind.choices)
    open = YesNoFilter(field_name="is_open")
    off_normal = YesNoFilter(method="filter_off_normal", label="Not in its normal position")
    feeder = CharIn(field_name="feeder__code", label="Code of the feeder")
    org = django_filters.CharFilter(method="filter_org", label="Code of a unit; all below it")
    telemetered = YesNoFilter()
    search = django_filters.CharFilter(method="filter_search", label="Beginning of the code, or in the name")

    class Meta:
        model = Branch
        fields: list[str] = []

    def filter_off_normal(self, devices: "QuerySet[Branch]", name: str, value: bool) -> "QuerySet[Branch]":
        off_normal = Branch.objects.off_normal().values("pk")
        return devices.filter(pk__in=off_normal) if value else devices.exclude(pk__in=off_normal)

    def filter_org(self, devices: "QuerySet[Branch]", name: str, value: str) -> "QuerySet[Branch]":
        path = OrgUnit.objects.filter(code=value).values_list("path", flat=True).first()
        return devices.filter(org_path__startswith=path) if path else devices.none()

    def filter_search(self, devices: "QuerySet[Branch]", name: str, value: str) -> "QuerySet[Branch]":
        return devices.filter(Q(code__startswith=value) | Q(name__icontains=value))


def with_names() -> "QuerySet[Branch]":
    """Live devices with all that the list shows."""
    devices = Branch.objects.devices().select_related("from_node", "feeder", "serving_org", "operating_org")
    return devices.defer("serving_org__area", "operating_org__area")


def shown(user: Any) -> "QuerySet[Branch]":
    require(user, Right.READ_ORDERS)
    return scoped(with_names(), user)


class DeviceList(ListAPIView[Branch]):
    """What can be opened, with its normal and its present position."""

    queryset = Branch.objects.devices()
    serializer_class = DeviceOut
    filterset_class = DeviceFilter
    ordering_fields = ["code"]
    ordering = ["pk"]

    def get_queryset(self) -> "QuerySet[Branch]":
        return shown(self.request.user)


class PointOut(serializers.Serializer[Any]):
    type = serializers.CharField(default="Point")
    coordinates = serializers.ListField(child=serializers.FloatField(), help_text="lon, lat")


class FeatureOut(serializers.Serializer[Any]):
    type = serializers.CharField(default="Feature")
    id = serializers.CharField()
    geometry = PointOut()
    properties = DeviceOut()


class DevicesOnMap(serializers.Serializer[Any]):
    """RFC 7946 FeatureCollection; ``truncated`` when there are more: zoom in or filter."""

    type = serializers.CharField(default="FeatureCollection")
    features = FeatureOut(many=True)
    truncated = serializers.BooleanField()


BBOX = OpenApiParameter("bbox", str, description="west,south,east,north in degrees")
FILTERS = described_filters(DeviceFilter)


@extend_schema(parameters=[BBOX, *FILTERS], responses={(200, "application/geo+json"): DevicesOnMap})
@api_view(["GET"])
def on_map(request: Request) -> Response:
    """Devices that have a place, as GeoJSON points; the filters are those of the list, and ``bbox``."""
    require(request.user, Right.READ_ORDERS)
    placed = scoped(Branch.objects.devices(), request.user).filter(from_node__latitude__isnull=False)
    devices = _within(filtered(DeviceFilter, placed, request, ["bbox"]), request.query_params.get("bbox", ""))
    rows = list(devices.order_by("pk").values_list(*COLUMNS.values())[: MOST_FEATURES + 1])
    body = {
        "type": "FeatureCollection",
        "features": [_feature(row) for row in rows[:MOST_FEATURES]],
        "truncated": len(rows) > MOST_FEATURES,
    }
    return with_etag(Response(body, content_type="application/geo+json"), 0)


def _within(devices: "QuerySet[Branch]", bbox: str) -> "QuerySet[Branch]":
    if not bbox:
        return devices
    try:
        west, south, east, north = (float(edge) for edge in bbox.split(","))
    except ValueError:
        raise Invalid(_("Four numbers: west, south, east, north."), pointer="/bbox") from None
    return devices.filter(from_node__longitude__range=(west, east), from_node__latitude__range=(south, north))


def _feature(row: tuple[Any, ...]) -> dict[str, Any]:
    properties = dict(zip(COLUMNS, row, strict=True))
    properties["off_normal"] = properties["open"] != properties["normally_open"]
    place = [round(properties["lon"], 7), round(properties["lat"], 7)]
    return {
        "type": "Feature",
        "id": properties["code"],
        "geometry": {"type": "Point", "coordinates": place},
        "properties": properties,
    }


class OperateIn(serializers.Serializer[Any]):
    opened = serializers.BooleanField(help_text="Opened, else closed")
    at = Moment(required=False, default=None, allow_null=True, help_text="When it moved; now if left out")
    confirm_at = confirm_field()
    detail = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


@described(request=OperateIn, responses=DeviceOut, problems=(401, 403, 404, 422))
@api_view(["POST"])
def operate(request: Request, code: str) -> Response:
    """Record that a device was opened or closed. Nothing is sent to the device: the program controls no switches."""
    require(request.user, Right.OPERATE)
    device = operable(request.user, code)
    data = body_of(OperateIn, request)
    at = data["at"] or now()
    accept_past(request.user, at, at=now(), pointer="/at", confirmed=data["confirm_at"], ahead=CLOCKS_DIFFER)

    def once() -> tuple[int, Any]:
        operate_device(
            branch_id=device.pk, opened=data["opened"], at=at, source=OperationSource.DESK, actor=request.user,
            detail=data["detail"],
        )  # fmt: skip
        return 200, dict(DeviceOut(with_names().get(pk=device.pk)).data)

    return answer_once(request, "devices", once)


def operable(user: Any, code: str) -> Branch:
    """The device, for who operates it; that may be another unit than serves its customers (domain reference §1.5).

    Raises ``NotAllowed`` for who only serves there, ``NotFound`` for anybody else.
    """
    devices = Branch.objects.devices()
    operated = scoped(devices.filter(code=code), user, field="operating_org__path")
    if not operated.exists() and scoped(devices.filter(code=code), user).exists():
        raise NotAllowed()
    return get_scoped(devices, user, field="operating_org__path", code=code)
