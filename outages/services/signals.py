"""Signals of machines come in: kept once each, then judged by whoever waits for ``signals.received``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from command_center.core.events import emit
from customers.models import ServicePoint
from outages.event_codes import Meaning, MeterEvent
from outages.events import SignalsReceived
from outages.models import Evidence, EvidenceKind
from outages.services.evidence import Signal, take_evidence

KINDS = {Meaning.DOWN: EvidenceKind.METER_OFF, Meaning.UP: EvidenceKind.METER_ON}


@dataclass(frozen=True, kw_only=True)
class Received:
    """``new`` and ``known`` are power events kept now or before; ``ignored`` say nothing about power being on or off."""

    new: int
    known: int
    ignored: int


@transaction.atomic
def receive_meter_events(*, events: Sequence[MeterEvent], source: str, at: datetime) -> Received:
    """Keep what meters of service points reported; an event of an unknown meter is ignored. Repeating it is quiet."""
    points = {
        point.meter_number: point
        for point in ServicePoint.objects.filter(meter_number__in={event.meter for event in events})
    }
    signals = {
        signal.source_key: signal
        for event in events
        if event.meaning in KINDS and event.meter in points
        for signal in [_signal(event, source, points[event.meter])]
    }
    known = set(Evidence.objects.filter(source_key__in=signals).values_list("source_key", flat=True))
    take_evidence(signals=list(signals.values()), at=at)
    new = list(Evidence.objects.filter(source_key__in=signals.keys() - known).order_by("pk"))
    if new:
        fact = SignalsReceived(first_id=new[0].pk, evidence_ids=[row.pk for row in new], org_path=new[0].org_path)
        emit(fact)
    return Received(new=len(new), known=len(known), ignored=len(events) - len(signals))


def _signal(event: MeterEvent, source: str, point: ServicePoint) -> Signal:
    # A head-end that gives no ids says the same again with the same meter, code and moment.
    told = event.event_id or f"{event.meter}:{event.code}:{event.at.isoformat()}"
    return Signal(
        kind=KINDS[event.meaning],
        source_key=f"{source}:{told}"[:120],
        at=event.at,
        org_path=point.org_path,
        service_point_id=point.pk,
        detail={"code": event.code, "meaning": event.meaning.value},
    )
