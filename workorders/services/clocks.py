"""Clock rows: started, stopped, paused, extended and warned in sets. The arithmetic is in ``workorders.clocks``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.core.errors import Conflict, Invalid
from command_center.core.events import emit, emit_all
from command_center.core.remembering import remembered
from command_center.core.rows import update_rows
from workorders.clocks import arithmetic
from workorders.clocks.arithmetic import ClockState
from workorders.clocks.calendar import WALL, CountedTime
from workorders.clocks.limits import Case, Limit, LimitTable
from workorders.events import ClockMoved, ClockWarned
from workorders.models import Clock, DueChange, TimeLimit, WorkOrder
from workorders.services.alarms import limits_ended, limits_warned
from workorders.services.calendars import calendars, working_time
from workorders.services.moves import lock, write

WARNINGS_AT_ONCE = 500


@remembered(seconds=5)
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
            sub_kind=order.fault_kind if self.sub_kind is None else self.sub_kind,
            area_kind=order.area_kind,
            voltage=self.voltage,
            channel=order.source if self.channel is None else self.channel,
        )


AS_THE_ORDER_SAYS = Told()


def planned(order: WorkOrder, codes: Iterable[str], *, at: datetime, told: Told = AS_THE_ORDER_SAYS) -> list[Clock]:
    """Unsaved clocks of an order that is about to be opened, and its next due moment set from them."""
    rows = _started(order, codes, at, told)
    first = min(rows, key=lambda row: row.due_at, default=None)
    order.next_due_at, order.next_due_code = (first.due_at, first.code) if first else (None, "")
    return rows


def start(
    orders: Iterable[WorkOrder], codes: Iterable[str], *, at: datetime | None, told: Told = AS_THE_ORDER_SAYS
) -> None:
    """Start clocks at ``at``, or at each order's own report when ``at`` is None. A running clock runs on.

    A code without a limit for the order starts nothing: which clocks there are is said by the table of limits.
    """
    codes = list(codes)
    rows = [row for order in orders for row in _started(order, codes, at or order.reported_at, told)]
    # "A reassignment never restarts a clock" is the unique constraint on running clocks.
    Clock.objects.bulk_create(rows, ignore_conflicts=True)


def due_if_started(order: WorkOrder, code: str, *, at: datetime) -> datetime | None:
    """When this clock would be due had it started then and never stood still; None without a limit."""
    rows = _started(order, [code], at, AS_THE_ORDER_SAYS)
    return rows[0].due_at if rows else None


def _started(order: WorkOrder, codes: Iterable[str], at: datetime, told: Told) -> list[Clock]:
    case = told.case(order)
    found = (limits().limits_for(code, case, at) for code in codes)
    return [_row(order, fitting, at) for fitting in found if fitting]


def _row(order: WorkOrder, fitting: Iterable[Limit], at: datetime) -> Clock:
    """The strictest limit steers; the next stricter one, if there are two, stands behind it."""
    by_due = sorted((_given(limit, order, at) for limit in fitting), key=lambda given: given.due_at)
    given, outer = by_due[0], by_due[1] if len(by_due) > 1 else None
    row = Clock(
        order=order,
        code=given.limit.code,
        basis=given.limit.basis,
        work_centre_id=order.centre_id if given.limit.working_days else None,
        started_at=at,
        limit_minutes=given.minutes,
        warn_percents=list(given.limit.warn_percents),
    )
    if outer is not None:
        row.outer_basis = outer.limit.basis
        same = (outer.limit.working_days is None) == (given.limit.working_days is None)
        # In the calendar of the limit that steers, for the pauses are counted in it.
        row.outer_limit_minutes = outer.minutes if same else round(given.time.minutes_between(at, outer.due_at))
    return _fill(row, _state(row))


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


def stop(order_ids: Iterable[int], codes: Iterable[str], *, at: datetime) -> None:
    """The thing was done: in time or late."""
    _finish(Clock.objects.running().filter(order_id__in=list(order_ids), code__in=list(codes)), at, arithmetic.stop)


def void(order_ids: Iterable[int], *, at: datetime, codes: Iterable[str] | None = None) -> None:
    """The clocks no longer mean anything: merged, cancelled, returned."""
    running = Clock.objects.running().filter(order_id__in=list(order_ids))
    _finish(running if codes is None else running.filter(code__in=list(codes)), at, arithmetic.void)


def pause(order_id: int, codes: Iterable[str], *, at: datetime) -> None:
    for row in Clock.objects.running().filter(order_id=order_id, code__in=list(codes), paused_at=None):
        _write(row, arithmetic.pause(_state(row), at))


def resume(order_id: int, *, at: datetime) -> None:
    for row in Clock.objects.running().filter(order_id=order_id, paused_at__isnull=False):
        _write(row, arithmetic.resume(_state(row), at))


@transaction.atomic
def extend(order_id: int, code: str, *, to: datetime, reason: str, at: datetime, actor: Any) -> Clock:
    """延期: a new due moment for a running clock, once, before it is due, signed and with a reason; the old one is kept."""
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    order = lock(order_id)
    row = Clock.objects.running().filter(order_id=order_id, code=code).first()
    if row is None:
        raise Conflict(_("This clock does not run."))
    old_due_at = row.due_at
    try:
        state = arithmetic.extend(_state(row), to, at)
    except arithmetic.ClockError as refusal:
        raise Conflict(_refusal(refusal.code)) from refusal
    row.order = order
    limits_ended([row], at=at)
    _write(row, state)
    limits_warned([row], at=at)
    DueChange.objects.create(
        clock=row,
        why=DueChange.Why.EXTENDED,
        old_due_at=old_due_at,
        new_due_at=row.due_at,
        reason=reason.strip(),
        actor=actor,
        at=at,
    )
    write([order], at=at)
    emit(_moved(row, order))
    return row


def _refusal(code: str) -> str:
    return {
        "extended_already": _("A clock is extended once."),
        "limit_is_over": _("It is over already: an extension is asked for before the due moment."),
        "not_later": _("The new due moment is not later than the old one."),
    }[code]


@transaction.atomic
def follow_calendar(*, reason: str, at: datetime, actor: Any = None) -> int:
    """Days or hours were changed: running clocks of working days reckon anew, each move with its row; how many moved.

    What has ended keeps its outcome. A warning that was given is not taken back.
    """
    calendars.forget()
    running = Clock.objects.running().filter(work_centre__isnull=False)
    orders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=running.values("order_id"))}
    moved, changes = [], []
    for row in running.filter(order_id__in=list(orders)).order_by("pk"):
        old = row.due_at
        _fill(row, _state(row))
        if row.due_at != old:
            moved.append(row)
            changes.append(
                DueChange(
                    clock=row,
                    why=DueChange.Why.CALENDAR,
                    old_due_at=old,
                    new_due_at=row.due_at,
                    reason=reason,
                    actor=actor,
                    at=at,
                )
            )
    update_rows(moved, FIELDS)
    DueChange.objects.bulk_create(changes)
    write([orders[pk] for pk in {row.order_id for row in moved}], at=at)
    emit_all(_moved(row, orders[row.order_id]) for row in moved)
    return len(moved)


def _moved(row: Clock, order: WorkOrder) -> ClockMoved:
    return ClockMoved(work_order_id=order.pk, org_path=order.org_path, code=row.code, due_at=row.due_at.isoformat())


def reopen(order_id: int, code: str, *, at: datetime) -> None:
    """Rework: the last such clock runs on without a reset."""
    rows = Clock.objects.filter(order_id=order_id, code=code, stopped_at__isnull=False).select_related("order")
    row = rows.order_by("-pk").first()
    if row is not None:
        _write(row, arithmetic.reopen(_state(row), at))
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
        state = _state(row)
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
    changed = [_fill(row, move(_state(row), at)) for row in rows]
    update_rows(changed, FIELDS)
    limits_ended(changed, at=at)


FIELDS = [
    "due_at",
    "paused_at",
    "paused_seconds",
    "stopped_at",
    "worked_seconds",
    "outcome",
    "warned_percent",
    "next_warning_at",
    "outer_due_at",
    "outer_outcome",
]


def _fill(row: Clock, state: ClockState) -> Clock:
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
    row.extended_seconds = round(state.extended_minutes * 60)
    _fill(row, state).save(update_fields=[*FIELDS, "extended_seconds"])


def _state(row: Clock) -> ClockState:
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
