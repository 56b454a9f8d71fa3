"""Reports as they were told, and what was promised for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from workorders import clock
from workorders.models import ClockCode, FaultReport, WorkOrder
from workorders.services.clocks import limits


def stored_payloads(order_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """order id → the report that opened it, in the form of ``intake.payload_of``."""
    rows = FaultReport.objects.filter(order_id__in=list(order_ids))
    return dict(rows.values_list("order_id", "payload"))


def arrive_due_at(order: WorkOrder) -> datetime | None:
    """When a crew is promised at the customer's door, counted from the report; the same however often it is asked."""
    limit = clock.limit_for(limits(), ClockCode.ARRIVE, order.area_kind, order.reported_at)
    return clock.due_at(clock.start(limit, order.reported_at)) if limit else None
