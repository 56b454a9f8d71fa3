"""Meters and terminals report: each event is kept once, its noise is marked, and what remains is judged a moment later.

Power-on events of customers who are dark end their interruption: the meter knows better than the trace.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from command_center.ground.core.events import emit
from command_center.ground.network.columns import Ints
from command_center.ground.network.models import NodeKind, SupplyNode
from customers.models import ServicePoint
from outages.judging.denoising import KEPT, UNKNOWN, Excuse, Level, MeterRegister, NoiseRules, Outcome, denoise
from outages.judging.event_codes import Meaning, MeterEvent
from outages.judging.models.evidence import Evidence, EvidenceKind
from outages.judging.services.evidence import Signal, take_evidence
from outages.judging.services.linking import PREARRANGED
from outages.ledger.models import Interruption
from outages.ledger.selectors.known import IN_THE_DARK
from outages.life.choices import EndedBy
from outages.life.events import SignalsReceived
from outages.life.models import Outage
from outages.life.scope import scope_of
from outages.verbs.services.restoring import How, restore

PROVINCE_DEPTH = 1
KEY_AT_MOST = 120


class Point(NamedTuple):
    """A metered service point, or with ``id`` None the terminal of a transformer, named by the transformer's code.

    ``node_id`` None hangs on the transformer's low-voltage side.
    """

    id: int | None
    meter: str
    node_id: int | None
    transformer_id: int
    org_path: str


@dataclass(frozen=True, kw_only=True)
class Received:
    """``new`` and ``known`` are power events kept now or before; ``ignored`` are noise, or no word about power.

    ``reused``: places in the batch of events whose id stands for another meter's event already.
    """

    new: int
    known: int
    ignored: int
    reused: tuple[int, ...] = ()


@transaction.atomic
def receive_meter_events(*, events: Sequence[MeterEvent], source: str, at: datetime) -> Received:
    """Keep a batch of meter events. The same batch again is quiet.

    Neighbours that reported some minutes earlier count too: head-ends send what they have, not what belongs together.
    """
    events, told, reused = _told_before(events, source)
    known = _points({event.meter for event in events})
    earlier = _waiting(known.values(), at)
    neighbours = _neighbours({point.transformer_id for point in known.values()})
    together = [*earlier, *events]
    outcomes = denoise(
        together, _register(neighbours), received_at=at, excuses=_excuses(neighbours, at), rules=NoiseRules()
    )
    by_meter = {point.meter: point for point in neighbours}
    fresh = list(zip(events, outcomes[len(earlier) :], strict=True))
    kept = [_signal(e, by_meter[e.meter], source, o) for e, o in fresh if _is_kept(e, o, by_meter)]
    new = take_evidence(signals=kept, at=at)
    _power_is_back([(e, by_meter[e.meter]) for e, o in fresh if o == Outcome.POWER_BACK], at)
    wake = [_key(event, source) for event, outcome in zip(together, outcomes, strict=True) if _is_dark(event, outcome)]
    _tell_the_judge(wake, by_meter)
    return Received(new=new, known=told + len(kept) - new, ignored=len(events) - len(kept), reused=reused)


def _told_before(events: Sequence[MeterEvent], source: str) -> tuple[list[MeterEvent], int, tuple[int, ...]]:
    """What is new, how many were kept before, and where an id was used for another meter: nobody's event is lost unsaid."""
    keys = [_key(event, source) for event in events]
    rows = Evidence.objects.filter(source_key__in=keys)
    kept = {
        key: meter or terminal
        for key, meter, terminal in rows.values_list("source_key", "service_point__meter_number", "node__code")
    }
    meant: dict[str, str] = {}
    fresh, told, reused = [], 0, []
    for place, (key, event) in enumerate(zip(keys, events, strict=True)):
        if kept.get(key, meant.setdefault(key, event.meter)) != event.meter:
            reused.append(place)
        elif key in kept:
            told += 1
        else:
            fresh.append(event)
    return fresh, told, tuple(reused)


def _points(meters: Collection[str]) -> dict[str, Point]:
    rows = ServicePoint.objects.filter(meter_number__in=meters)
    return {point.meter: point for point in [*_as_points(rows), *_terminals(code__in=meters)]}


def _terminals(**where: object) -> list[Point]:
    rows = SupplyNode.objects.filter(kind=NodeKind.TRANSFORMER, **where).order_by("pk")
    return [Point(None, code, None, pk, path) for code, pk, path in rows.values_list("code", "pk", "org_path")]


def _neighbours(transformer_ids: Collection[int]) -> list[Point]:
    """Everybody below these transformers: shares are counted over all of them."""
    points = _as_points(ServicePoint.objects.filter(transformer_id__in=transformer_ids).order_by("pk"))
    return [*points, *_terminals(pk__in=transformer_ids)]


def _as_points(rows: "QuerySet[ServicePoint]") -> list[Point]:
    fields = ("pk", "meter_number", "node_id", "transformer_id", "org_path")
    return [Point(*row) for row in rows.values_list(*fields)]


