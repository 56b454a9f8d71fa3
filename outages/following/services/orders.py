"""The crew's word about an order is a word about its outage: power is back, the callback. Always for a batch of orders."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from command_center.ground.core.errors import DomainError
from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from outages.leading.services.leaders import lead
from outages.ledger.selectors.known import covering
from outages.life.choices import Answer, EndedBy
from outages.life.models import COUNTED, Outage, OutageOrder
from outages.life.scope import scope_of
from outages.life.states import DARK, LIVE, Status
from outages.verbs.models import RestoreCheck
from outages.verbs.services.closing import close_with_file
from outages.verbs.services.confirming import confirm
from outages.verbs.services.opening import Finding, open_outage
from outages.verbs.services.restoring import How, restore
from outages.verbs.services.verifying import keep_all_dark, record_answers, start_check
from workorders.engine.advance import advance
from workorders.engine.writing import clear_attention, raise_attention
from workorders.kinds.fault.states import AT_WORK, WAITING, WITH_CREW
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import Callback, FaultKind, Satisfaction, WorkOrder
from workorders.services.late_words import LATE_WORD

UNVERIFIED = "restore_unverified"
NOT_OURS = (FaultKind.CUSTOMER_SIDE, FaultKind.NOT_ELECTRICAL)
HAS_POWER = (Satisfaction.SATISFIED, Satisfaction.FAIR)
NOT_THERE_YET = WAITING | WITH_CREW - AT_WORK | {OrderStatus.DISPATCHED}


@transaction.atomic
def orders_restored(*, order_ids: Iterable[int], at: datetime) -> list[Outage]:
    """The crews say power is back: their outages end, or the households that no outage knew get their interruptions.

    Nothing where nobody was dark: a fault behind the meter, a wire that hung low. Repeating it changes nothing. What leads
    nothing and opens nothing costs no query of its own: most of a storm's orders only follow.
    """
    orders = list(WorkOrder.objects.filter(pk__in=list(order_ids)).order_by("pk"))
    led = {each.lead_order_id: each for each in Outage.objects.select_related("device").filter(lead_order__in=orders)}
    ended = [_end(led[o.pk], on_at=min(o.restored_at or at, at), at=at) for o in orders if o.pk in led]
    alone = _unknown_households([order for order in orders if order.pk not in led], at)
    return ended + [_record_single(order, on_at=min(order.restored_at or at, at), at=at) for order in alone]


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


def _unknown_households(orders: Sequence[WorkOrder], at: datetime) -> list[WorkOrder]:
    """Those whose customer was dark, as far as anybody says, and whom no outage knows. Two queries."""
    linked = set(OutageOrder.objects.filter(order__in=orders).values_list("order_id", flat=True))
    ours = [
        order
        for order in orders
        if order.pk not in linked
        and order.service_point_id is not None
        and order.fault_kind not in NOT_OURS
        and order.reported_at < min(order.restored_at or at, at)
    ]
    dark = covering([order.service_point_id for order in ours if order.service_point_id])
    return [order for order in ours if order.service_point_id not in dark]


def _record_single(order: WorkOrder, *, on_at: datetime, at: datetime) -> Outage:
    """A household on its own counts in the figures too: dark from the call to the crew's word."""
    outage = open_outage(
        scope=scope_of(points=[order.service_point_id or 0]),
        started_at=order.reported_at,
        at=at,
        status=Status.CONFIRMED,
        finding=Finding(reason_code="single_customer", confidence=1.0),
    )
    lead(outage_id=outage.pk, order_id=order.pk, at=at)
    return restore(outage_id=outage.pk, at=on_at, how=How(ended_by=EndedBy.REPAIR)).outage


@transaction.atomic
def orders_not_restored(*, order_ids: Iterable[int], at: datetime) -> list[Outage]:
    """The crews took their word back: who got power by it alone is dark since the true start; a person is asked to look."""
    led = Outage.objects.locked().filter(lead_order_id__in=list(order_ids), status=Status.RESTORED)
    outages = list(led)
    for outage in outages:
        keep_all_dark(outage, at=at)
    return outages


