"""Reports as they were told."""

from collections.abc import Iterable
from typing import Any

from workorders.models import FaultReport


def stored_payloads(order_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """order id → the report that opened it, in the form of ``intake.payload_of``."""
    rows = FaultReport.objects.filter(order_id__in=list(order_ids))
    return dict(rows.values_list("order_id", "payload"))
