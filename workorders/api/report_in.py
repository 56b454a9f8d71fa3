"""A fault report as it comes over HTTP, turned into the order engine's ``Report``.

Only the description and the report's identity are demanded: what is missing or cannot be read is no reason to refuse a
call for help. It is kept as words or left out, and named in the answer's ``warnings``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from workorders.api.reading import Reading, plain
from workorders.models import Source
from workorders.report import Report

DESCRIPTION_AT_MOST = 10_000
ANY_NUMBER: dict[str, Any] = {"type": ["number", "string", "null"]}
ANY_WORDS: dict[str, Any] = {"type": ["string", "number", "null"]}


@extend_schema_field(ANY_WORDS)
class AnyWords(serializers.JSONField):
    """Words; whatever else comes is read as words."""


@extend_schema_field(ANY_NUMBER)
class AnyNumber(serializers.JSONField):
    """Degrees, as a number or written."""


class ReporterIn(serializers.Serializer[Any]):
    name = AnyWords(required=False)
    phone = AnyWords(required=False, help_text="Any spelling; what stands beside the number is kept as a remark")


class Demanded(serializers.Serializer[Any]):
    """What can refuse a report."""

    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    source_id = serializers.CharField(max_length=100)
    description = serializers.CharField()


class Read(NamedTuple):
    report: Report
    warnings: list[dict[str, str]]


class ReportIn(Demanded):
    reporter = ReporterIn(required=False, allow_null=True)
    customer_number = AnyWords(required=False)
    meter_number = AnyWords(required=False)
    address = AnyWords(required=False)
    lat = AnyNumber(required=False)
    lon = AnyNumber(required=False)
    occurred_at = AnyWords(required=False, help_text="RFC 3339 is best; other spellings and epochs are understood")

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            return dict(super().to_internal_value(data))  # which says what is wrong with it
        demanded = {name: plain(data[name]) for name in ("source", "source_id", "description") if name in data}
        return {"read": _read(data, _demanded.run_validation(demanded))}


_demanded = Demanded()


def _read(data: Mapping[str, Any], demanded: Mapping[str, str]) -> Read:
    reading = Reading({**data, **demanded}, now())
    reporter = reading.inside("reporter")
    latitude, longitude = reading.pin()
    report = Report(
        source=demanded["source"],
        source_id=demanded["source_id"],
        description=reading.words("description", DESCRIPTION_AT_MOST),
        reporter_name=reporter.words("name", 80, "reporter/name"),
        reporter_phone=reporter.phone("phone", "reporter/phone"),
        customer_number=reading.code("customer_number", 20),
        meter_number=reading.code("meter_number", 30),
        address=reading.words("address", 200),
        latitude=latitude,
        longitude=longitude,
        occurred_at=reading.moment("occurred_at"),
    )
    return Read(report.remarked(reading.remarks), reading.warnings)


def report_from(data: dict[str, Any]) -> Read:
    """``data`` as validated by ``ReportIn``."""
    read: Read = data["read"]
    return read
