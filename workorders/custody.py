"""Orders that are given to another person by name, alone or among items of other kinds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from command_center.ground.custody.models import Custody, ItemKind
from command_center.ground.custody.services import giving
from command_center.ground.custody.services.giving import Ref
from command_center.ground.organisation.models import User
from command_center.ground.organisation.unit_names import called_unit
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder

ORDER = ItemKind.ORDER.value
BEFORE_A_CREW = ("judging", "dispatching")
"""Phases in which no crew has accepted yet."""


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


def owners_of(order_ids: Iterable[int]) -> dict[int, str]:
    """Order id → who answers for it now, by name, the centre's while nobody is on duty; without those that have ended. One query."""
    rows = Custody.objects.live().of(ORDER, list(order_ids)).select_related("holder", "centre").defer("centre__area")
    return {row.item_id: owner_of(row) for row in rows}


def owner_of(row: Custody) -> str:
    """A person, or the centre in the reader's language."""
    return str(row.holder) if row.holder else called_unit(row.centre)
