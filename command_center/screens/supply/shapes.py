"""The shapes of supply paths and of an outage's devices for the API's description. They are built beside this file."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.geojson import FeatureCollection


class Named(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class PathDevice(Named):
    """``customers`` are dark when it alone opens; 0 on a loop."""

    kind = serializers.CharField()
    open = serializers.BooleanField()
    off_normal = serializers.BooleanField()
    telemetered = serializers.BooleanField()
    customers = serializers.IntegerField()


class SupplyPath(serializers.Serializer[Any]):
    """``devices``: from the place up to the source. ``traced``: false where the network does not have the place, then
    only names are told. ``live``: by the known switches. ``map``: GeoJSON, lines straight between known places."""

    traced = serializers.BooleanField()
    live = serializers.BooleanField(allow_null=True)
    transformer = Named(allow_null=True)
    feeder = Named(allow_null=True)
    substation = Named(allow_null=True)
    devices = PathDevice(many=True)
    map = FeatureCollection()
