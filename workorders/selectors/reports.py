"""What was promised for a report."""

from datetime import datetime

from workorders import clock
from workorders.models import ClockCode, WorkOrder
from workorders.services.clocks import limits


def arrive_due_at(order: WorkOrder) -> datetime | None:
    """When a crew is promised at the customer's door, counted from the report; the same however often it is asked."""
    limit = clock.limit_for(limits(), ClockCode.ARRIVE, order.area_kind, order.reported_at)
    return clock.due_at(clock.start(limit, order.reported_at)) if limit else None
