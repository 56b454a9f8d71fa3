"""The crew's word about an order is a word about its outage: power is back, the cause, the callback."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from command_center.network.models import OperationSource
from command_center.network.services.switching import operate
from outages.models import Answer, EndedBy, Outage, RestoreCheck
from outages.scope import scope_of
from outages.selectors.known import covering
from outages.services.moves import lock
from outages.services.opening import Finding, confirm, open_outage
from outages.services.orders import lead
from outages.services.restoring import How, restore
from outages.services.verifying import close_with_file, record_answers, start_check
from outages.states import DARK, Status
from workorders.models import Callback, FaultKind, Satisfaction, WorkOrder
from workorders.services import progress
from workorders.services.control import raise_attention
from workorders.services.moves import lock as lock_order
from workorders.states import AT_WORK, WAITING, WITH_CREW
from workorders.states import Status as OrderStatus

NOT_OURS = (FaultKind.CUSTOMER_SIDE, FaultKind.NOT_ELECTRICAL)
HAS_POWER = (Satisfaction.SATISFIED, Satisfaction.FAIR)


@transaction.atomic
def order_restored(*, order_id: int, at: datetime) -> Outage | None:
    """The crew says power is back: its outage ends, or the one household that no outage knew gets its interruption.

    None when nobody was dark: a fault behind the meter, a wire that hung low. Repeating it changes nothing.
    """
    order = WorkOrder.objects.get(pk=order_id)
    on_at = min(order.restored_at or at, at)
    outage = Outage.objects.filter(lead_order=order).first()
    if outage is not None:
        return _end(outage, on_at=on_at, at=at)
    return _record_single(order, on_at=on_at, at=at)


def _end(outage: Outage, *, on_at: datetime, at: datetime) -> Outage:
    device = outage.device
    if device is not None and device.is_open and not device.normally_open:
        # The controller has not said so yet. Who gets power then follows from the switches, not from the crew.
        operate(branch_id=device.pk, opened=False, at=on_at, source=OperationSource.CREW)
        return outage
    if outage.status == Status.PREDICTED:
        outage = confirm(outage_id=outage.pk, at=at, reason="crew")
    if Status(outage.status) in DARK and outage.started_at < on_at:
        outage = restore(outage_id=outage.pk, at=on_at, how=How(ended_by=EndedBy.REPAIR)).outage
    return outage


def _record_single(order: WorkOrder, *, on_at: datetime, at: datetime) -> Outage | None:
    """A household on its own counts in the figures too: dark from the call to the crew's word."""
    known = hasattr(order, "outage_link")
    if known or order.service_point_id is None or order.fault_kind in NOT_OURS or order.reported_at >= on_at:
        return None
    if covering([order.service_point_id]):
        return None
    outage = open_outage(
        scope=scope_of(points=[order.service_point_id]),
        started_at=order.reported_at,
        at=at,
        status=Status.CONFIRMED,
        finding=Finding(reason_code="single_customer", confidence=1.0),
    )
    lead(outage_id=outage.pk, order_id=order.pk, at=at)
    return restore(outage_id=outage.pk, at=on_at, how=How(ended_by=EndedBy.REPAIR)).outage


@transaction.atomic
def outage_restored(*, outage_id: int, at: datetime) -> Outage:
    """Nobody of it is dark any more: a sample is asked, and its order follows where the crew is at work."""
    outage = lock(outage_id)
    if outage.status == Status.RESTORED and not outage.checks.filter(finished_at=None).exists():
        start_check(outage_id=outage.pk, at=at)
    if outage.lead_order_id is not None:
        order = lock_order(outage.lead_order_id)
        if OrderStatus(order.status) in AT_WORK:
            progress.restored(order, at=outage.restored_at or at, actor=None)
        elif OrderStatus(order.status) in WAITING | WITH_CREW | {OrderStatus.DISPATCHED}:
            raise_attention([order], "power_is_back")
    return outage


@transaction.atomic
def customers_answered(*, order_ids: Iterable[int], at: datetime) -> None:
    """A callback answers the open round of questions of its outage: satisfied means power is on."""
    rows = Callback.objects.filter(order_id__in=list(order_ids), order__outage_link__isnull=False).order_by("pk")
    for outage_id, point_id, satisfaction in rows.values_list(
        "order__outage_link__outage_id", "order__service_point_id", "satisfaction"
    ):
        check = RestoreCheck.objects.filter(outage_id=outage_id, finished_at=None).first()
        if check is not None and point_id is not None and satisfaction in HAS_POWER:
            record_answers(check_id=check.pk, answers={point_id: Answer.ON}, at=at)


@transaction.atomic
def order_archived(*, order_id: int, at: datetime) -> Outage | None:
    """The leading order is closed and nobody said he is dark: the outage is verified by it, and closed."""
    found = Outage.objects.filter(lead_order_id=order_id, status=Status.RESTORED).first()
    if found is None:
        return None
    return close_with_file(outage_id=found.pk, reason="callback", at=at)
