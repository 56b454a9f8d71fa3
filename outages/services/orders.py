"""Orders of an outage: one leads the repair, so that one crew goes; the others follow it and keep their callbacks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.core.errors import Conflict, NotFound
from command_center.core.events import emit
from outages.events import OutageChanged
from outages.models import OrderRole, Outage, OutageOrder
from outages.services.moves import lock, write
from outages.services.watching import watch_sensitive
from workorders.models import WorkOrder
from workorders.services import control


@transaction.atomic
def lead(*, outage_id: int, order_id: int, at: datetime) -> Outage:
    """Let this order lead the repair. Asking again changes nothing. Raises ``Conflict`` when another one leads."""
    outage = lock(outage_id)
    if outage.lead_order_id == order_id:
        return outage
    if outage.lead_order_id is not None:
        raise Conflict(_("Another order leads the repair of this outage."))
    if not WorkOrder.objects.filter(pk=order_id).exists():
        raise NotFound()
    OutageOrder.objects.update_or_create(
        order_id=order_id, defaults={"outage": outage, "role": OrderRole.LEAD, "at": at}
    )
    write(outage, lead_order_id=order_id)
    emit(OutageChanged(outage_id=outage.pk, org_path=outage.org_path))
    watch_sensitive(outage, at=at)
    return outage


@transaction.atomic
def follow(*, outage_id: int, order_ids: Iterable[int], at: datetime, actor: Any = None, leads: bool = True) -> Outage:
    """Let orders belong to this outage; the first leads when none does (``leads``), the others are merged into it.

    A report of danger belongs to the outage and keeps its own order; so does one that can no longer be merged.
    """
    outage = lock(outage_id)
    known = set(OutageOrder.objects.filter(outage=outage).values_list("order_id", flat=True))
    fresh = [order_id for order_id in sorted(set(order_ids)) if order_id not in known]
    if fresh and leads and outage.lead_order_id is None:
        first = _best_leader(fresh)
        outage = lead(outage_id=outage_id, order_id=first, at=at)
        fresh.remove(first)
    rows = [OutageOrder(order_id=order_id, outage=outage, role=OrderRole.CHILD, at=at) for order_id in fresh]
    OutageOrder.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["order"], update_fields=["outage", "role", "at"]
    )
    merge_behind(outage, fresh, at=at, actor=actor)
    if fresh:
        emit(OutageChanged(outage_id=outage.pk, org_path=outage.org_path))
    return outage


def merge_behind(outage: Outage, order_ids: Iterable[int], *, at: datetime, actor: Any = None) -> None:
    """Merge those orders that may be merged into the leading order of a locked outage."""
    if outage.lead_order_id is None:
        return
    others = [order_id for order_id in order_ids if order_id != outage.lead_order_id]
    if others and WorkOrder.objects.open().filter(pk=outage.lead_order_id).exists():
        control.merge_all(order_ids=others, parent_id=outage.lead_order_id, at=at, actor=actor)


def _best_leader(order_ids: list[int]) -> int:
    """The gravest, then the oldest, that is still open and has its own life."""
    orders = WorkOrder.objects.open().filter(pk__in=order_ids).order_by("grade", "reported_at", "pk")
    return orders.values_list("pk", flat=True).first() or order_ids[0]
