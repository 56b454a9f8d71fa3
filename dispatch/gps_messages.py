"""What phones and trackers send: OsmAnd queries and forms, Traccar Client and Server JSON, OwnTracks, in one shape.

Units differ by protocol and are converted here to metres, m/s, degrees, per cent and UTC (standards.md §3). A message
without coordinates is no error: it is a sign of life.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any
from urllib.parse import parse_qs

from command_center.ground.core.values import storable_moment
from dispatch.positions import Fix

KNOT_MS = 1852 / 3600
KMH_MS = 1 / 3.6

Fields = Mapping[str, Any]


NO_LETTER = "\ufffd"  # stands where something was that is no character
# What makes a flat JSON object one of the forms we read.
KNOWN_FIELDS = frozenset({"location", "device_id", "id", "deviceid", "uniqueId", "lat", "latitude", "alarm"})
MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?"
    r"\s*(Z|z|UTC|[ +-]\d{2}(?::?\d{2})?)?"
)


class UnreadableMessage(ValueError):
    """No protocol of ours; a phone is still answered with 200, or it would repeat the message for ever."""


class UnknownForm(UnreadableMessage):
    """JSON of no form we know: a machine that is set up wrongly, and its owner must be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One report of one device. ``fix`` is None for a sign of life; ``alarm`` is a word like "sos" or "".

    ``device_id`` is "" where the message does not name itself: the token it came with does. ``is_label``: the name is only
    a label of two letters, which says nothing about which phone it is. ``is_forwarded``: a server passes on what its
    devices sent.
    """

    device_id: str
    sent_at: datetime
    fix: Fix | None = None
    battery: float | None = None
    alarm: str = ""
    is_label: bool = False
    is_forwarded: bool = False


def read_messages(
    *,
    query: str = "",
    body: bytes = b"",
    content_type: str = "",
    limit_user: str = "",
    limit_device: str = "",
    received_at: datetime,
) -> list[Message]:
    """The messages in one request, oldest first as sent; ``received_at`` stands in for a missing time.

    Recognised by the first byte of the body, then by form and query; ``limit_user`` and ``limit_device`` are OwnTracks'
    headers X-Limit-U and X-Limit-D. Raises UnreadableMessage.
    """
    if body.lstrip()[:1] in (b"{", b"["):
        return _read_json(body, received_at, _topic(limit_user, limit_device))
    text = query if query else body.decode("utf-8", "replace")
    if body and "form" in content_type:
        text = f"{query}&{body.decode('utf-8', 'replace')}"
    fields = {key: values[-1] for key, values in parse_qs(text).items()}
    return [_osmand(fields, received_at)] if fields else []


def _read_json(body: bytes, received_at: datetime, topic: str) -> list[Message]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableMessage("not JSON") from error
    if isinstance(content, list):
        return [_osmand(item, received_at) for item in content if isinstance(item, dict)]
    if "_type" in content:
        return _owntracks(content, received_at, topic)
    if isinstance(content.get("position"), dict) or isinstance(content.get("event"), dict):
        return [_traccar_server(content, received_at)]
    if not KNOWN_FIELDS.isdisjoint(content):
        return [_traccar_client(content, received_at) if "location" in content else _osmand(content, received_at)]
    raise UnknownForm(", ".join(_clean(name, 20) for name in content) or "empty")


def _osmand(fields: Fields, received_at: datetime) -> Message:
    """Shapes A, B and C′, and the addresses that a Traccar server fills in: flat fields, speed in knots."""
    sent_at, has_time = _moment(_first(fields, "timestamp", "fixTime", "fixtime", "deviceTime", "time"), received_at)
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
            heading=_number(_first(fields, "bearing", "heading", "course")),
            altitude_m=_number(fields.get("altitude"), signed=True),
            battery=battery,
            is_mock=_is_true(fields.get("mock", "")),
            has_own_time=has_time,
        )
    forwarded = _first(fields, "uniqueId", "uniqueid")
    return Message(
        device_id=_clean(forwarded or _first(fields, "id", "deviceid", "device_id")),
        sent_at=sent_at,
        fix=fix,
        battery=battery,
        alarm=_clean(fields.get("alarm", "")),
        is_forwarded=forwarded is not None,
    )


def _traccar_client(content: Fields, received_at: datetime) -> Message:
    """Shape C: Traccar Client 9. Speed in m/s, battery as a share, −1 for unknown, ``coords`` may be missing."""
    location = _inner(content, "location")
    coords = _inner(location, "coords")
    sent_at, has_time = _moment(location.get("timestamp"), received_at)
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
            is_mock=_is_true(location.get("mock", "")),
            has_own_time=has_time,
        )
    device_id, alarm = _clean(content.get("device_id")), _clean(location.get("alarm") or "")
    return Message(device_id=device_id, sent_at=sent_at, fix=fix, battery=battery, alarm=alarm)


def _traccar_server(content: Fields, received_at: datetime) -> Message:
    """Forwarded by a Traccar server as JSON: ``{position, device}``, or an ``event`` beside them. Speed in knots."""
    position, event = _inner(content, "position"), _inner(content, "event")
    attributes = {**_inner(position, "attributes"), **_inner(event, "attributes")}
    sent_at, has_time = _moment(_first(position, "fixTime", "deviceTime") or event.get("eventTime"), received_at)
    lat, lon = _number(position.get("latitude"), signed=True), _number(position.get("longitude"), signed=True)
    battery = _number(attributes.get("batteryLevel"))
    fix = None
    if lat is not None and lon is not None and position.get("valid", True) is not False:
        fix = Fix(
            lat=lat,
            lon=lon,
            fixed_at=sent_at,
            # Traccar writes 0 where it knows no accuracy.
            accuracy_m=_number(position.get("accuracy")) or None,
            speed_ms=_scaled(position.get("speed"), KNOT_MS),
            heading=_number(position.get("course")),
            altitude_m=_number(position.get("altitude"), signed=True),
            battery=battery,
            is_mock=_is_true(attributes.get("mock", "")),
            has_own_time=has_time,
        )
    device_id, alarm = _clean(_inner(content, "device").get("uniqueId")), _clean(attributes.get("alarm") or "")
    return Message(device_id=device_id, sent_at=sent_at, fix=fix, battery=battery, alarm=alarm, is_forwarded=True)


def _owntracks(content: Fields, received_at: datetime, topic: str) -> list[Message]:
    """Shape D: only a location carries a position; last wills, status and encrypted messages say nothing of place."""
    if content["_type"] not in ("location", "transition"):
        return []
    sent_at, has_time = _moment(content.get("tst"), received_at)
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
            has_own_time=has_time,
        )
    # The topic of a transition ends in /event, and the headers say the same name in two parts.
    named = topic or _clean(content.get("topic")).removesuffix("/event")
    device_id = named or _clean(content.get("tid"))
    return [Message(device_id=device_id, sent_at=sent_at, fix=fix, battery=battery, is_label=not named)]


def _topic(user: str, device: str) -> str:
    """OwnTracks over HTTP names itself in two headers; over MQTT in its topic, ``owntracks/<user>/<device>``."""
    return _clean(f"owntracks/{user}/{device}") if user and device else ""


def _inner(fields: Fields, name: str) -> Fields:
    """The object under this name, an empty one where there is none."""
    inner = fields.get(name)
    return inner if isinstance(inner, dict) else {}


def _first(fields: Fields, *names: str) -> Any:
    """The first of these fields that is there and not empty."""
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)


def _clean(value: object, length: int = 200) -> str:
    """Text that a database takes: no NUL and other control characters, no half of a surrogate pair."""
    text = "" if value is None else str(value)
    return "".join(letter for letter in text if letter.isprintable() and letter != NO_LETTER)[:length].strip()


def _coordinates(fields: Fields) -> tuple[float | None, float | None]:
    if "location" in fields:
        lat, _, lon = str(fields["location"]).partition(",")
        return _number(lat, signed=True), _number(lon, signed=True)
    lat, lon = _first(fields, "lat", "latitude"), _first(fields, "lon", "lng", "longitude")
    return _number(lat, signed=True), _number(lon, signed=True)


def _number(value: object, *, signed: bool = False) -> float | None:
    """A number, or None for what is absent, unreadable, infinite or, where it cannot be negative, a −1 for unknown."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if isfinite(number) and (signed or number >= 0) else None


