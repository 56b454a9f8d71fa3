"""Meter events in, as head-ends send them: plain JSON and CIM EndDeviceEvents, up to 5,000 at once."""

from itertools import count
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from customers.models import ServicePoint
from outages.judging.denoising import Outcome
from outages.judging.event_codes import MeterEvent
from outages.judging.meter_messages import MeterBatch, UnreadableBatch, read_batch
from outages.judging.services.signals import receive_meter_events

EVENTS_AT_MOST = 5000
ID_REUSED = "id_reused"  # it stands for the event of another meter
BYTES_AT_MOST = 16 * 1024 * 1024


class WholeBody(BaseParser):
    """The bytes as they came: the reader recognises the form by itself."""

    media_type = "*/*"

    def parse(  # type: ignore[override]
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> bytes:
        return bytes(stream.read(BYTES_AT_MOST + 1))


class MeterEventIn(serializers.Serializer[Any]):
    id = serializers.CharField(required=False)
    meter = serializers.CharField()
    at = Moment()
    code = serializers.CharField(help_text="CIM EndDeviceEventType, e.g. 3.26.0.47")


class MeterEventsIn(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    events = MeterEventIn(many=True)


class BadEventOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="In the order of the batch, from 1")
    id = serializers.CharField(allow_blank=True)
    code = serializers.CharField(
        help_text="meter_missing, unknown_meter, code_missing, code_unknown, time_bad, id_reused, …"
    )
    value = serializers.CharField(allow_blank=True)


class MeterEventsOut(serializers.Serializer[Any]):
    """``known`` came before; ``ignored`` are noise, or no word about power being off or on; ``bad`` are named one by one."""

    message_id = serializers.CharField(allow_blank=True)
    new = serializers.IntegerField()
    known = serializers.IntegerField()
    ignored = serializers.IntegerField()
    bad = BadEventOut(many=True)


@extend_schema(request={"application/json": MeterEventsIn, "application/xml": OpenApiTypes.STR})
@described(responses=MeterEventsOut, problems=(401, 403, 422))
@api_view(["POST"])
@parser_classes([WholeBody])
def meter_events(request: Request) -> Response:
    """Kept once each, however often they arrive; a bad one is named and does not hurt the others.

    Also as CIM EndDeviceEvents, in XML or JSON: the form is recognised by itself, whatever the content type says.
    """
    require(request.user, Right.METER_EVENTS)
    batch = _read(request)
    if len(batch.events) + len(batch.bad) > EVENTS_AT_MOST:
        raise Invalid(_("At most %(count)d events at once.") % {"count": EVENTS_AT_MOST}, pointer="/events")
    numbered = _numbered(batch)
    meters = _meters_in_area(batch, request.user)
    numbered_here = [(number, event) for number, event in numbered if event.meter in meters]
    here = [event for _, event in numbered_here]
    kept = receive_meter_events(events=here, source=batch.source or str(request.user), at=now())
    bad = [_bad(each.number, each.event_id, each.code, each.value) for each in batch.bad]
    bad += [
        _bad(number, event.event_id, Outcome.UNKNOWN_METER, event.meter)
        for number, event in numbered
        if event.meter not in meters
    ]
    bad += [
        _bad(number, event.event_id, ID_REUSED, event.meter)
        for number, event in map(numbered_here.__getitem__, kept.reused)
    ]
    bad.sort(key=lambda each: each["number"])
    counts = {"new": kept.new, "known": kept.known, "ignored": kept.ignored}
    return Response({"message_id": batch.message_id, **counts, "bad": bad})


def _read(request: Request) -> MeterBatch:
    if not isinstance(request.data, bytes):
        raise Invalid(_("There are no events in this."), pointer="/events")
    if len(request.data) > BYTES_AT_MOST:
        raise Invalid(_("At most %(count)d events at once.") % {"count": EVENTS_AT_MOST}, pointer="/events")
    try:
        return read_batch(request.data)
    except UnreadableBatch as error:
        raise Invalid(_("There are no events in this."), pointer="/events", reason=error.code) from error


def _meters_in_area(batch: MeterBatch, user: Any) -> set[str]:
    meters = {event.meter for event in batch.events}
    points = scoped(ServicePoint.objects.filter(meter_number__in=meters), user)
    return set(points.values_list("meter_number", flat=True))


def _numbered(batch: MeterBatch) -> list[tuple[int, MeterEvent]]:
    """The readable events with their place in the batch, which the bad ones have kept."""
    bad = {each.number for each in batch.bad}
    places = (number for number in count(1) if number not in bad)
    return list(zip(places, batch.events, strict=False))


def _bad(number: int, event_id: str, code: str, value: str) -> dict[str, Any]:
    return {"number": number, "id": event_id, "code": str(code), "value": value[:40]}
