"""Making a move: the one place where the status of an order changes, for one order or for a storm of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.alarms.codes import Step
from command_center.alarms.reasons import after, columns
from command_center.core.errors import IllegalTransition, NotFound
from workorders import labels
from workorders.models import Clock, StatusChange, WorkOrder
from workorders.services.alarms import follow_orders
from workorders.states import Status, may_move


def lock(order_id: int) -> WorkOrder:
    """The order, with its row locked until the end of the transaction. Raises ``NotFound``."""
    order = WorkOrder.objects.locked().filter(pk=order_id).first()
    if order is None:
        raise NotFound()
    return order


def move(
    orders: Sequence[WorkOrder],
    to: Status,
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    detail: str = "",
    step: Step | None = None,
    **fields: Any,
) -> None:
    """Move locked orders to a status, leave a ``StatusChange`` each and write ``fields`` with it.

    ``step`` answers the reasons for attention that end with it. Raises ``IllegalTransition`` for the first order that
    may not go there; then none has moved.
    """
    move_through(orders, [to], at=at, actor=actor, reason=reason, detail=detail, step=step, **fields)


def move_through(
    orders: Sequence[WorkOrder],
    steps: Sequence[Status],
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    detail: str = "",
    step: Step | None = None,
    **fields: Any,
) -> None:
    """Several moves in one moment: each leaves its row, the orders are written once."""
    if not orders:
        return
    changes = []
    for order in orders:
        old = order.status
        for new in steps:
            if not may_move(old, new):
                raise not_possible(order, new)
            changes.append(
                StatusChange(order=order, old=old, new=new.value, at=at, actor=actor, reason=reason, detail=detail)
            )
            old = new.value
    StatusChange.objects.bulk_create(changes)
    write(orders, step=step, at=at, status=steps[-1].value, **fields)


def not_possible(order: WorkOrder, to: Status) -> IllegalTransition:
    words = {"number": order.number, "old": labels.STATUS[Status(order.status)], "new": labels.STATUS[to]}
    return IllegalTransition(
        _("%(number)s is “%(old)s”; it cannot become “%(new)s” now.") % words, status_now=order.status
    )


def write(orders: Sequence[WorkOrder], *, step: Step | None = None, at: datetime | None = None, **fields: Any) -> None:
    """Write the same fields to orders, raise ``rev`` and recompute the next due moment, in one statement.

    A reason for attention that is written alone is the only one left. With a ``step`` the reasons that it answers end:
    one statement for each set of reasons that remains, and most orders have none.
    """
    if step is not None:
        write_reasons(orders, lambda order: after(order.reasons, step), at=at, **fields)
        return
    if "attention" in fields:
        fields.setdefault("attention_also", [])
    before = [_alarming(order) for order in orders]
    running = Clock.objects.running().filter(order_id=OuterRef("pk"), paused_at=None).order_by("due_at", "pk")
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders]).update(
        rev=F("rev") + 1,
        updated_at=Now(),
        next_due_at=Subquery(running.values("due_at")[:1]),
        next_due_code=Coalesce(Subquery(running.values("code")[:1]), Value("")),
        **fields,
    )
    for order in orders:
        for name, value in fields.items():
            setattr(order, name, value)
        order.rev += 1
    changed = [order for order, old in zip(orders, before, strict=True) if _alarming(order) != old]
    follow_orders(changed, at=at or now())


def _alarming(order: WorkOrder) -> tuple[object, ...]:
    """What the alarms of an order say of it."""
    return order.reasons, order.grade, order.org_path


def write_reasons(
    orders: Sequence[WorkOrder], left: Callable[[WorkOrder], list[str]], *, at: datetime | None = None, **fields: Any
) -> None:
    """Write fields and what is ``left`` of each order's reasons for attention."""
    groups: dict[tuple[str, ...], list[WorkOrder]] = defaultdict(list)
    for order in orders:
        groups[tuple(left(order))].append(order)
    for reasons, group in groups.items():
        write(group, at=at, **fields, **columns(reasons))
