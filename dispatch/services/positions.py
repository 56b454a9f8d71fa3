"""Where crews are: every believed fix moves the last position forward, every fix of a shift goes into the history.

Off shift nothing is kept, so that no private trail exists (standards.md §3); a crew still on a job is on duty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction

from command_center.ground.core.postgres import execute_rows
from dispatch.models import Assignment, CrewPosition, PositionFix, Shift
from dispatch.positions import TOO_FAST, Fix, FixKey, Verdict, judge_fix, moves_last_position

log = structlog.get_logger(__name__)

OFF_SHIFT = "OFF_SHIFT"
SEEN = "SEEN"
# A phone repeats what it heard no answer to; older repetitions are rare enough to be stored twice.
REPEATED_WITHIN = timedelta(days=1)
REFUSED_WITHIN = timedelta(minutes=30)
# A moment further away than this is stored as this far: no reader has to know the year 9999.
FAR_AWAY = timedelta(days=3650)

HEARD = """
INSERT INTO dispatch_crewposition (crew_id, seen_at, battery_percent) VALUES %s
ON CONFLICT (crew_id) DO UPDATE SET
    seen_at = greatest(dispatch_crewposition.seen_at, excluded.seen_at),
    battery_percent = coalesce(excluded.battery_percent, dispatch_crewposition.battery_percent)
"""
# The condition and not the reading before it keeps the last position from going back: batches overtake each other.
MOVED = """
UPDATE dispatch_crewposition p
   SET latitude = v.latitude, longitude = v.longitude, fixed_at = v.fixed_at,
       accuracy_m = v.accuracy_m::float8, speed_ms = v.speed_ms::float8, heading = v.heading::float8
  FROM (VALUES %s) v(crew_id, latitude, longitude, fixed_at, accuracy_m, speed_ms, heading)
 WHERE p.crew_id = v.crew_id AND (p.fixed_at IS NULL OR v.fixed_at > p.fixed_at)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was heard of a crew. ``fix`` is None for a sign of life; ``battery`` 0–100 %."""

    crew_id: int
    fix: Fix | None = None
    battery: float | None = None


@transaction.atomic
def record_positions(items: Sequence[Sighting], *, received_at: datetime) -> list[Verdict]:
    """A verdict for each item: ACCEPTED, DUPLICATE, QUARANTINED, SEEN (no fix) or OFF_SHIFT (nothing kept)."""
    duty = _Duty(items, received_at)
    kept = [item for item in items if duty.covers(item)]
    verdicts = _judge(kept, received_at)
    _heard(kept, received_at)
    _move([item.fix for item in kept], [item.crew_id for item in kept], verdicts)
    _remember(kept, verdicts, received_at)
    if len(kept) < len(items):
        log.info("positions_off_shift", dropped=len(items) - len(kept))
    judged = iter(verdicts)
    return [next(judged) if duty.covers(item) else Verdict(OFF_SHIFT) for item in items]


class _Duty:
    """Which moments of which crews are on duty. Two queries."""

    def __init__(self, items: Sequence[Sighting], received_at: datetime) -> None:
        self.received_at = received_at
        crew_ids = {item.crew_id for item in items}
        first = min((item.fix.fixed_at for item in items if item.fix), default=received_at)
        self.shifts: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        for crew_id, start, end in Shift.objects.filter(
            crew_id__in=crew_ids, ends_at__gt=min(first, received_at), starts_at__lte=received_at
        ).values_list("crew_id", "starts_at", "ends_at"):
            self.shifts[crew_id].append((start, end))
        engaged = Assignment.objects.filter(crew_id__in=crew_ids, released_at=None, engaged=True)
        self.engaged_since = dict(engaged.values_list("crew_id", "started_at"))

    def covers(self, item: Sighting) -> bool:
        # A clock that runs ahead is judged with the fix; here it means now.
        moment = min(item.fix.fixed_at, self.received_at) if item.fix else self.received_at
        since = self.engaged_since.get(item.crew_id)
        return (since is not None and since <= moment) or any(
            start <= moment < end for start, end in self.shifts[item.crew_id]
        )


def _judge(items: Sequence[Sighting], received_at: datetime) -> list[Verdict]:
    """In the order of ``items``; each crew's fixes are judged in the order of time."""
    last = _last_fixes({item.crew_id for item in items})
    seen = _stored_keys(items, received_at)
    puts_aside = _PutAside({item.crew_id for item in items}, received_at)
    verdicts = [Verdict(SEEN)] * len(items)
    in_time = sorted(
        ((item.fix.fixed_at, index, item.crew_id, item.fix) for index, item in enumerate(items) if item.fix),
        key=lambda row: row[:2],
    )
    for _, index, crew_id, fix in in_time:
        refused = partial(puts_aside.of, crew_id)
        verdict = verdicts[index] = judge_fix(last.get(crew_id), fix, received_at, seen[crew_id], refused)
        if verdict.reason == TOO_FAST:
            puts_aside.of(crew_id).append(fix)
        if verdict.is_accepted:
            seen[crew_id].add(fix.key)
            if moves_last_position(last.get(crew_id), fix):
                last[crew_id] = fix
    return verdicts


