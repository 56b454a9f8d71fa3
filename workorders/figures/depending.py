"""Whose figures change with an order besides its own, and which change because a limit passes."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q

from workorders.kinds.complaint.models import Complaint
from workorders.kinds.connection.models import Appointment
from workorders.models.clocks import Clock
from workorders.models.orders import WorkOrder


def orders_related(ids: Collection[int]) -> Mapping[int, Collection[int]]:
    """Repairs of the same supply (one crew, first visit), and the complaint with which one goes on. Three queries."""
    found: dict[int, set[int]] = defaultdict(set)
    own = WorkOrder.objects.filter(pk__in=list(ids), service_point__isnull=False).values_list("pk", "service_point_id")
    at_supply: dict[int, int] = {point: pk for pk, point in own if point is not None}
    others = WorkOrder.objects.repairs().filter(service_point__in=list(at_supply)).values_list("pk", "service_point_id")
    for pk, point in others:
        if point is not None:
            found[at_supply[point]].add(pk)
    for order, first in Complaint.objects.filter(order__in=list(ids), reopens__isnull=False).values_list(
        "order_id", "reopens_id"
    ):
        if first is not None:
            found[order].add(first)
    return found


def orders_with_a_limit(since: datetime, until: datetime) -> Collection[int]:
    """Orders of which a clock fell due, or a slot ended, between the two moments. Two queries."""
    between = Q(due_at__gt=since, due_at__lte=until)
    due = Clock.objects.filter(between, outcome="").values_list("order_id", flat=True)
    ended = Appointment.objects.filter(ends_at__gt=since, ends_at__lte=until).values_list("order_id", flat=True)
    return {*due, *ended}
