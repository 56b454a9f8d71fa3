"""Orders and who answers for them by name: from the moment they open until they end, wherever they belong."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from command_center.ground.custody.models import Custody, ItemKind
from command_center.ground.custody.services import giving, holding
from command_center.ground.custody.services.giving import Ref
from command_center.ground.custody.services.holding import Item
from command_center.ground.organisation.models import User
from workorders.kinds import ENDS, PROCESSES
from workorders.models import WorkOrder
from workorders.querysets import WorkOrderQuerySet

ORDER = ItemKind.ORDER.value
BEFORE_A_CREW = ("judging", "dispatching")
"""Phases in which no crew has accepted yet."""


def take_in(orders: Iterable[WorkOrder], *, at: datetime) -> None:
    """Orders that have just opened get a holder, in the same transaction."""
    holding.take_in(_items(orders), at=at)


def let_go(order_ids: Sequence[int], *, at: datetime) -> None:
    """Orders that have ended need nobody any more."""
    holding.let_go(ORDER, order_ids, at=at)


def follow(orders: Iterable[WorkOrder], *, at: datetime) -> None:
    """Orders that were put on the map elsewhere fall to the desk of their new place."""
    holding.follow(_items(orders), at=at)


@transaction.atomic
def give(refs: Iterable[Ref], *, to: User, at: datetime, actor: Any, remark: str = "") -> int:
    """As ``giving.give``, for items of any kind: how many have another name now. Orders on their way to a crew count the step.

    ``custodian_count`` is how many had an order until the repairer took it (domain.md §1.2): a kind that no crew accepts counts on.
    """
    refs = set(refs)
    # Orders are locked before the roster, as everywhere.
    orders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=_order_ids(refs))}
    given = giving.give(refs, to=to, at=at, actor=actor, remark=remark)
    forwarded = [orders[row.item_id] for row in given if row.item_kind == ORDER and _is_on_its_way(orders[row.item_id])]
    rev = {"rev": F("rev") + 1, "updated_at": at}
    WorkOrder.objects.filter(pk__in=[order.pk for order in forwarded]).update(
        custodian_count=F("custodian_count") + 1, **rev
    )
    return len(given)


def _order_ids(refs: Iterable[Ref]) -> list[int]:
    return [pk for kind, pk in refs if kind == ORDER]


def _is_on_its_way(order: WorkOrder) -> bool:
    process = PROCESSES[order.kind]
    return "accept" not in process.by_name or process.states[order.status].phase in BEFORE_A_CREW


def holding_row(order: WorkOrder) -> Custody | None:
    """The row of whoever answers for the order now; None once it has ended."""
    return Custody.objects.live().of(ORDER, [order.pk]).select_related("holder", "centre").defer("centre__area").first()


def open_orders() -> WorkOrderQuerySet:
    """Every order of every kind that has not ended, merged ones included: their customers are still to be called back."""
    return WorkOrder.objects.exclude(status__in=sorted(ENDS))


def _items(orders: Iterable[WorkOrder]) -> list[Item]:
    return [item_of(order) for order in orders]


def item_of(order: WorkOrder) -> Item:
    return Item(ORDER, order.pk, order.org_path, PROCESSES[order.kind].trade)
