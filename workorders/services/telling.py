"""What the customer of a matter is told as it goes on: the stage of a connection, that a complaint is looked into or answered,
and how to stay safe where they told of a danger.

Who wants to stay unknown, and who reports wrongdoing, is told nothing by message: the log would say who they are.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customers.messages.catalogue import COMPLAINT
from customers.messages.services import Recipient, Subject, Word, tell, withdraw
from workorders.engine.process import SAME
from workorders.events import MatterMoved
from workorders.kinds import PROCESSES, REPAIR_KINDS
from workorders.kinds.fault.states import REPAIR_AHEAD
from workorders.labels import DANGERS
from workorders.models import StatusChange, WorkOrder

_HERE = _("your place")
# (kind, verb) → what is told of that step; "" for every step of the kind that changes its state.
TOLD: Mapping[tuple[str, str], str] = {
    ("COMPLAINT", "contact"): "COMPLAINT_CONTACTED",
    ("COMPLAINT", "answer"): "COMPLAINT_ANSWERED",
    ("CONNECTION", ""): "STAGE_CHANGED",
    ("CONNECTION", "plan-lapses"): "PLAN_LAPSED",
}
# A complaint that ended so is answered by nobody: what was to be said of it is not said any more.
LET_GO = frozenset({"WITHDRAWN", "DOWNGRADED", "CANCELLED", "RETURNED_UPSTREAM"})


@transaction.atomic
def tell_of_steps(events: Sequence[MatterMoved], *, at: datetime) -> int:
    """Tell the customers of these steps; how many messages are new. Of several steps of one matter the last one counts.

    A step that is told again, or for the first time after a later one, changes nothing: what was said of the later one stands.
    """
    withdraw(
        {("order", each.work_order_id) for each in events if each.status in LET_GO}, [COMPLAINT], at=at, why="ended"
    )
    steps = {event.work_order_id: event for event in sorted(events, key=lambda each: each.rev) if _kind(event)}
    orders = list(WorkOrder.objects.filter(pk__in=steps, confidential=False).order_by("pk"))
    newest = _newest_told(orders)
    words = [
        _word(order, steps[order.pk])
        for order in orders
        if (order.reporter_phone or order.customer_id) and steps[order.pk].status == newest[order.pk]
    ]
    return tell(words, at=at)


@transaction.atomic
def tell_of_danger(order_ids: Collection[int], *, at: datetime) -> int:
    """Words of safety to who told of a danger that still stands, once an order, at any hour; how many messages are new."""
    orders = WorkOrder.objects.filter(pk__in=order_ids, hazard=True, kind__in=REPAIR_KINDS, confidential=False)
    there = orders.filter(status__in=[status.value for status in REPAIR_AHEAD]).order_by("pk")
    return tell([_safety(order) for order in there if order.reporter_phone or order.customer_id], at=at)


def _newest_told(orders: Collection[WorkOrder]) -> dict[int, str]:
    """Order → the state into which the newest step led it that is told; "" where it was let go. One query, of complaints only."""
    states = {PROCESSES[kind].by_name[verb].to for kind, verb in TOLD if verb}
    partly = [order.pk for order in orders if (order.kind, "") not in TOLD]
    rows = StatusChange.objects.filter(order__in=partly, new__in=states).order_by("order", "-pk").distinct("order")
    newest = dict(rows.values_list("order", "new")) if partly else {}
    let_go = {order.pk: "" for order in orders if order.pk in partly and order.status in LET_GO}
    return {order.pk: order.status for order in orders} | newest | let_go


def _safety(order: WorkOrder) -> Word:
    told = [code for code in order.grade_reasons if code in DANGERS and code != "hazard"]
    return Word(
        kind="DANGER",
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event="danger",
        to=[Recipient(customer_id=order.customer_id, phone=order.reporter_phone)],
        variables={"danger": DANGERS[told[0]] if told else DANGERS["hazard"], "address": order.address or _HERE},
    )


def _kind(event: MatterMoved) -> str:
    if said := TOLD.get((event.kind, event.verb)):
        return said
    moves = PROCESSES[event.kind].by_name[event.verb].to != SAME
    return TOLD.get((event.kind, ""), "") if moves else ""


def _word(order: WorkOrder, step: MatterMoved) -> Word:
    state = PROCESSES[order.kind].states[step.status]
    return Word(
        kind=_kind(step),
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event=f"{step.verb}-{step.status}" + (f"-{step.rev}" if step.rev else ""),
        to=[Recipient(customer_id=order.customer_id, phone=order.reporter_phone)],
        variables={"stage": state.label},
        once=True,
    )
