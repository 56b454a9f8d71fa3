"""An order gets its place on the map: a person sets it, corrects it, or a later call tells it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.alarms.codes import Step
from command_center.ground.alarms.reasons import after
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from command_center.ground.organisation.locating import Place
from command_center.ground.organisation.places import locate_many, units_by_id
from workorders.engine.writing import clear_attention, write_reasons
from workorders.events import WorkOrderLeft, WorkOrderLocated, WorkOrderReady
from workorders.kinds.fault.states import AT_WORK, OPEN, WAITING, Status
from workorders.models import ClockCode, Note, WorkOrder
from workorders.services import clocks
from workorders.services.report_location import PIN_FAR

NOT_THERE_YET = frozenset({*WAITING, Status.DISPATCHED, Status.ACCEPTED, Status.EN_ROUTE})


@transaction.atomic
def locate_order(*, order_id: int, latitude: float, longitude: float, at: datetime, actor: Any) -> WorkOrder:
    """Set or correct the place of an order; the arrival promise of that area counts from the customer's report.

    Raises ``Invalid`` outside the province, ``Conflict`` once a crew is there.
    """
    order = WorkOrder.objects.lock(order_id)
    if Status(order.status) not in NOT_THERE_YET:
        raise Conflict(_there_words(order))
    place = locate_many([(latitude, longitude)])[0]
    if place is None:
        raise Invalid(_("This place lies outside the province."), pointer="/lat")
    if order.located:
        words = _("Place corrected: it was %(lat).5f, %(lon).5f")
        text = words % {"lat": order.latitude, "lon": order.longitude}
        Note.objects.create(order=order, author=actor, text=text, at=at)
    put_on_map(order, place, latitude=latitude, longitude=longitude, at=at)
    return order


def put_on_map(order: WorkOrder, place: Place, *, latitude: float, longitude: float, at: datetime) -> None:
    """Write the place of a locked order and everything that follows from it."""
    units = units_by_id([i for i in (place.centre_id, place.unit_id) if i])
    centre, unit, left = units[place.centre_id], units.get(place.unit_id or 0), order.org_path
    order.area_kind, order.centre, order.unit = place.area_kind, centre, unit
    clocks.void([order.pk], at=at, codes=[ClockCode.ARRIVE])
    clocks.start([order], [ClockCode.ARRIVE], at=None)
    clear_attention([order], PIN_FAR)
    write_reasons(
        [order],
        lambda order: after(order.reasons, Step.LOCATED),
        latitude=latitude,
        longitude=longitude,
        area_kind=place.area_kind,
        centre=centre,
        unit=unit,
        grid_id=place.grid_id,
        org_path=(unit or centre).path,
    )
    if not order.org_path.startswith(left):
        emit(WorkOrderLeft.of(order, org_path=left))
    emit(WorkOrderLocated.of(order))
    if order.status == Status.PENDING_DISPATCH:
        # The crews that were near the old place are not those near the new one.
        emit(WorkOrderReady.of(order))


def _there_words(order: WorkOrder) -> str:
    if Status(order.status) in AT_WORK:
        return _("A crew is there already: the place can no longer be changed.")
    if Status(order.status) in OPEN:
        return _("The place can only be changed before a crew has arrived.")
    return _("This order has ended or follows another one.")
