"""The devices of a feeder as the tree in which one interrupts the next: what a plan is made of."""

from typing import Any

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.network.api.devices_told import told_of
from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.network.selectors.device_tree import DeviceTree, devices_of_feeder
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require

DEVICES_AT_MOST = 600


class TreeDeviceOut(serializers.Serializer[Any]):
    """``depth``: how many of the listed devices are above it; ``customers`` go dark when it alone opens."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    open = serializers.BooleanField()
    off_normal = serializers.BooleanField()
    telemetered = serializers.BooleanField()
    customers = serializers.IntegerField()
    depth = serializers.IntegerField()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)


class DeviceTreeOut(serializers.Serializer[Any]):
    """``devices``: each before those below it, ties and loops last; ``feeder``: what they belong to, in words."""

    feeder = serializers.CharField(allow_null=True)
    truncated = serializers.BooleanField()
    devices = TreeDeviceOut(many=True)


@described(responses=DeviceTreeOut, problems=(401, 403, 404))
@api_view(["GET"])
def of_feeder(request: Request, code: str) -> Response:
    """Breaker, section switches, branch fuses, transformers and what is below them, in the normal state."""
    require(request.user, Right.READ_ORDERS)
    feeder = get_scoped(SupplyNode.objects.filter(kind=NodeKind.FEEDER), request.user, code=code)
    return Response(told(devices_of_feeder(feeder.pk, at_most=DEVICES_AT_MOST), feeder.name))


def told(tree: DeviceTree, feeder: str | None) -> dict[str, Any]:
    rows = []
    for one in tree.devices:
        lon, lat = one.device.place or (None, None)
        rows.append({**told_of(one.device), "customers": one.customers, "depth": one.depth, "lon": lon, "lat": lat})
    return {"feeder": feeder, "truncated": tree.truncated, "devices": rows}
