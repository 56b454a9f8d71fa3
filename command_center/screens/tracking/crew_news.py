"""What a caller is told who asks about an order that is there already: where its crew is, and how long it takes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.ground.core.values import iso
from command_center.screens.tracking.order import sentence
from dispatch.models import Assignment
from workorders.kinds.fault.states import DONE, Status
from workorders.models import WorkOrder


def crew_news(order_ids: Collection[int], *, at: datetime | None = None) -> dict[int, dict[str, Any]]:
    """Order id → ``{status, words, crew, unit, eta_at, minutes}``; a merged order tells of whoever leads it. Two queries."""
    at = at or now()
    orders = list(WorkOrder.objects.filter(pk__in=order_ids).select_related("parent"))
    leading = {order.pk: order.parent or order for order in orders}
    holders = {
        held.order_id: held
        for held in Assignment.objects.filter(
            order_id__in={leader.pk for leader in leading.values()}, released_at=None
        ).select_related("crew__unit")
    }
    return {
        order.pk: _news(leading[order.pk], holders.get(leading[order.pk].pk), sentence(order), at)
        for order in orders
        if Status(leading[order.pk].status) not in DONE
    }


def _news(order: WorkOrder, holder: Assignment | None, words: str, at: datetime) -> dict[str, Any]:
    # As on the customer's own page: before the crew sets off, and once it is late, nobody knows the minutes.
    eta_at = holder.eta_at if holder and order.status == Status.EN_ROUTE else None
    minutes = max(1, round((eta_at - at).total_seconds() / 60)) if eta_at and eta_at > at else None
    if minutes:
        words += " " + _("It should be there in about %(minutes)s minutes.") % {"minutes": minutes}
    return {
        "number": order.number,
        "status": order.status,
        "words": words,
        "crew": holder.crew.name if holder else "",
        "unit": holder.crew.unit.name if holder else "",
        "eta_at": iso(eta_at),
        "minutes": minutes,
    }
