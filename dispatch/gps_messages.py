"""What phones and trackers send: OsmAnd queries and forms, Traccar Client JSON, OwnTracks, read into one shape.

Units differ by protocol and are converted here to metres, m/s, degrees, per cent and UTC (standards.md §5). A message
without coordinates is no error: it is a sign of life.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from command_center.core.bounds import storable, within_bounds
from dispatch.positions import Fix

KNOT_MS = 1852 / 3600
KMH_MS = 1 / 3.6

Fields = Mapping[str, Any]


class UnreadableMessage(ValueError):
    """No protocol of ours; the sender is still answered with 200, or it would repeat the message for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One report of one device. ``fix`` is None for a sign of life; ``alarm`` is a word like "sos" or ""."""

    device_id: str
    sent_at: datetime
    fix: Fix | None = None
    battery: float | None = None
    alarm: str = ""


def read_messages(
    *, query: str = "", body: bytes = b"", content_type: str = "", received_at: datetime
) -> list[Message]:
    """The messages in one request, oldest first as sent; ``received_at`` stands in for a missing time.

    Recognised by the first byte of the body, then by form and query. Raises UnreadableMessage.
    """
    if body.lstrip()[:1] in (b"{", b"["):
        return _read_json(body, received_at)
    text = query if query else body.decode("utf-8", "replace")
    if body and "form" in content_type:
        text = f"{query}&{body.decode('utf-8', 'replace')}"
    fields = {key: values[-1] for key, values in parse_qs(text).items()}
    return [_osmand(fields, received_at)] if fields else []


def _read_json(body: bytes, received_at: datetime) -> list[Message]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("not JSON") from error
    if isinstance(content, list):
        return [_osmand(item, received_at) for item in content if isinstance(item, dict)]
    if "_type" in content:
        return _owntracks(content, received_at)
    return [_traccar_client(content, received_at)]


def _osmand(fields: Fields, received_at: datetime) -> Message:
    """Shapes A, B and C′: flat fields, speed in knots."""
    sent_at = _moment(fields.get("timestamp"), received_at)
    lat, lon = _coordinates(fields)
    battery = _number(fields.get("batt"))
    fix = None
    if lat is not None and lon is not None and _is_true(fields.get("valid", "true")):
        fix = Fix(
            lat=lat,
            lon=lon,
            fixed_at=sent_at,
            accuracy_m=_number(fields.get("accuracy")),
            speed_ms=_scaled(fields.get("speed"), KNOT_MS),
            heading=_number(fields.get("bearing", fields.get("heading"))),
            altitude_m=_number(fields.get("altitude"), signed=True),
            battery=battery,
            is_mock=_is_true(fields.get("mock", "")),
        )
    device_id = _device(fields.get("id") or fields.get("deviceid"))
    return Message(device_id=device_id, sent_at=sent_at, fix=fix, battery=battery, alarm=str(fields.get("alarm", "")))


def _traccar_client(content: Fields, received_at: datetime) -> Message:
    """Shape C: Traccar Client 9. Speed in m/s, battery as a share, −1 for unknown, ``coords`` may be missing."""
    location = _inner(content, "location")
    coords = _inner(location, "coords")
    sent_at = _moment(location.get("timestamp"), received_at)
    battery = _scaled(_inner(location, "battery").get("level"), 100)
    lat, lon = _number(coords.get("latitude"), signed=True), _number(coords.get("longitude"), signed=True)
    fix = None
    if lat is not None and lon is not None:
        fix = Fix(
            lat=lat,
            lon=lon,
            fixed_at=sent_at,
            accuracy_m=_number(coords.get("accuracy")),
            speed_ms=_number(coords.get("speed")),
            heading=_number(coords.get("heading")),
            altitude_m=_number(coords.get("altitude"), signed=True),
            battery=battery,
            is_mock=location.get("mock") is True,
        )
    device_id = _device(content.get("device_id"))
    return Message(
        device_id=device_id, sent_at=sent_at, fix=fix, battery=battery, alarm=str(location.get("alarm") or "")
    )


def _owntracks(content: Fields, received_at: datetime) -> list[Message]:
    """Shape D: only a location carries a position; last wills, status and encrypted messages say nothing of place."""
    if content["_type"] not in ("location", "transition"):
        return []
    sent_at = _moment(content.get("tst"), received_at)
    battery = _number(content.get("batt"))
    lat, lon = _number(content.get("lat"), signed=True), _number(content.get("lon"), signed=True)
    fix = None
    if lat is not None and lon is not None:
        fix = Fix(
            lat=lat,
            lon=lon,
            fixed_at=sent_at,
            accuracy_m=_number(content.get("acc")),
            speed_ms=_scaled(content.get("vel"), KMH_MS),
            heading=_number(content.get("cog")),
            altitude_m=_number(content.get("alt"), signed=True),
            battery=battery,
        )
    device_id = _device(content.get("topic") or content.get("tid"))
    return [Message(device_id=device_id, sent_at=sent_at, fix=fix, battery=battery)]


def _inner(fields: Fields, name: str) -> Fields:
    """The object under this name, an empty one where there is none."""
    inner = fields.get(name)
    return inner if isinstance(inner, dict) else {}


def _device(value: object) -> str:
    if value is None or value == "":
        raise UnreadableMessage("no device id")
    return storable(str(value))


def _coordinates(fields: Fields) -> tuple[float | None, float | None]:
    if "location" in fields:
        lat, _, lon = str(fields["location"]).partition(",")
        return _number(lat, signed=True), _number(lon, signed=True)
    return _number(fields.get("lat"), signed=True), _number(fields.get("lon"), signed=True)


def _number(value: object, *, signed: bool = False) -> float | None:
    """A number, or None for what is absent, unreadable or, where it cannot be negative, a −1 for unknown."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if signed or number >= 0 else None


def _scaled(value: object, factor: float) -> float | None:
    number = _number(value)
    return None if number is None else number * factor


def _is_true(value: object) -> bool:
    return str(value).lower() in ("true", "1")


def _moment(value: object, received_at: datetime) -> datetime:
    """Unix seconds or milliseconds, ISO, or "yyyy-MM-dd HH:mm:ss" in UTC; absent means now."""
    if value is None or value == "":
        return received_at
    text = str(value)
    for read in (_from_unix, _from_iso):
        try:
            return within_bounds(read(text))
        except (ValueError, OverflowError, OSError):
            continue
    raise UnreadableMessage(f"no moment: {text[:40]}")


def _from_unix(text: str) -> datetime:
    number = float(text)
    return datetime.fromtimestamp(number if number < 2**31 else number / 1000, UTC)


def _from_iso(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
