"""Clock rows: started, stopped, paused and warned in sets. The arithmetic is in ``workorders.clock``."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from command_center.core.events import emit_all
from command_center.core.remembering import remembered
from command_center.core.rows import update_rows
from workorders import clock as arithmetic
from workorders.events import ClockWarned
from workorders.models import Clock, TimeLimit, WorkOrder
from workorders.services.alarms import limits_ended, limits_warned

WARNINGS_AT_ONCE = 500


@remembered(seconds=5)
def limits() -> list[arithmetic.Limit]:
    """The table of limits as the arithmetic wants it; a change is in force within five seconds."""
    return [
        arithmetic.Limit(
            code=row.code,
            area_kind=row.area_kind or None,
            minutes=row.limit_minutes,
            warn_percents=tuple(row.warn_percents),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in TimeLimit.objects.all()
    ]


def planned(order: WorkOrder, codes: Iterable[str], *, at: datetime) -> list[Clock]:
    """Unsaved clocks of an order that is about to be opened, and its next due moment set from them."""
    rows = _started(order, codes, at)
    first = min(rows, key=lambda row: row.due_at, default=None)
    order.next_due_at, order.next_due_code = (first.due_at, first.code) if first else (None, "")
    return rows


def start(orders: Iterable[WorkOrder], codes: Iterable[str], *, at: datetime | None) -> None:
    """Start clocks at ``at``, or at each order's own report when ``at`` is None. A running clock runs on."""
    codes = list(codes)
    rows = [row for order in orders for row in _started(order, codes, at or order.reported_at)]
    # "A reassignment never restarts a clock" is the unique constraint on running clocks.
    Clock.objects.bulk_create(rows, ignore_conflicts=True)


def _started(order: WorkOrder, codes: Iterable[str], at: datetime) -> list[Clock]:
    found = (arithmetic.limit_for(limits(), code, order.area_kind, at) for code in codes)
    return [_row(order, arithmetic.start(limit, at)) for limit in found if limit is not None]


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


def _finish(rows: Iterable[Clock], at: datetime, move: object) -> None:
    changed = []
    for row in rows:
        state = move(_state(row), at)  # type: ignore[operator]
        changed.append(_fill(row, state))
    update_rows(changed, FIELDS)
    limits_ended(changed, at=at)


FIELDS = [
    "due_at",
    "paused_at",
    "paused_seconds",
    "stopped_at",
    "outcome",
    "warned_percent",
    "next_warning_at",
]


def _row(order: WorkOrder, state: arithmetic.ClockState) -> Clock:
    row = Clock(
        order=order,
        code=state.code,
        started_at=state.started_at,
        limit_minutes=state.limit_minutes,
        warn_percents=list(state.warn_percents),
    )
    return _fill(row, state)


def _fill(row: Clock, state: arithmetic.ClockState) -> Clock:
    row.due_at = arithmetic.due_at(state)
    row.paused_at = state.paused_at
    row.paused_seconds = round(state.paused_minutes * 60)
    row.stopped_at = state.stopped_at
    row.outcome = state.outcome or ""
    row.warned_percent = state.warned_percent
    row.next_warning_at = arithmetic.next_warning_at(state)
    return row


def _write(row: Clock, state: arithmetic.ClockState) -> None:
    _fill(row, state).save(update_fields=FIELDS)


def _state(row: Clock) -> arithmetic.ClockState:
    return arithmetic.ClockState(
        code=row.code,
        started_at=row.started_at,
        limit_minutes=row.limit_minutes,
        warn_percents=tuple(row.warn_percents),
        paused_minutes=row.paused_seconds / 60,
        paused_at=row.paused_at,
        warned_percent=row.warned_percent,
        stopped_at=row.stopped_at,
        outcome=row.outcome or None,
    )
