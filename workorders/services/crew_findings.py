"""A crew's findings about its order, told from the site: whose fault it is, and whether it is dangerous."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from command_center.ground.core.events import emit
from workorders.engine.writing import write
from workorders.events import FaultFound
from workorders.kinds.fault.states import AT_WORK, Status
from workorders.models import FaultKind, WorkOrder
from workorders.services.regrading import raise_grade

NOT_OURS = (FaultKind.CUSTOMER_SIDE, FaultKind.NOT_ELECTRICAL)
HAZARD = "hazard"


@transaction.atomic
def fault_found(*, order_id: int, ours: bool, hazard: bool, at: datetime, actor: Any) -> WorkOrder:
    """``ours`` is false for the customer's own fault. Danger raises the grade and is never taken back here.

    Raises ``Conflict`` unless a crew is at work.
    """
    order = WorkOrder.objects.lock(order_id)
    if Status(order.status) not in AT_WORK:
        raise Conflict(_("Only a crew on site can say what it found."), status_now=order.status)
    write([order], fault_kind=_kind(order, ours), hazard=order.hazard or hazard)
    if hazard:
        order = raise_grade(order_id=order.pk, to=1, reason=HAZARD, at=at, actor=actor)
    emit(FaultFound.of(order))
    return order


def _kind(order: WorkOrder, ours: bool) -> str:
    if not ours:
        return FaultKind.CUSTOMER_SIDE
    return FaultKind.UNKNOWN if order.fault_kind in NOT_OURS else order.fault_kind
