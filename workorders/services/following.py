"""Orders that follow another one: who follows whom, and what becomes of them when the one in front ends.

Nobody waits behind an order that has ended. Every function runs in the caller's transaction, the orders locked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from command_center.ground.core.errors import NotFound
from workorders.engine.advance import advance
from workorders.kinds import MERGED
from workorders.models import WorkOrder


def lock_with_followers(order_id: int) -> WorkOrder:
    """The order, locked together with its followers in one order of rows. Raises ``NotFound``."""
    family = Q(pk=order_id) | Q(parent_id=order_id, status=MERGED)
    order = {each.pk: each for each in WorkOrder.objects.locked().filter(family)}.get(order_id)
    if order is None:
        raise NotFound()
    return order


def followers_of(order: WorkOrder) -> list[WorkOrder]:
    """Locked; the gravest first, then the oldest."""
    rows = WorkOrder.objects.locked().filter(parent=order, status=MERGED)
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
    advance([order], "stand-alone", at=at, actor=actor, reason=reason, detail=detail, parent=None)


def follow_another(orders: Sequence[WorkOrder], parent: WorkOrder, *, at: datetime, actor: Any = None) -> None:
    """Merged orders follow another one from now on; the callback that the one before had promised is void."""
    advance(orders, "follow", at=at, actor=actor, detail=parent.number, parent=parent)
