"""What was promised for a report."""

from datetime import datetime

from workorders.models import ClockCode, WorkOrder
from workorders.services import clocks


def arrive_due_at(order: WorkOrder) -> datetime | None:
    """When a crew is promised at the customer's door, counted from the report; the same however often it is asked."""
    return clocks.due_if_started(order, ClockCode.ARRIVE, at=order.reported_at)
