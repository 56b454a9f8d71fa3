"""Clock rows: started, stopped, paused and warned in sets. The arithmetic is in ``workorders.clocks``.

What moves a due moment other than a pause stands in ``due_moments.py``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import insert_rows, update_rows
from command_center.ground.core.prepared import prepared
from command_center.ground.core.process_cache import cached
from workorders.clocks import arithmetic
from workorders.clocks.arithmetic import ClockState
from workorders.clocks.calendar import WALL, CountedTime
from workorders.clocks.limits import Case, Limit, LimitTable
from workorders.engine.process import ClockRule
from workorders.events import ClockWarned
from workorders.kinds import BESIDE, PROCESSES
from workorders.models import Clock, Outcome, TimeLimit, WorkOrder
from workorders.services.alarms import limits_ended, limits_warned
from workorders.services.calendars import working_time

WARNINGS_AT_ONCE = 500


@cached(seconds=5)
def limits() -> LimitTable:
    """The table of limits as the arithmetic wants it; a change is in force within five seconds."""
    return LimitTable(
        Limit(
            code=row.code,
            minutes=row.limit_minutes,
            working_days=row.limit_working_days,
            kind=row.kind,
            sub_kind=row.sub_kind,
            area_kind=row.area_kind,
            voltage=row.voltage,
            channel=row.channel,
            basis=row.basis,
            warn_percents=tuple(row.warn_percents),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in TimeLimit.objects.all()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the limits of an order may depend on beside its own columns; None is what the order says."""

    sub_kind: str | None = None
    voltage: str = ""
    channel: str | None = None

    def case(self, order: WorkOrder) -> Case:
        return Case(
            kind=order.kind,
            sub_kind=(order.sub_kind or order.fault_kind) if self.sub_kind is None else self.sub_kind,
            area_kind=order.area_kind,
            voltage=self.voltage,
            channel=order.source if self.channel is None else self.channel,
        )


AS_THE_ORDER_SAYS = Told()


def planned(order: WorkOrder, codes: Iterable[str], *, at: datetime, told: Told = AS_THE_ORDER_SAYS) -> list[Clock]:
    """Unsaved clocks of an order that is about to be opened, and its next due moment set from them."""
    rules = PROCESSES[order.kind].clocks
    rows = [row for code in codes for row in _opened(order, code, rules[code], at, told)]
    running = (row for row in rows if row.stopped_at is None and not rules[row.code].beside)
    first = min(running, key=lambda row: row.due_at, default=None)
    order.next_due_at, order.next_due_code = (first.due_at, first.code) if first else (None, "")
    return rows


def _opened(order: WorkOrder, code: str, rule: ClockRule, at: datetime, told: Told) -> list[Clock]:
    """A clock that begins with the order, or was over before it came here; none where nobody told when that began."""
    since = getattr(order, rule.since) if rule.since else at
    if not rule.until:
        return started(order, [code], since, told)
    until = getattr(order, rule.until)
    if since >= until:
        return []
    return [fill(row, arithmetic.stop(state_of(row), until)) for row in started(order, [code], since, told)]


def start(
    orders: Iterable[WorkOrder], codes: Iterable[str], *, at: datetime | None, told: Told = AS_THE_ORDER_SAYS
) -> None:
    """Start clocks at ``at``, or at each order's own report when ``at`` is None. A running clock runs on.

    A code without a limit for the order starts nothing: which clocks there are is said by the table of limits.
    """
    codes = list(codes)
    rows = [row for order in orders for row in started(order, codes, at or order.reported_at, told)]
    insert(rows)


def start_in_line(orders: Iterable[WorkOrder], code: str, *, after: str, at: datetime) -> None:
    """Start a clock that has one limit together with the clock ``after``: from where that began, if it was stopped just now."""
    orders = list(orders)
    began = dict(_just_stopped([order.pk for order in orders], after, at))
    insert([row for order in orders for row in started(order, [code], began.get(order.pk, at), AS_THE_ORDER_SAYS)])


@prepared
def _just_stopped(order_ids: list[int], code: str, at: datetime) -> "QuerySet[Clock, tuple[int, datetime]]":
    stopped = Clock.objects.filter(order_id__in=order_ids, code=code, stopped_at=at).exclude(outcome=Outcome.VOID)
    return stopped.values_list("order_id", "started_at")


