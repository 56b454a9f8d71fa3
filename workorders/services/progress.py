"""The way of an order from its offer to power being back. Called by ``dispatch``, which knows the crew.

Every function locks nothing itself: the caller holds the order's row lock (``moves.lock``) and the transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from command_center.alarms.codes import Step
from command_center.core.errors import Invalid
from command_center.core.events import emit, emit_all
from workorders.events import (
    CrewArrived,
    CrewDeparted,
    PowerNotRestored,
    PowerRestored,
    RepairStarted,
    WorkOrderAccepted,
    WorkOrderDispatched,
    WorkOrderReady,
)
from workorders.models import ClockCode, WorkOrder
from workorders.services import clocks
from workorders.services.control import clear_attention
from workorders.services.moves import move, not_possible
from workorders.states import Status


def dispatched(orders: Sequence[WorkOrder], *, at: datetime, actor: Any = None) -> None:
    """The orders are offered. The CREW_ACCEPT clock starts; a further offer of the same order finds it running."""
    pending = [order for order in orders if order.status == Status.PENDING_DISPATCH]
    clocks.start(pending, [ClockCode.CREW_ACCEPT], at=at)
    move(pending, Status.DISPATCHED, at=at, actor=actor, step=Step.OFFERED)
    emit_all(WorkOrderDispatched(work_order_id=order.pk, org_path=order.org_path) for order in pending)


def accepted(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    """A crew holds the order. A re-offer after a refusal was never a custodian (domain reference §3.6)."""
    clocks.stop([order.pk], [ClockCode.CREW_ACCEPT], at=at)
    move([order], Status.ACCEPTED, at=at, actor=actor, step=Step.ACCEPTED, custodian_count=order.custodian_count + 1)
    emit(WorkOrderAccepted(work_order_id=order.pk, org_path=order.org_path))


def returned(orders: Sequence[WorkOrder], *, at: datetime, actor: Any = None, reason: str, detail: str = "") -> None:
    """Back to the queue: refused, expired, reassigned (``detail``: a person's own reason). No clock restarts.

    The crew that asked for help has gone.
    """
    clocks.void([order.pk for order in orders], at=at, codes=[ClockCode.CREW_ACCEPT])
    move(orders, Status.PENDING_DISPATCH, at=at, actor=actor, reason=reason, detail=detail)
    clear_attention(orders, "crew_asks_help", "crew_left")
    emit_all(WorkOrderReady(work_order_id=order.pk, org_path=order.org_path) for order in orders)


def _goes_on(order: WorkOrder, to: Status) -> None:
    """A suspended order goes on when the desk resumes it, never by a step of its crew: its clocks stand still.

    Raises ``IllegalTransition``. The table of moves cannot tell the two apart.
    """
    if order.status == Status.SUSPENDED:
        raise not_possible(order, to)


def departed(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    _goes_on(order, Status.EN_ROUTE)
    move([order], Status.EN_ROUTE, at=at, actor=actor)
    emit(CrewDeparted(work_order_id=order.pk, org_path=order.org_path))


def arrived(order: WorkOrder, *, at: datetime, actor: Any, detail: str = "") -> None:
    """On site: the ARRIVE clock stops, the RESTORE clock starts. ``detail`` says how far the evidence goes."""
    _goes_on(order, Status.ON_SITE)
    clocks.stop([order.pk], [ClockCode.ARRIVE], at=at)
    clocks.start([order], [ClockCode.RESTORE], at=at)
    move([order], Status.ON_SITE, at=at, actor=actor, detail=detail, step=Step.ARRIVED, arrived_at=at)
    emit(CrewArrived(work_order_id=order.pk, org_path=order.org_path))


def repair_started(
    order: WorkOrder, *, at: datetime, actor: Any, permit_number: str, etr_at: datetime | None = None
) -> None:
    """No repair without its sheet or ticket number (safety boundary, domain reference §9.4). Raises ``Invalid``."""
    if not permit_number.strip():
        raise Invalid(_("The number of the repair sheet or work ticket is missing."), pointer="/permit_number")
    _goes_on(order, Status.REPAIRING)
    move([order], Status.REPAIRING, at=at, actor=actor, permit_number=permit_number.strip(), etr_at=etr_at)
    emit(RepairStarted(work_order_id=order.pk, org_path=order.org_path))


def restored(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    """Power is back at the customer's door: RESTORE stops, REPLY starts."""
    clocks.stop([order.pk], [ClockCode.RESTORE], at=at)
    clocks.start([order], [ClockCode.REPLY], at=at)
    move([order], Status.RESTORED, at=at, actor=actor, step=Step.RESTORED, restored_at=at)
    emit(PowerRestored(work_order_id=order.pk, org_path=order.org_path))


def not_restored(order: WorkOrder, *, at: datetime, actor: Any, detail: str) -> None:
    """The crew takes its word back: power is not there, the repair goes on and RESTORE runs on without a reset."""
    clocks.void([order.pk], at=at, codes=[ClockCode.REPLY])
    clocks.reopen(order.pk, ClockCode.RESTORE, at=at)
    move([order], Status.REPAIRING, at=at, actor=actor, reason="not_restored", detail=detail, restored_at=None)
    emit(PowerNotRestored(work_order_id=order.pk, org_path=order.org_path))
