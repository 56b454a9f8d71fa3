"""What moves the due moment of a running clock other than a pause: an extension, another channel, another calendar.

Each move leaves a ``DueChange`` with the old moment, and shares that are no longer used up are warned of anew.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, require_reason
from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import update_rows
from workorders.clocks import arithmetic
from workorders.clocks.calendar import WALL
from workorders.engine.writing import write
from workorders.events import ClockMoved
from workorders.models import Clock, DueChange, WorkOrder
from workorders.services.alarms import limits_ended, limits_warned
from workorders.services.calendars import calendars
from workorders.services.clocks import FIELDS, Told, fill, started, state_of


@transaction.atomic
def extend(order_id: int, code: str, *, to: datetime, reason: str, at: datetime, actor: Any) -> Clock:
    """延期: a new due moment for a running clock, once, before it is due, signed and with a reason; the old one is kept."""
    require_reason(reason)
    order = WorkOrder.objects.lock(order_id)
    row = Clock.objects.running().filter(order_id=order_id, code=code).first()
    if row is None:
        raise Conflict(_("This clock does not run."))
    try:
        state = arithmetic.extend(state_of(row), to, at)
    except arithmetic.ClockError as refusal:
        raise Conflict(_refusal(refusal.code)) from refusal
    row.order = order
    row.extended_seconds = round(state.extended_minutes * 60)
    _move_due([row], DueChange.Why.EXTENDED, reason.strip(), at=at, actor=actor)
    return row


def due_by(order: WorkOrder, code: str, moment: datetime, *, exactly: bool = False) -> None:
    """A clock that runs ends with a moment that was agreed, where its limit would end before, or ``exactly`` then; around the clock."""
    row = Clock.objects.running().filter(order=order, code=code).first()
    if row is None or (row.due_at >= moment and not exactly):
        return
    row.work_centre = None
    row.limit_minutes = max(1, int(WALL.minutes_between(row.started_at, moment)))
    fill(row, state_of(row)).save(update_fields=[*FIELDS, "limit_minutes", "work_centre"])


def _refusal(code: str) -> str:
    return {
        "extended_already": _("A clock is extended once."),
        "limit_is_over": _("It is over already: an extension is asked for before the due moment."),
        "not_later": _("The new due moment is not later than the old one."),
    }[code]


@transaction.atomic
def tighten(orders: Iterable[WorkOrder], codes: Iterable[str], *, at: datetime, told: Told, reason: str) -> int:
    """The same matter came through another channel: running clocks whose limit there, from now, ends sooner take that end.

    The start stays. How many were tightened; a channel with more time than the first changes nothing.
    """
    by_id = {order.pk: order for order in orders}
    tighter = []
    for row in Clock.objects.running().filter(order_id__in=list(by_id), code__in=list(codes)).order_by("pk"):
        row.order = by_id[row.order_id]
        for stricter in started(row.order, [row.code], at, told):
            if stricter.due_at < row.due_at:
                state = state_of(row)
                minutes = state.time.minutes_between(row.started_at, stricter.due_at) - state.paused_minutes
                row.limit_minutes, row.extended_seconds, row.basis = max(1, int(minutes)), 0, stricter.basis
                tighter.append(row)
    _move_due(tighter, DueChange.Why.CHANNEL, reason, at=at, actor=None)
    return len(tighter)


@transaction.atomic
def follow_calendar(*, reason: str, at: datetime, actor: Any = None) -> int:
    """Days or hours were changed: running clocks of working days reckon anew, each move with its row; how many moved.

    What has ended keeps its outcome.
    """
    calendars.clear()
    running = Clock.objects.running().filter(work_centre__isnull=False)
    orders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=running.values("order_id"))}
    moved = []
    for row in running.filter(order_id__in=list(orders)).order_by("pk"):
        state = state_of(row)
        if (arithmetic.due_at(state), arithmetic.outer_due_at(state)) != (row.due_at, row.outer_due_at):
            row.order = orders[row.order_id]
            moved.append(row)
    _move_due(moved, DueChange.Why.CALENDAR, reason, at=at, actor=actor)
    return len(moved)


def _move_due(rows: Sequence[Clock], why: str, reason: str, *, at: datetime, actor: Any) -> None:
    """Write clocks (with their orders) whose due moment or outer one is another now: row, trace, order, alarms, event."""
    old = [row.due_at for row in rows]
    limits_ended(rows, at=at)
    for row in rows:
        fill(row, arithmetic.warn_anew(state_of(row), at))
    update_rows(rows, [*FIELDS, "limit_minutes", "extended_seconds", "basis"])
    limits_warned(rows, at=at)
    changes = [(row, was) for row, was in zip(rows, old, strict=True) if row.due_at != was]
    DueChange.objects.bulk_create(
        DueChange(clock=row, why=why, old_due_at=was, new_due_at=row.due_at, reason=reason, actor=actor, at=at)
        for row, was in changes
    )
    orders = {row.order_id: row.order for row in rows}
    write(list(orders.values()), at=at)
    emit_all(
        ClockMoved(
            work_order_id=row.order_id, org_path=row.order.org_path, code=row.code, due_at=row.due_at.isoformat()
        )
        for row, _was in changes
    )
