"""Judging, before ``outages`` takes this step over: a located report goes on to dispatch, nothing is merged."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from command_center.core.events import emit_all
from workorders.events import WorkOrderReady
from workorders.models import ClockCode, WorkOrder
from workorders.services import clocks
from workorders.services.moves import move_through
from workorders.states import Status


@transaction.atomic
def pass_on(*, order_ids: Sequence[int], at: datetime) -> list[WorkOrder]:
    """Received and located orders become ready for a crew. Asking again changes nothing."""
    orders = list(
        WorkOrder.objects.locked().filter(pk__in=order_ids, status=Status.RECEIVED.value, latitude__isnull=False)
    )
    if not orders:
        return []
    clocks.stop([order.pk for order in orders], [ClockCode.ACCEPT], at=at)
    move_through(orders, [Status.JUDGED, Status.PENDING_DISPATCH], at=at, accepted_at=at, attention="")
    emit_all(WorkOrderReady(work_order_id=order.pk, org_path=order.org_path) for order in orders)
    return orders