class _PutAside:
    """The latest fixes of each crew that were put aside for their speed; asked for only when there is a new one."""

    def __init__(self, crew_ids: set[int], received_at: datetime) -> None:
        self.crew_ids, self.since = crew_ids, received_at - REFUSED_WITHIN
        self.fixes: dict[int, list[Fix]] | None = None

    def of(self, crew_id: int) -> list[Fix]:
        if self.fixes is None:
            self.fixes = defaultdict(list)
            rows = PositionFix.objects.filter(crew_id__in=self.crew_ids, verdict=TOO_FAST, received_at__gte=self.since)
            rows = rows.order_by("fixed_at")
            for one, lat, lon, fixed_at in rows.values_list("crew_id", "latitude", "longitude", "fixed_at"):
                self.fixes[one].append(Fix(lat=lat, lon=lon, fixed_at=fixed_at))
        return self.fixes[crew_id]


def _last_fixes(crew_ids: set[int]) -> dict[int, Fix]:
    rows = CrewPosition.objects.filter(crew_id__in=crew_ids)
    return {
        crew_id: Fix(lat=lat, lon=lon, fixed_at=fixed_at)
        for crew_id, lat, lon, fixed_at in rows.values_list("crew_id", "latitude", "longitude", "fixed_at")
        if lat is not None and lon is not None and fixed_at is not None
    }


def _stored_keys(items: Iterable[Sighting], received_at: datetime) -> dict[int, set[FixKey]]:
    seen: dict[int, set[FixKey]] = defaultdict(set)
    stored = PositionFix.objects.filter(
        crew_id__in={item.crew_id for item in items},
        fixed_at__in={item.fix.fixed_at for item in items if item.fix},
        received_at__gte=received_at - REPEATED_WITHIN,
        verdict="",
    )
    for crew_id, fixed_at, lat, lon in stored.values_list("crew_id", "fixed_at", "latitude", "longitude"):
        seen[crew_id].add((fixed_at, round(lat, 6), round(lon, 6)))
    return seen


def _heard(items: Iterable[Sighting], received_at: datetime) -> None:
    """One row a crew, in id order: this statement takes the row locks, so two batches cannot lock crosswise."""
    battery: dict[int, int | None] = {}
    for item in items:
        battery[item.crew_id] = _percent(item.battery) if item.battery is not None else battery.get(item.crew_id)
    execute_rows(HEARD, [(crew_id, received_at, percent) for crew_id, percent in sorted(battery.items())])


def _move(fixes: Sequence[Fix | None], crew_ids: Sequence[int], verdicts: Sequence[Verdict]) -> None:
    newest: dict[int, Fix] = {}
    for fix, crew_id, verdict in zip(fixes, crew_ids, verdicts, strict=True):
        if fix and verdict.is_accepted and moves_last_position(newest.get(crew_id), fix):
            newest[crew_id] = fix
    execute_rows(
        MOVED,
        [
            (crew_id, fix.lat, fix.lon, fix.fixed_at, fix.accuracy_m, fix.speed_ms, fix.heading)
            for crew_id, fix in sorted(newest.items())
        ],
    )


def _remember(items: Sequence[Sighting], verdicts: Sequence[Verdict], received_at: datetime) -> None:
    """History: the good ones and, with the reason, the ones put aside. Repetitions are not stored."""
    PositionFix.objects.bulk_create(
        PositionFix(
            crew_id=item.crew_id,
            fixed_at=min(max(item.fix.fixed_at, received_at - FAR_AWAY), received_at + FAR_AWAY),
            received_at=received_at,
            latitude=item.fix.lat,
            longitude=item.fix.lon,
            accuracy_m=item.fix.accuracy_m,
            speed_ms=item.fix.speed_ms,
            heading=item.fix.heading,
            verdict=verdict.reason,
        )
        for item, verdict in zip(items, verdicts, strict=True)
        if item.fix and verdict.reason != "duplicate"
    )


def _percent(battery: float) -> int:
    return round(min(max(battery, 0), 100))


def summary(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many of each outcome."""
    return dict(Counter(verdict.outcome for verdict in verdicts))
