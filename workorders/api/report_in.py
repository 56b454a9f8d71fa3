"""A fault report as it comes over HTTP, turned into the order engine's ``Report``. Nothing here refuses what can be heard.

Only the description and the report's identity are demanded: what is missing or cannot be read is no reason to refuse a
call for help. It is kept as words or left out, and named in the answer's ``warnings``. Java systems send nulls by default,
people write remarks into number fields.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware, now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.phones import read_phone
from workorders.models import Source
from workorders.report import Report

DESCRIPTION_AT_MOST = 10_000
ANY_NUMBER: dict[str, Any] = {"type": ["number", "string", "null"]}
ANY_WORDS: dict[str, Any] = {"type": ["string", "number", "null"]}
PHONE_AT_MOST = 20
REMARKS_AT_MOST = 1000
OLDEST = timedelta(days=30)
CLOCKS_DIFFER = timedelta(minutes=10)
EPOCH_AT_LEAST = 1_000_000_000  # seconds: 2001; a smaller number is no moment
MILLISECONDS = 100_000_000_000

_CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{3,}")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?[\sT]*(\d{1,2})\s*[:时点]\s*(\d{1,2})?分?(?::(\d{1,2}))?"
)


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
    call_ended_at = AnyWords(
        required=False,
        help_text="When the hotline hung up; the promises to the customer count from then, else from now",
    )

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
        call_ended_at=reading.moment("call_ended_at"),
    )
    return Read(report.remarked(reading.remarks), reading.warnings)


def report_from(data: dict[str, Any]) -> Read:
    """``data`` as validated by ``ReportIn``."""
    read: Read = data["read"]
    return read


class Reading:
    """One body. ``warnings``: what was not taken as it was told; ``remarks``: the words themselves, for the order's note."""

    def __init__(self, body: Mapping[str, Any], at: datetime) -> None:
        self.body, self.at = body, at
        self.warnings: list[dict[str, str]] = []
        self._remarks: list[str] = []

    @property
    def remarks(self) -> str:
        return "; ".join(self._remarks)[:REMARKS_AT_MOST]

    def inside(self, name: str) -> "Reading":
        """The object in a field; where something else stands, its words are kept."""
        value = self.body.get(name)
        part = Reading(value if isinstance(value, Mapping) else {}, self.at)
        part.warnings, part._remarks = self.warnings, self._remarks
        if value not in (None, "") and not isinstance(value, Mapping):
            self._keep(name, value)
        return part

    def words(self, name: str, at_most: int, pointer: str = "") -> str:
        text = plain(self.body.get(name))
        if len(text) <= at_most:
            return text
        self._keep(pointer or name, text, "cut")
        return text[:at_most]

    def code(self, name: str, at_most: int) -> str:
        """A customer or meter number: half width, upper case; a remark beside it is kept apart."""
        text = unicodedata.normalize("NFKC", plain(self.body.get(name))).upper().strip()
        squeezed = re.sub(r"\s+", "", text)
        if len(squeezed) <= at_most and (not squeezed or _CODE.fullmatch(squeezed) or len(squeezed) < 4):
            return squeezed
        found = [code for code in _CODE.findall(text) if len(code) <= at_most]
        self._keep(name, text, "remark" if len(found) == 1 else "unreadable")
        return found[0] if len(found) == 1 else ""

    def phone(self, name: str, pointer: str) -> str:
        """E.164; a phone that is none as it was said, as far as it fits."""
        text = plain(self.body.get(name))
        if not text:
            return ""
        said = read_phone(text)
        if said.number and said.remark:
            self._keep(pointer, said.remark, "remark")
        elif not said.number:
            self._keep(pointer, text, "unreadable")
        return said.number or text[:PHONE_AT_MOST]

    def pin(self) -> tuple[float | None, float | None]:
        latitude, longitude = self._number("lat"), self._number("lon")
        if latitude is None or longitude is None:
            if (latitude, longitude) != (None, None):
                self._keep("lat" if latitude is None else "lon", "", "missing")
            return None, None
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return latitude, longitude
        if abs(longitude) <= 90 and abs(latitude) <= 180:
            return latitude, longitude  # swapped, perhaps: the map will tell
        self._keep("lat", f"{latitude}, {longitude}")
        return None, None

    def moment(self, name: str) -> datetime | None:
        value = self.body.get(name)
        if value in (None, ""):
            return None
        moment = moment_of(value)
        if moment is not None and self.at - OLDEST <= moment <= self.at + CLOCKS_DIFFER:
            return moment
        self._keep(name, value, "unreadable" if moment is None else "cannot_be_meant")
        return None

    def _number(self, name: str) -> float | None:
        value = self.body.get(name)
        if value is None or value == "":
            return None
        text = unicodedata.normalize("NFKC", str(value)).strip().rstrip("°NEne ").replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if isinstance(value, bool) or not isfinite(number):
            self._keep(name, value)
            return None
        return number

    def _keep(self, pointer: str, value: Any, code: str = "unreadable") -> None:
        words = {
            "unreadable": _("This could not be read; the words are kept."),
            "remark": _("What stands beside the number is kept as a remark."),
            "cut": _("This was too long; the whole is kept as a remark."),
            "missing": _("The other half of the place is missing."),
            "cannot_be_meant": _("This moment cannot be meant; the words are kept."),
        }
        self.warnings.append({"pointer": f"/{pointer}", "code": code, "detail": words[code]})
        if text := plain(value):
            self._remarks.append(f"{pointer}: {text}")


def plain(value: Any) -> str:
    """Any JSON value as text that PostgreSQL keeps: no NUL, no half of a surrogate pair."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    # U+FFFD is what the parser puts where it read half a character.
    text = str(value).replace("\x00", "").replace("\ufffd", "")
    return text.encode("utf-8", "ignore").decode().strip()


def moment_of(value: Any) -> datetime | None:
    """RFC 3339, ``2026/11/28 14:07``, ``2026年11月28日14时7分``, seconds or milliseconds since 1970; without an offset local."""
    text = unicodedata.normalize("NFKC", plain(value))
    try:
        return _epoch(float(text)) if re.fullmatch(r"\d+(\.\d+)?", text) else _written(text)
    except (ValueError, OverflowError, OSError):
        return None


def _epoch(number: float) -> datetime | None:
    seconds = number / 1000 if number >= MILLISECONDS else number
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds >= EPOCH_AT_LEAST else None


def _written(text: str) -> datetime | None:
    moment = parse_datetime(text)
    if moment is None and (found := _MOMENT.fullmatch(text)):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        moment = datetime(year, month, day, hour, minute, second, tzinfo=get_current_timezone())
    if moment is None:
        return None
    return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment
