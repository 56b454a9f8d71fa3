"""One live crew per supply; a second one goes only when a person asks for it, with name and reason.

The rule itself is the constraint ``one_live_crew_per_supply``; here are the friendly word before it and the exception.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, NotFound, require_reason
from command_center.ground.core.events import emit
from workorders.engine.writing import clear_attention, write
from workorders.events import NoteAdded, WorkOrderReady
from workorders.kinds.fault.states import OPEN, Status
from workorders.models import FaultReport, Note, WorkOrder
from workorders.models.orders import CREW_ON_IT
from workorders.report import report_of
from workorders.services.opening import open_alone

CREW_THERE = "crew_there"
ONE_CREW = "one_live_crew_per_supply"


def crews_there(orders: Sequence[WorkOrder]) -> dict[int, str]:
    """Order id → number of another order of the same supply that has a live crew; absent where a crew may go. One query."""
    asking = {
        order.service_point_id: order.pk for order in orders if order.service_point_id and not order.second_crew_reason
    }
    if not asking:
        return {}
    busy = WorkOrder.objects.filter(CREW_ON_IT, service_point_id__in=asking, second_crew_reason="")
    numbers = {point_id: (pk, number) for pk, number, point_id in busy.values_list("pk", "number", "service_point_id")}
    return {
        order.pk: numbers[order.service_point_id][1]
        for order in orders
        if order.service_point_id in numbers
        and not order.second_crew_reason
        and numbers[order.service_point_id][0] != order.pk
    }


def refuse_second_crew(order: WorkOrder) -> None:
    """Raises ``Conflict`` when a crew is at work for the same supply on another order."""
    if other := crews_there([order]).get(order.pk):
        raise Conflict(
            _("A crew already goes to this customer for %(number)s. Merge the orders, or ask for a second crew.")
            % {"number": other},
            rule=ONE_CREW,
            other=other,
        )


@transaction.atomic
def ask_second_crew(*, order_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """A person wants this order to have a crew of its own, whoever else is there. In the audit trail; final."""
    order = WorkOrder.objects.lock(order_id)
    require_reason(reason)
    if Status(order.status) not in OPEN:
        raise Conflict(_("This order has ended or follows another one."))
    _allow(order, reason.strip(), at=at, actor=actor)
    if order.status == Status.PENDING_DISPATCH:
        emit(WorkOrderReady.of(order))
    return order


@transaction.atomic
def split_report(*, order_id: int, report_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """One of the order's reports speaks of another matter: it gets an order of its own, and a crew if it needs one."""
    order = WorkOrder.objects.lock(order_id)
    report = FaultReport.objects.select_for_update(no_key=True).filter(pk=report_id, order=order, urge=True).first()
    if report is None:
        raise NotFound()
    part = open_alone(report_of(report.payload), at=report.received_at, actor=actor)
    report.order, report.urge = part, False
    report.save(update_fields=["order", "urge"])
    if part.service_point_id is not None and part.service_point_id == order.service_point_id:
        _allow(part, reason, at=at, actor=actor)
    words = _("Split from %(number)s: %(reason)s") % {"number": order.number, "reason": reason}
    Note.objects.create(order=part, author=actor, text=words, at=at)
    emit(NoteAdded.of(part))
    return part


def _allow(order: WorkOrder, reason: str, *, at: datetime, actor: Any) -> None:
    write([order], second_crew_reason=reason[:200], second_crew_by=actor)
    clear_attention([order], CREW_THERE)
    Note.objects.create(order=order, author=actor, text=_("Second crew: %(reason)s") % {"reason": reason}, at=at)
    audit.record(
        actor=actor, action="second_crew_asked", object_kind="workorder", object_ref=order.number, reason=reason
    )
    emit(NoteAdded.of(order))
