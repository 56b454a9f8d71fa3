"""催办: the same matter told again. Never an order of its own; the third call is the supervisor's."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.events import emit_all
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention, write
from workorders.events import CustomerUrged, DangerTold, WorkOrderReady
from workorders.grading import URGENCIES, Grading
from workorders.kinds.fault.states import WAITING, Status
from workorders.models import Note, Source, WorkOrder
from workorders.services import following

THIRD_CALL, SAME_PLACE, DANGER_TOLD = "third_call", "same_place", "hazard_told"
CALLS_FOR_THE_SUPERVISOR = 3
# What no person says does not count as a call of the customer.
MACHINES = frozenset({Source.ALARM.value})


@dataclass(frozen=True, kw_only=True)
class Urge:
    """One more report of an order's matter. ``sure`` is False where it may be the neighbour's."""

    order: WorkOrder
    text: str
    source: str
    grading: Grading | None = None
    fault_kind: str = ""
    sure: bool = True


@transaction.atomic
def urge(*, order_id: int, text: str, at: datetime, actor: Any) -> WorkOrder:
    """Somebody asks again about this order, by the desk or the customer's link."""
    order = WorkOrder.objects.lock(order_id)
    urge_all([Urge(order=order, text=text.strip() or str(_("Urged")), source="")], at=at, actor=actor)
    return order


def urge_all(urges: Sequence[Urge], *, at: datetime, actor: Any) -> None:
    """Write down what was told, count the calls, and let a graver story make the order graver. The orders are locked."""
    if not urges:
        return
    Note.objects.bulk_create(Note(order=u.order, author=actor, text=u.text, urge=True, at=at) for u in urges)
    orders = {urge.order.pk: urge.order for urge in urges}
    _count(urges, orders)
    _regrade(urges, orders, at=at)
    unsure = {urge.order.pk for urge in urges if not urge.sure}
    raise_attention([orders[order_id] for order_id in unsure], SAME_PLACE)
    raise_attention(_before_the_supervisor(list(orders.values())), THIRD_CALL)
    emit_all(CustomerUrged.of(order) for order in orders.values())
    emit_all(DangerTold.of(order) for order in orders.values() if order.hazard)


def calls_of(order: WorkOrder) -> int:
    """How often a person has called about the order; a report of a machine is no call."""
    return order.urge_count + (order.source not in MACHINES)


def _count(urges: Sequence[Urge], orders: dict[int, WorkOrder]) -> None:
    calls = Counter(urge.order.pk for urge in urges if urge.source not in MACHINES)
    alike: dict[int, list[WorkOrder]] = defaultdict(list)
    for order_id, number in calls.items():
        alike[orders[order_id].urge_count + number].append(orders[order_id])
    for count, rows in alike.items():
        write(rows, urge_count=count)


def _before_the_supervisor(orders: Sequence[WorkOrder]) -> list[WorkOrder]:
    """A merged order is on no board: whoever leads it is shown instead."""
    often = [order for order in orders if calls_of(order) >= CALLS_FOR_THE_SUPERVISOR]
    leaders = {order.parent_id for order in often if order.status == Status.MERGED and order.parent_id}
    return [*often, *(WorkOrder.objects.locked().filter(pk__in=leaders) if leaders else ())]


GRADED = ("grade", "urgency", "hazard", "fault_kind", "grade_reasons")


def _regrade(urges: Sequence[Urge], orders: dict[int, WorkOrder], *, at: datetime) -> None:
    """Never milder. A danger told later is as much a danger as one told at first: nobody may merge or hold it."""
    graded = {pk: _graded(order) for pk, order in orders.items()}
    for urge in urges:
        if urge.grading is not None:
            graded[urge.order.pk] = _graver(graded[urge.order.pk], urge.grading, urge.fault_kind)
    # What an order comes to is known before the first is written: writing a group sets the fields of all in it.
    alike: dict[tuple[Any, ...], list[WorkOrder]] = defaultdict(list)
    for pk, order in orders.items():
        if graded[pk] != _graded(order):
            alike[graded[pk]].append(order)
    endangered = [order for after, rows in alike.items() for order in rows if after[2] and not order.hazard]
    for (*after, reasons), rows in alike.items():
        write(rows, at=at, **dict(zip(GRADED, [*after, list(reasons)], strict=True)))
    _send_to_danger(endangered, at=at)


def _graded(order: WorkOrder) -> tuple[Any, ...]:
    return order.grade, order.urgency, order.hazard, order.fault_kind, tuple(order.grade_reasons)


def _graver(before: tuple[Any, ...], told: Grading, kind: str) -> tuple[Any, ...]:
    """The fields of ``GRADED`` once this was told too."""
    grade, urgency, hazard, fault_kind, reasons = before
    return (
        min(grade, told.grade),
        max(urgency, told.urgency, key=URGENCIES.index),
        hazard or "hazard" in told.reasons,
        kind if fault_kind == "UNKNOWN" and kind else fault_kind,
        reasons if set(told.reasons) <= set(reasons) else tuple(dict.fromkeys([*told.reasons, *reasons])),
    )


def _send_to_danger(orders: Sequence[WorkOrder], *, at: datetime) -> None:
    """What was held or merged gets its own crew; where a crew has it already, the desk tells them."""
    merged = [order for order in orders if order.status == Status.MERGED]
    for order in merged:
        following.stand_alone(order, at=at, actor=None, reason="hazard_told")
    waiting = [order for order in orders if order.status == Status.PENDING_DISPATCH]
    emit_all(WorkOrderReady.of(order) for order in waiting)
    advance([order for order in orders if order.status == Status.JUDGED], "send", at=at, reason="hazard_told")
    raise_attention([order for order in orders if order.status not in WAITING], DANGER_TOLD)
