"""The network in a window of the map, as GeoJSON: lines, devices and substations."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.api.geojson import GEOJSON, CutFeatureCollection, Feature, feature
from command_center.ground.core.errors import Invalid
from command_center.ground.network.api.devices_told import told_of
from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.network.selectors.map_view import Detail, Drawing, Window, drawing_of
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped

LINES_AT_MOST = 8_000
DEVICES_AT_MOST = 4_000
SUBSTATIONS_AT_MOST = 500
# A window four times as large as a wide screen shows at the scale from which on the network is drawn.
WIDEST_DEGREES = 4.0
NONE = (None, None)


class NetworkFeature(Feature):
    """``properties.what``: ``line`` (``feeder``, ``low_voltage``, ``dead``), ``device`` (``code``, ``name``, ``kind``,
    ``open``, ``off_normal``, ``telemetered``, ``feeder``, ``feeder_code``) or ``substation`` (``code``, ``name``)."""


class NetworkOnMap(CutFeatureCollection):
    """``truncated``: there is more than is shown. ``straight``: lines run straight between places that are known.
    ``without_place``: devices of your area that are not drawn because nobody said where they stand."""

    straight = serializers.BooleanField()
    without_place = serializers.IntegerField()
    features = NetworkFeature(many=True)


class NetworkQuery(serializers.Serializer[Any]):
    bbox = serializers.CharField(help_text="west,south,east,north in degrees; at most four each way")
    detail = serializers.ChoiceField(choices=[(d.value, d.value) for d in Detail], default=Detail.FEEDERS.value)


@described(parameters=[NetworkQuery], responses={(200, GEOJSON): NetworkOnMap}, problems=(401, 403, 422))
@api_view(["GET"])
def network_on_map(request: Request) -> Response:
    """Lines, devices with their present positions and substations of your area within ``bbox``."""
    require(request.user, Right.READ_ORDERS)
    asked = query_of(NetworkQuery, request)
    window = _window(asked["bbox"])
    units = scoped(OrgUnit.objects.order_by(), request.user, field="path").values_list("pk", flat=True)
    drawing = drawing_of(
        window,
        detail=Detail(asked["detail"]),
        unit_ids=set(units),
        lines_at_most=LINES_AT_MOST,
        devices_at_most=DEVICES_AT_MOST,
    )
    west, south, east, north = window
    substations = (
        scoped(SupplyNode.objects.filter(kind=NodeKind.SUBSTATION), request.user)
        .filter(longitude__range=(west, east), latitude__range=(south, north))
        .order_by("pk")
        .values_list("code", "name", "longitude", "latitude")
    )
    features = [
        *_of_network(drawing),
        *(
            feature("Point", [lon, lat], what="substation", code=code, name=name)
            for code, name, lon, lat in substations[:SUBSTATIONS_AT_MOST]
        ),
    ]
    body = {
        "type": "FeatureCollection",
        "truncated": drawing.truncated,
        "straight": True,
        "without_place": drawing.without_place,
        "features": features,
    }
    return with_etag(Response(body, content_type=GEOJSON), drawing.version)


def _of_network(drawing: Drawing) -> list[dict[str, Any]]:
    ids = {one.feeder_id for one in drawing.lines} | {one.feeder_id for one in drawing.devices}
    rows = SupplyNode.objects.filter(pk__in=ids).values_list("pk", "code", "name")
    feeders = {pk: (code, name) for pk, code, name in rows}
    lines = [
        feature(
            "LineString", line.places, what="line", feeder=feeders.get(line.feeder_id, NONE)[1],
            low_voltage=line.low_voltage,
            dead=line.dead,
        )
        for line in drawing.lines
    ]  # fmt: skip
    devices = [
        feature(
            "Point", one.device.place, what="device", **told_of(one.device),
            feeder=feeders.get(one.feeder_id, NONE)[1], feeder_code=feeders.get(one.feeder_id, NONE)[0],
        )
        for one in drawing.devices
    ]  # fmt: skip
    return lines + devices


def _window(words: str) -> Window:
    """Raises ``Invalid`` for what is no window, or too large a one."""
    try:
        window = Window(*(float(edge) for edge in words.split(",")))
    except (TypeError, ValueError):
        raise Invalid(_("Four numbers: west, south, east, north."), pointer="/bbox") from None
    width, height = window.east - window.west, window.north - window.south
    if not (0 <= width <= WIDEST_DEGREES and 0 <= height <= WIDEST_DEGREES):
        raise Invalid(
            _("A window of at most four degrees each way: west before east, south before north."), pointer="/bbox"
        )
    return window
