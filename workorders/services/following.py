"""Orders that follow another one: who follows whom, and what becomes of them when the one in front ends.

Nobody waits behind an order that has ended. Every function runs in the caller's transaction, the orders locked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from command_center.core.errors import NotFound
from command_center.core.events import emit, emit_all
from workorders.events import WorkOrderMerged, WorkOrderSplit
from workorders.models import ClockCode, StatusChange, WorkOrder
from workorders.services import clocks
from workorders.services.moves import move, write
from workorders.states import Status


def lock_with_followers(order_id: int) -> WorkOrder:
    """The order, locked together with its followers in one order of rows. Raises ``NotFound``."""
    family = Q(pk=order_id) | Q(parent_id=order_id, status=Status.MERGED.value)
    order = {each.pk: each for each in WorkOrder.objects.locked().filter(family)}.get(order_id)
    if order is None:
        raise NotFound()
    return order


def followers_of(order: WorkOrder) -> list[WorkOrder]:
    """Locked; the gravest first, then the oldest."""
    rows = WorkOrder.objects.locked().filter(parent=order, status=Status.MERGED.value)
    return sorted(rows, key=lambda each: (each.grade, each.reported_at, each.pk))


def hear_again(ended: WorkOrder, *, at: datetime, actor: Any = None) -> WorkOrder | None:
    """The gravest of those who followed an order that ended stands again and is judged; the others follow it."""
    followers = followers_of(ended)
    if not followers:
        return None
    first, *others = followers
    stand_alone(first, at=at, actor=actor, reason="heard_again", detail=ended.number)
    follow_another(others, first, at=at, actor=actor)
    return first


def stand_alone(order: WorkOrder, *, at: datetime, actor: Any, reason: str, detail: str = "") -> None:
    """A merged order has its own life again; its ARRIVE clock counts from the customer's report as ever."""
    clocks.void([order.pk], at=at, codes=[ClockCode.CALLBACK])
    clocks.start([order], [ClockCode.ARRIVE], at=None)
    move([order], Status.RECEIVED, at=at, actor=actor, reason=reason, detail=detail, parent=None)
    emit(WorkOrderSplit(work_order_id=order.pk, org_path=order.org_path))


def follow_another(orders: Sequence[WorkOrder], parent: WorkOrder, *, at: datetime, actor: Any = None) -> None:
    """Merged orders follow another one from now on; the callback that the one before had promised is void."""
    if not orders:
        return
    clocks.void([order.pk for order in orders], at=at)
    StatusChange.objects.bulk_create(
        StatusChange(
            order=order,
            old=order.status,
            new=order.status,
            at=at,
            actor=actor,
            reason="follows",
            detail=parent.number,
        )
        for order in orders
    )
    write(orders, parent=parent)
    emit_all(WorkOrderMerged(work_order_id=order.pk, org_path=order.org_path) for order in orders)
