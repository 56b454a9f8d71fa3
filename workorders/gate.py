"""The orders behind a gate: of them hear those alone for whom it is open (``organisation/roles.py``, ``GATES``)."""

from django.db.models import QuerySet

from command_center.ground.core.gates import OPEN
from workorders.models import WorkOrder


def gated_orders() -> "QuerySet[WorkOrder]":
    return WorkOrder.objects.exclude(gate=OPEN)