def without_done(orders: Sequence[WorkOrder], code: str) -> list[WorkOrder]:
    """Those of the orders for which what this clock asks has not been done yet, in time or late."""
    ended = Clock.objects.filter(order__in=orders, code=code, outcome__in=[Outcome.MET, Outcome.MISSED])
    done = set(ended.values_list("order_id", flat=True))
    return [order for order in orders if order.pk not in done]


def insert(rows: Sequence[Clock]) -> None:
    """Write clocks that have just been started, their orders saved. One that runs already runs on.

    "A reassignment never restarts a clock" is the unique constraint on running clocks.
    """
    for row in rows:
        row.order_id = row.order.pk
    insert_rows([row for row in rows if row.stopped_at is None], AT_START)
    insert_rows([row for row in rows if row.stopped_at is not None], [*AT_START, "stopped_at", *OUTCOMES])


def due_if_started(order: WorkOrder, code: str, *, at: datetime) -> datetime | None:
    """When this clock would be due had it started then and never stood still; None without a limit."""
    rows = started(order, [code], at, AS_THE_ORDER_SAYS)
    return rows[0].due_at if rows else None


def started(order: WorkOrder, codes: Iterable[str], at: datetime, told: Told) -> list[Clock]:
    """Unsaved clocks of an order, one for each code that has a limit."""
    case = told.case(order)
    found = (limits().limits_for(code, case, at) for code in codes)
    return [_row(order, fitting, at) for fitting in found if fitting]


def _row(order: WorkOrder, fitting: Sequence[Limit], at: datetime) -> Clock:
    """The strictest limit steers; the next stricter one, if there are two, stands behind it."""
    given, *behind = sorted((_given(limit, order, at) for limit in fitting), key=lambda given: given.due_at)
    row = Clock(
        order=order,
        code=given.limit.code,
        basis=given.limit.basis,
        work_centre_id=order.centre_id if given.limit.working_days else None,
        started_at=at,
        limit_minutes=given.minutes,
        warn_percents=list(given.limit.warn_percents),
        due_at=given.due_at,
    )
    first_percent = min(given.limit.warn_percents, default=None)
    if first_percent is not None:
        row.next_warning_at = given.time.add(at, given.minutes * first_percent / 100)
    if behind:
        row.outer_basis, row.outer_due_at = behind[0].limit.basis, behind[0].due_at
        # In the calendar of the limit that steers, for the pauses are counted in it.
        row.outer_limit_minutes = round(given.time.minutes_between(at, behind[0].due_at))
    return row


@dataclass(frozen=True, slots=True)
class _Given:
    """One limit as it falls for one order."""

    limit: Limit
    time: CountedTime
    minutes: int
    due_at: datetime


def _given(limit: Limit, order: WorkOrder, at: datetime) -> _Given:
    if limit.working_days is None:
        minutes = limit.minutes or 0
        return _Given(limit, WALL, minutes, WALL.add(at, minutes))
    time = working_time(order.centre_id)
    minutes = time.minutes_of_days(limit.working_days, at)
    return _Given(limit, time, minutes, time.add(at, minutes))


def next_due() -> dict[str, Any]:
    """Columns of an order that follow from its clocks: what is due next, as the database reckons it."""
    running = Clock.objects.running().filter(order_id=OuterRef("pk"), paused_at=None).exclude(code__in=BESIDE)
    running = running.order_by("due_at", "pk")
    return {
        "next_due_at": Subquery(running.values("due_at")[:1]),
        "next_due_code": Coalesce(Subquery(running.values("code")[:1]), Value("")),
    }


def stop(order_ids: Iterable[int], codes: Iterable[str], *, at: datetime) -> None:
    """The thing was done: in time or late."""
    ended = set(codes)
    _finish([row for row in _running(list(order_ids)) if row.code in ended], at, arithmetic.stop)


@prepared
def _running(order_ids: list[int]) -> "QuerySet[Clock]":
    return Clock.objects.running().filter(order_id__in=order_ids)


def void(order_ids: Iterable[int], *, at: datetime, codes: Iterable[str] | None = None) -> None:
    """The clocks no longer mean anything: merged, cancelled, returned."""
    ended = None if codes is None else set(codes)
    rows = _running(list(order_ids))
    _finish([row for row in rows if ended is None or row.code in ended], at, arithmetic.void)


def pause(order_id: int, codes: Iterable[str], *, at: datetime) -> None:
    for row in Clock.objects.running().filter(order_id=order_id, code__in=list(codes), paused_at=None):
        _write(row, arithmetic.pause(state_of(row), at))


