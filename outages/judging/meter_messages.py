"""Batches of meter events as head-ends send them, read into one shape: plain JSON, and CIM EndDeviceEvents as XML or JSON.

Pure. One batch may hold thousands of events: a bad one is listed with its number and reason, the others are read.

* JSON: ``{"source": "HES-1", "events": [{"id", "meter", "at", "code"} …]}``, or the list alone;
* CIM XML (standards.md §1), in the namespace of 2011 or of 2009, in an EventMessage or bare; no DTD, no entities;
* the same message as JSON with the same names.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from command_center.ground.core.values import storable_moment, storable_text
from outages.judging.event_codes import EventCodes, MeterEvent

NAMESPACES = ("http://iec.ch/TC57/2011/EndDeviceEvents#", "http://iec.ch/TC57/2009/EndDeviceEvents#")


class UnreadableBatch(ValueError):
    """Not one event can be read, for the reason given; ``code`` is stable."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEvent:
    """``number`` counts from 1 in the order of the batch. ``code``: meter_missing, code_missing, code_unknown, time_bad, not_an_object."""

    number: int
    code: str
    event_id: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterBatch:
    source: str
    message_id: str
    events: tuple[MeterEvent, ...]
    bad: tuple[BadEvent, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """One event as texts, '' for what is missing."""

    event_id: str
    meter: str
    at: str
    code: str
    usage_point: str = ""


class _Element(Protocol):
    """What is used of an element; the parser that refuses entities has no type of its own."""

    tag: str
    text: str | None

    def get(self, key: str) -> str | None: ...

    def __iter__(self) -> Iterator["_Element"]: ...

    def iter(self) -> Iterator["_Element"]: ...


def read_batch(body: bytes, codes: EventCodes | None = None) -> MeterBatch:
    """Recognised by the first byte. Raises UnreadableBatch when nothing in it can be read."""
    is_xml = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
    source, message_id, raws = _from_xml(body) if is_xml else _from_json(body)
    events, bad = [], []
    for number, raw in enumerate(raws, start=1):
        read = _event(number, raw, source, codes or EventCodes())
        if isinstance(read, BadEvent):
            bad.append(read)
        else:
            events.append(read)
    return MeterBatch(source=source, message_id=message_id, events=tuple(events), bad=tuple(bad))


def _event(number: int, raw: _Raw | None, source: str, codes: EventCodes) -> MeterEvent | BadEvent:
    if raw is None:
        return BadEvent(number=number, code="not_an_object")
    if not raw.meter:
        return BadEvent(number=number, code="meter_missing", event_id=raw.event_id)
    if not raw.code:
        return BadEvent(number=number, code="code_missing", event_id=raw.event_id)
    at = _moment(raw.at)
    if at is None:
        return BadEvent(number=number, code="time_bad", event_id=raw.event_id, value=raw.at[:40])
    meaning = codes.meaning(source, raw.code)
    if meaning is None:
        return BadEvent(number=number, code="code_unknown", event_id=raw.event_id, value=raw.code[:40])
    return MeterEvent(
        event_id=raw.event_id,
        meter=raw.meter,
        at=at,
        code=raw.code,
        meaning=meaning,
        source=source,
        usage_point=raw.usage_point,
    )


def _moment(text: str) -> datetime | None:
    """RFC 3339 with an offset; a time without one could be any hour, so it is refused."""
    try:
        moment = datetime.fromisoformat(text)
        return storable_moment(moment) if moment.tzinfo else None
    except ValueError:
        return None


def _from_json(body: bytes) -> tuple[str, str, Iterable[_Raw | None]]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableBatch("not_json", str(error)) from error
    if isinstance(content, list):
        content = {"events": content}
    if not isinstance(content, dict):
        raise UnreadableBatch("no_events")
    if "Payload" in content:
        return _from_mirror(content)
    events = content.get("events")
    if not isinstance(events, list):
        raise UnreadableBatch("no_events")
    return _text(content.get("source")), _text(content.get("message_id")), map(_plain, events)


def _plain(item: Any) -> _Raw | None:
    if not isinstance(item, dict):
        return None
    names = ("id", "meter", "at", "code", "usage_point")
    return _Raw(*(_text(item.get(name)) for name in names))


def _from_mirror(content: Mapping[str, Any]) -> tuple[str, str, Iterable[_Raw | None]]:
    header, events = _inner(content.get("Header")), _inner(content.get("Payload")).get("EndDeviceEvents")
    if isinstance(events, dict):
        events = events.get("EndDeviceEvent", [])
    if not isinstance(events, list):
        raise UnreadableBatch("no_events")
    return _text(header.get("Source")), _text(header.get("MessageID")), map(_mirrored, events)


def _mirrored(item: Any) -> _Raw | None:
    if not isinstance(item, dict):
        return None
    names = _inner(_inner(item.get("Assets")).get("Names"))
    return _Raw(
        event_id=_text(item.get("mRID")),
        meter=_text(names.get("name")),
        at=_text(item.get("createdDateTime")),
        code=_text(_inner(item.get("EndDeviceEventType")).get("ref")),
        usage_point=_text(_inner(item.get("UsagePoint")).get("mRID")),
    )


def _inner(value: Any) -> Mapping[str, Any]:
    """The object, or the first of a list of them; an empty one where there is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return storable_text(str(value)).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _from_xml(body: bytes) -> tuple[str, str, Iterable[_Raw | None]]:
    try:
        root: _Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableBatch("dtd_refused") from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableBatch("not_xml", str(error)) from error
    groups = [element for element in root.iter() if _name(element) == "EndDeviceEvents"]
    if not groups:
        raise UnreadableBatch("no_events")
    if not all(_space(group) in NAMESPACES for group in groups):
        raise UnreadableBatch("namespace_unknown", _space(groups[0]))
    header = _child(root, "Header")
    items = (item for group in groups for item in group if _name(item) == "EndDeviceEvent")
    return _said(header, "Source"), _said(header, "MessageID"), map(_element, items)


def _element(item: _Element) -> _Raw:
    kind = _child(item, "EndDeviceEventType")
    return _Raw(
        event_id=_said(item, "mRID"),
        meter=_said(_child(_child(item, "Assets"), "Names"), "name"),
        at=_said(item, "createdDateTime"),
        code=((kind.get("ref") if kind is not None else None) or "").strip(),
        usage_point=_said(_child(item, "UsagePoint"), "mRID"),
    )


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2]


def _space(element: _Element) -> str:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def _child(element: _Element | None, name: str) -> _Element | None:
    return None if element is None else next((child for child in element if _name(child) == name), None)


def _said(element: _Element | None, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""
