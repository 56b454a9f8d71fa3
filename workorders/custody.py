"""Orders and who answers for them by name: from the moment they open until they end, wherever they belong."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services import holding
from command_center.ground.custody.services.holding import Item
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder

ORDER = ItemKind.ORDER.value


def take_in(orders: Iterable[WorkOrder], *, at: datetime) -> None:
    """Orders that have just opened get a holder, in the same transaction."""
    holding.take_in(_items(orders), at=at)


def let_go_of_ended(orders: Sequence[WorkOrder], *, at: datetime) -> None:
    """Those of the orders that have ended need nobody any more."""
    holding.let_go(ORDER, [order.pk for order in orders if order.status in PROCESSES[order.kind].ends], at=at)


def follow(orders: Iterable[WorkOrder], *, at: datetime) -> None:
    """Orders that were put on the map elsewhere fall to the desk of their new place."""
    holding.follow(_items(orders), at=at)


def open_orders() -> "QuerySet[WorkOrder]":
    """Every order of every kind that has not ended, merged ones included: their customers are still to be called back."""
    ended = Q(pk__in=[])
    for process in PROCESSES.values():
        ended |= Q(kind=process.kind, status__in=sorted(map(str, process.ends)))
    return WorkOrder.objects.exclude(ended)


def _items(orders: Iterable[WorkOrder]) -> list[Item]:
    return [Item(ORDER, order.pk, order.org_path) for order in orders]