def resume(order_id: int, *, at: datetime) -> None:
    for row in Clock.objects.running().filter(order_id=order_id, paused_at__isnull=False):
        _write(row, arithmetic.resume(state_of(row), at))


def run_or_rest(order_id: int, codes: Iterable[str], *, runs: Callable[[str], bool], at: datetime) -> bool:
    """Each of these clocks that is not over runs or stands still, as ``runs`` says of its code; whether one changed."""
    changed = False
    for row in Clock.objects.running().filter(order_id=order_id, code__in=list(codes)):
        state = state_of(row)
        moved = arithmetic.run_or_rest(state, runs=runs(row.code), at=at)
        if moved is not state:
            _write(row, moved)
            changed = True
    return changed


def reopen(order_id: int, code: str, *, at: datetime) -> None:
    """Rework: the last such clock runs on without a reset."""
    rows = Clock.objects.filter(order_id=order_id, code=code, stopped_at__isnull=False).select_related("order")
    row = rows.order_by("-pk").first()
    if row is not None:
        _write(row, arithmetic.reopen(state_of(row), at))
        limits_warned([row], at=at)


@transaction.atomic
def warn_due(*, at: datetime) -> int:
    """Turn every warning that has come due into an event; how many. A sweep that slept misses none."""
    rows = list(
        Clock.objects.warning_due(at)
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("order")
        .order_by("next_warning_at")[:WARNINGS_AT_ONCE]
    )
    events = []
    for row in rows:
        state = state_of(row)
        for percent in arithmetic.warnings_due(state, at):
            state = arithmetic.warn(state, percent)
            events.append(
                ClockWarned(work_order_id=row.order_id, org_path=row.order.org_path, code=row.code, percent=percent)
            )
        row.warned_percent = state.warned_percent
        row.next_warning_at = arithmetic.next_warning_at(state)
    update_rows(rows, ["warned_percent", "next_warning_at"])
    limits_warned(rows, at=at)
    if events:
        emit_all(events)
    return len(events)


def _finish(rows: Iterable[Clock], at: datetime, move: Callable[[ClockState, datetime], ClockState]) -> None:
    changed = [fill(row, move(state_of(row), at)) for row in rows]
    update_rows(changed, FIELDS)
    limits_ended(changed, at=at)


AT_START = [
    "order",
    "code",
    "basis",
    "work_centre",
    "started_at",
    "limit_minutes",
    "warn_percents",
    "due_at",
    "next_warning_at",
    "outer_basis",
    "outer_limit_minutes",
    "outer_due_at",
]
OUTCOMES = ["outcome", "outer_outcome"]
FIELDS = [
    "due_at",
    "paused_at",
    "paused_seconds",
    "stopped_at",
    "worked_seconds",
    "warned_percent",
    "next_warning_at",
    "outer_due_at",
    *OUTCOMES,
]


def fill(row: Clock, state: ClockState) -> Clock:
    """Set the columns that follow from a state of the clock; what it was started with stays."""
    row.due_at = arithmetic.due_at(state)
    row.paused_at = state.paused_at
    row.paused_seconds = round(state.paused_minutes * 60)
    row.stopped_at = state.stopped_at
    row.outcome = state.outcome or ""
    row.warned_percent = state.warned_percent
    row.next_warning_at = arithmetic.next_warning_at(state)
    row.outer_due_at = arithmetic.outer_due_at(state)
    row.outer_outcome = state.outer_outcome or ""
    if row.work_centre_id is not None:
        ended = state.stopped_at
        row.worked_seconds = round(arithmetic.raw_minutes(state, ended) * 60) if ended else None
    return row


def _write(row: Clock, state: ClockState) -> None:
    fill(row, state).save(update_fields=FIELDS)


def state_of(row: Clock) -> ClockState:
    """The row as the arithmetic wants it, with the calendar by which it counts."""
    return ClockState(
        code=row.code,
        started_at=row.started_at,
        limit_minutes=row.limit_minutes,
        time=WALL if row.work_centre_id is None else working_time(row.work_centre_id),
        outer_minutes=row.outer_limit_minutes,
        extended_minutes=row.extended_seconds / 60,
        warn_percents=tuple(row.warn_percents),
        paused_minutes=row.paused_seconds / 60,
        paused_at=row.paused_at,
        warned_percent=row.warned_percent,
        stopped_at=row.stopped_at,
        outcome=row.outcome or None,
        outer_outcome=row.outer_outcome or None,
    )
