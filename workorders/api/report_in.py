"""A fault report as it comes over HTTP, turned into the order engine's ``Report``.

Only the description and the report's identity are demanded: what is missing or cannot be read is no reason to refuse a
call for help. A phone that is no phone number is kept as it was said; a pin outside the earth is no pin.
"""

from typing import Any

from rest_framework import serializers

from command_center.core.api.moments import Moment
from customers.phones import normalise_phone
from workorders.models import Source
from workorders.services.intake import Report

PHONE_AT_MOST = 20


class ReporterIn(serializers.Serializer[Any]):
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=80)
    phone = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)


class ReportIn(serializers.Serializer[Any]):
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    source_id = serializers.CharField(max_length=100)
    reporter = ReporterIn(required=False, default=dict)
    customer_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)
    meter_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=30)
    address = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    lat = serializers.FloatField(required=False, default=None, allow_null=True)
    lon = serializers.FloatField(required=False, default=None, allow_null=True)
    description = serializers.CharField(max_length=2000)
    occurred_at = Moment(required=False, default=None, allow_null=True)


def report_from(data: dict[str, Any]) -> Report:
    """``data`` as validated by ``ReportIn``."""
    reporter = data["reporter"]
    phone = reporter.get("phone", "")
    latitude, longitude = _pin(data["lat"], data["lon"])
    return Report(
        source=data["source"],
        source_id=data["source_id"],
        description=data["description"],
        reporter_name=reporter.get("name", ""),
        reporter_phone=normalise_phone(phone) or phone[:PHONE_AT_MOST],
        customer_number=data["customer_number"],
        meter_number=data["meter_number"],
        address=data["address"],
        latitude=latitude,
        longitude=longitude,
        occurred_at=data["occurred_at"],
    )


def _pin(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180):
        return None, None
    return lat, lon