def _scaled(value: object, factor: float) -> float | None:
    number = _number(value)
    return None if number is None else number * factor


def _is_true(value: object) -> bool:
    return str(value).lower() in ("true", "1")


def _moment(value: object, received_at: datetime) -> tuple[datetime, bool]:
    """The moment and whether it was said and could be read; else it is now.

    Unix seconds, milliseconds, microseconds; ISO; "yyyy-MM-dd HH:mm:ss" with dashes or slashes, in UTC where no zone is
    said. A plus that a query turned into a blank is a plus again.
    """
    if value is None or value == "":
        return received_at, True
    text = _clean(value, 60)
    for read in (_from_unix, _from_words):
        try:
            return storable_moment(read(text)), True
        except (ValueError, OverflowError, OSError):
            continue
    return received_at, False


def _from_unix(text: str) -> datetime:
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    while number >= 2**33:  # no seconds before the year 2242: milli-, micro- or nanoseconds
        number /= 1000
    return datetime.fromtimestamp(number, UTC)


def _from_words(text: str) -> datetime:
    words = MOMENT.fullmatch(text)
    if not words:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    year, month, day, hour, minute, second, fraction, zone = words.groups()
    micros = int((fraction or "").ljust(6, "0")[:6])
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micros, UTC)
    return moment - _offset(zone or "")


def _offset(zone: str) -> timedelta:
    """``+08:00``, ``+0800``, ``-03`` or, where a query took the plus, `` 08:00``."""
    digits = zone.strip().lstrip("+-").replace(":", "")
    if not digits.isdigit():
        return timedelta(0)
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -size if zone.strip().startswith("-") else size