@transaction.atomic
def late_restored(*, order_id: int, on_at: datetime, in_time: bool, at: datetime) -> Outage | None:
    """A crew's word that power is back, which came after its order was taken from it; a person is asked in any case.

    Said while the crew held the order that leads (``in_time``), it ends the outage like any crew's word.
    """
    found = Outage.objects.select_related("device").filter(orders__order=order_id).first()
    if found is None or Status(found.status) not in LIVE:
        return found
    raise_attention([Outage.objects.lock(found.pk)], LATE_WORD)
    if in_time and found.lead_order_id == order_id:
        with suppress(DomainError), transaction.atomic():
            return _end(found, on_at=min(on_at, at), at=at)
    return found


@transaction.atomic
def outages_restored(*, outage_ids: Iterable[int], at: datetime) -> list[Outage]:
    """Nobody of them is dark any more: a sample of each is asked, and its order follows where the crew is at work.

    Outages and orders are read in one query each; a round of questions that must be drawn costs its own.
    """
    outages = list(Outage.objects.locked().filter(pk__in=list(outage_ids)))
    open_rounds = RestoreCheck.objects.filter(outage__in=outages, finished_at=None)
    asked = set(open_rounds.values_list("outage_id", flat=True))
    for outage in outages:
        if outage.status == Status.RESTORED and outage.pk not in asked:
            start_check(outage_id=outage.pk, at=at)
    back_at = {each.lead_order_id: each.restored_at or at for each in outages if each.lead_order_id}
    orders = list(WorkOrder.objects.locked().filter(pk__in=back_at)) if back_at else []
    for order in orders:
        if OrderStatus(order.status) in AT_WORK:
            advance([order], "restore", at=back_at[order.pk])
    waiting = [order for order in orders if OrderStatus(order.status) in NOT_THERE_YET]
    clear_attention(waiting, *COUNTED.values())
    raise_attention(waiting, "power_is_back")
    return outages


@transaction.atomic
def customers_answered(*, order_ids: Iterable[int], at: datetime) -> None:
    """A callback answers the open round of questions of its outage: satisfied means power is on."""
    rows = Callback.objects.filter(order_id__in=list(order_ids), order__outage_link__isnull=False)
    said = list(
        rows.filter(satisfaction__in=HAS_POWER, order__service_point__isnull=False)
        .order_by("pk")
        .values_list("order__outage_link__outage_id", "order__service_point_id")
    )
    checks = RestoreCheck.objects.filter(outage_id__in={outage_id for outage_id, _ in said}, finished_at=None)
    for outage_id, check_id in checks.order_by("pk").values_list("outage_id", "pk"):
        answers = {point_id: Answer.ON for asked_of, point_id in said if asked_of == outage_id and point_id}
        record_answers(check_id=check_id, answers=answers, at=at)


@transaction.atomic
def orders_archived(*, order_ids: Iterable[int], at: datetime) -> list[Outage]:
    """Leading orders are closed and nobody said he is dark: their outages are verified by it, and closed.

    One whose customer is not satisfied waits for a person.
    """
    found = Outage.objects.filter(lead_order_id__in=list(order_ids), status=Status.RESTORED).order_by("pk")
    unhappy = Callback.objects.filter(order__led_outage__in=found, satisfaction=Satisfaction.UNSATISFIED)
    disputed = set(unhappy.values_list("order__led_outage", flat=True))
    ids = [outage_id for outage_id in found.values_list("pk", flat=True) if outage_id not in disputed]
    for outage_id in sorted(disputed):
        raise_attention([Outage.objects.lock(outage_id)], UNVERIFIED)
    return [close_with_file(outage_id=outage_id, reason="callback", at=at) for outage_id in ids]
