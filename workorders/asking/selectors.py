"""What customers answered by their links, for whoever goes to them."""

from collections import defaultdict
from collections.abc import Collection

from workorders.asking.verdicts import Verdict
from workorders.models import CustomerAnswer


def answers_of(order_ids: Collection[int]) -> dict[int, list[CustomerAnswer]]:
    """Order id → what could be read, newest first. One query; none where nobody is asked for."""
    found: dict[int, list[CustomerAnswer]] = defaultdict(list)
    if order_ids:
        rows = CustomerAnswer.objects.filter(order_id__in=order_ids).exclude(verdict=Verdict.UNREADABLE)
        for row in rows.order_by("-pk"):
            found[row.order_id].append(row)
    return found