def _register(points: Sequence[Point]) -> MeterRegister:
    """Box and branch are the connectivity node, the area is the transformer."""
    box = _numbered([point.node_id or UNKNOWN for point in points])
    return MeterRegister(
        row={point.meter: number for number, point in enumerate(points)},
        box=box,
        branch=box,
        area=_numbered([point.transformer_id for point in points]),
        is_terminal=np.array([point.id is None for point in points], dtype=bool),
    )


def _numbered(ids: Sequence[int]) -> Ints:
    values = np.array(ids, dtype=np.int64)
    known = np.unique(values[values != UNKNOWN])
    return np.where(values == UNKNOWN, UNKNOWN, np.searchsorted(known, values))


def _waiting(points: Collection[Point], at: datetime) -> list[MeterEvent]:
    """What reported dark within the window, is alone so far, and may be joined by this batch."""
    since = at - timedelta(minutes=NoiseRules().window_minutes)
    rows = Evidence.objects.filter(
        kind=EvidenceKind.METER_OFF,
        outage=None,
        at__gte=since,
        service_point__transformer_id__in={point.transformer_id for point in points},
    ).values_list("source_key", "service_point__meter_number", "at", "detail")
    return [
        MeterEvent(
            event_id=key, meter=meter, at=when, code=detail.get("code", ""), meaning=Meaning.DOWN, source=EARLIER
        )
        for key, meter, when, detail in rows
    ]


EARLIER = "earlier"


def _excuses(points: Sequence[Point], at: datetime) -> list[Excuse]:
    """Who is dark by a plan needs no other cause."""
    row = {point.id: number for number, point in enumerate(points) if point.id is not None}
    planned = Interruption.objects.open().filter(service_point_id__in=row, kind__in=PREARRANGED)
    return [
        Excuse(outcome=Outcome.PLANNED_OUTAGE, level=Level.METER, place=row[point_id], since=off_at)
        for point_id, off_at in planned.values_list("service_point_id", "off_at")
    ]


def _key(event: MeterEvent, source: str) -> str:
    if event.source == EARLIER:
        return event.event_id
    key = f"{source}:{event.event_id or f'{event.meter}@{event.at.isoformat()}:{event.code}'}"
    # Cut off, two long names would be one.
    return key if len(key) <= KEY_AT_MOST else f"{key[:50]}:{hashlib.sha256(key.encode()).hexdigest()}"


def _is_kept(event: MeterEvent, outcome: Outcome, by_meter: dict[str, Point]) -> bool:
    """Below the threshold is kept too: the next batch may bring its neighbours."""
    return event.meter in by_meter and (outcome in KEPT or outcome == Outcome.BELOW_THRESHOLD)


def _is_dark(event: MeterEvent, outcome: Outcome) -> bool:
    return event.meaning == Meaning.DOWN and outcome in KEPT


def _signal(event: MeterEvent, point: Point, source: str, outcome: Outcome) -> Signal:
    up = event.meaning == Meaning.UP
    return Signal(
        kind=EvidenceKind.METER_ON if up else EvidenceKind.METER_OFF if point.id else EvidenceKind.TERMINAL,
        source_key=_key(event, source),
        at=event.at,
        org_path=point.org_path,
        service_point_id=point.id,
        node_id=None if point.id else point.transformer_id,
        detail={"code": event.code, "outcome": outcome.value},
    )


def _power_is_back(told: Sequence[tuple[MeterEvent, Point]], at: datetime) -> None:
    back_at = {point.id: event.at for event, point in told if point.id is not None}
    rows = Interruption.objects.open().filter(service_point_id__in=back_at, outage__status__in=IN_THE_DARK)
    by_step: dict[tuple[int, datetime], list[int]] = defaultdict(list)
    for outage_id, point_id, off_at in rows.values_list("outage_id", "service_point_id", "off_at"):
        if off_at < back_at[point_id] <= at:
            by_step[outage_id, back_at[point_id].replace(second=0, microsecond=0)].append(point_id)
    for (outage_id, _minute), points in sorted(by_step.items()):
        if Outage.objects.filter(pk=outage_id, status__in=IN_THE_DARK).exists():
            moment = max(back_at[point] for point in points)
            restore(outage_id=outage_id, at=moment, how=How(ended_by=EndedBy.METER), scope=scope_of(points=points))


def _tell_the_judge(keys: Sequence[str], by_meter: dict[str, Point]) -> None:
    ids = list(Evidence.objects.filter(source_key__in=keys, outage=None).order_by("pk").values_list("pk", flat=True))
    if ids:
        path = min(point.org_path for point in by_meter.values())
        province = "/".join(path.strip("/").split("/")[:PROVINCE_DEPTH]) + "/"
        emit(SignalsReceived(first_id=ids[0], evidence_ids=ids, org_path=province))
