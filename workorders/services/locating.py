"""A person puts an order on the map that could not locate itself."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.alarms.codes import Step
from command_center.core.errors import Conflict, Invalid
from command_center.core.events import emit
from command_center.organisation.models import OrgUnit
from command_center.organisation.places import locate_many
from workorders.events import WorkOrderLeft, WorkOrderLocated
from workorders.models import ClockCode, WorkOrder
from workorders.services import clocks
from workorders.services.moves import lock, write
from workorders.states import WAITING, Status


@transaction.atomic
def locate_order(*, order_id: int, latitude: float, longitude: float, at: datetime, actor: Any) -> WorkOrder:
    """Give a waiting order its place; the arrival promise of that area counts from the customer's report.

    Raises ``Invalid`` outside the province, ``Conflict`` once the order is with a crew.
    """
    order = lock(order_id)
    if Status(order.status) not in WAITING:
        raise Conflict(_("The place can only be changed while the order waits for a crew."))
    place = locate_many([(latitude, longitude)])[0]
    if place is None:
        raise Invalid(_("This place lies outside the province."), pointer="/lat")
    units = OrgUnit.objects.defer("area").in_bulk([i for i in (place.centre_id, place.unit_id) if i])
    centre, unit, left = units[place.centre_id], units.get(place.unit_id or 0), order.org_path
    order.area_kind, order.centre, order.unit = place.area_kind, centre, unit
    clocks.void([order.pk], at=at, codes=[ClockCode.ARRIVE])
    clocks.start([order], [ClockCode.ARRIVE], at=None)
    write(
        [order],
        step=Step.LOCATED,
        latitude=latitude,
        longitude=longitude,
        area_kind=place.area_kind,
        centre=centre,
        unit=unit,
        grid_id=place.grid_id,
        org_path=(unit or centre).path,
    )
    if not order.org_path.startswith(left):
        emit(WorkOrderLeft(work_order_id=order.pk, org_path=left))
    emit(WorkOrderLocated(work_order_id=order.pk, org_path=order.org_path))
    return order
