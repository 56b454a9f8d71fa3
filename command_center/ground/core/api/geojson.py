"""What every map of the API shares: RFC 7946, WGS-84, longitude before latitude."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

GEOJSON = "application/geo+json"
FEATURE, COLLECTION = ["Feature"], ["FeatureCollection"]


@extend_schema_field({"type": "object"})
class AnyObject(serializers.Field[Any, Any, Any, Any]):
    """As RFC 7946 says."""


class Feature(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=FEATURE)
    geometry = AnyObject()
    properties = AnyObject()


class FeatureCollection(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=COLLECTION)
    features = Feature(many=True)


class CutFeatureCollection(FeatureCollection):
    """``truncated``: there are more than are shown."""

    truncated = serializers.BooleanField()


def feature(kind: str, coordinates: Any, /, **properties: Any) -> dict[str, Any]:
    """``kind``: ``Point`` or ``LineString``; ``coordinates`` as RFC 7946 has them for it."""
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}
