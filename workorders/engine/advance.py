"""Making a step: the one place where the state of an order changes, for one order or for a storm of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Now
from django.utils.timezone import now

from command_center.ground.alarms.codes import Step
from command_center.ground.alarms.reasons import after, columns, without
from command_center.ground.core.errors import NotFound
from command_center.ground.core.events import emit_all
from workorders import custody
from workorders.engine.process import EVERY, Verb
from workorders.engine.steps import left_behind, legal, trail
from workorders.escalation.ending import end_alarms_of_ended
from workorders.kinds import PROCESSES
from workorders.models import Clock, StatusChange, WorkOrder
from workorders.services import clocks
from workorders.services.alarms import follow_orders


def lock(order_id: int) -> WorkOrder:
    """The order, with its row locked until the end of the transaction. Raises ``NotFound``."""
    order = WorkOrder.objects.locked().filter(pk=order_id).first()
    if order is None:
        raise NotFound()
    return order


def advance(
    orders: Sequence[WorkOrder],
    verb: str,
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    detail: str = "",
    **fields: Any,
) -> None:
    """Let locked orders of one kind take a step: history, clocks, answered reasons and events as their process declares.

    ``reason`` is a code for the history in place of the verb's own, ``detail`` a person's words; ``fields`` are written
    with the state. Raises ``IllegalTransition`` for the first order that may not take it; then none has.
    """
    if not orders:
        return
    rule = legal(PROCESSES[orders[0].kind], verb, orders, actor=actor)
    _run_clocks(rule, orders, at)
    StatusChange.objects.bulk_create(
        _history(rule, orders, at=at, actor=actor, reason=reason or rule.reason, detail=detail)
    )
    fields = dict.fromkeys(rule.marks, at) | fields
    for (target, left), group in _by_target(rule, orders).items():
        _write_answered(rule, group, at=at, status=target, suspended_from=left, **fields)
    _end(orders, at)
    emit_all(event.of(order, verb) for order in orders for event in rule.tells)


def _end(orders: Sequence[WorkOrder], at: datetime) -> None:
    """Orders that have ended need nobody any more, and nobody is called to them."""
    ended = [order.pk for order in orders if order.status in PROCESSES[order.kind].ends]
    custody.let_go(ended, at=at)
    if ended:
        end_alarms_of_ended(ended, at=at)


def _history(rule: Verb, orders: Sequence[WorkOrder], **said: Any) -> list[StatusChange]:
    """Each state that an order comes to leaves its row."""
    return [StatusChange(order=order, old=old, new=new, **said) for order in orders for old, new in trail(rule, order)]


def _run_clocks(rule: Verb, orders: Sequence[WorkOrder], at: datetime) -> None:
    ids = [order.pk for order in orders]
    if rule.stops:
        clocks.stop(ids, rule.stops, at=at)
    if rule.voids:
        clocks.void(ids, at=at, codes=None if rule.voids == EVERY else rule.voids)
    for order_id in ids:
        if rule.pauses:
            clocks.pause(order_id, rule.pauses, at=at)
        if rule.resumes:
            clocks.resume(order_id, at=at)
        for code in rule.reopens:
            clocks.reopen(order_id, code, at=at)
    if rule.starts:
        start_clocks(orders, rule.starts, at=at)


def start_clocks(orders: Sequence[WorkOrder], codes: Sequence[str], *, at: datetime) -> None:
    """Start clocks of orders of one kind now, or from where their process says they count."""
    rules = PROCESSES[orders[0].kind].clocks
    for since in dict.fromkeys(rules[code].since for code in codes):
        counted = [code for code in codes if rules[code].since == since]
        clocks.start(orders, counted, at=None if since == "reported_at" else at)


def _by_target(rule: Verb, orders: Sequence[WorkOrder]) -> dict[tuple[str, str], list[WorkOrder]]:
    """Orders by the state they come to, and by the one they go back to when they are only set aside."""
    groups: dict[tuple[str, str], list[WorkOrder]] = defaultdict(list)
    for order in orders:
        groups[rule.target(order), left_behind(PROCESSES[order.kind], rule, order)].append(order)
    return groups


def _write_answered(rule: Verb, orders: Sequence[WorkOrder], *, at: datetime, **fields: Any) -> None:
    """Reasons for attention that the step answers end with it; most orders have none."""

    def left(order: WorkOrder) -> list[str]:
        return without(order.reasons if rule.answers is None else after(order.reasons, rule.answers), *rule.clears)

    if rule.answers is None and not rule.clears:
        write(orders, at=at, **fields)
    else:
        write_reasons(orders, left, at=at, **fields)


def write(orders: Sequence[WorkOrder], *, step: Step | None = None, at: datetime | None = None, **fields: Any) -> None:
    """Write the same fields to orders, raise ``rev`` and recompute the next due moment, in one statement.

    A reason for attention that is written alone is the only one left. With a ``step`` the reasons that it answers end:
    one statement for each set of reasons that remains, and most orders have none.
    """
    if step is not None:
        write_reasons(orders, lambda order: after(order.reasons, step), at=at, **fields)
        return
    if "attention" in fields:
        fields.setdefault("attention_also", [])
    before = [_alarming(order) for order in orders]
    running = Clock.objects.running().filter(order_id=OuterRef("pk"), paused_at=None).order_by("due_at", "pk")
    WorkOrder.objects.filter(pk__in=[order.pk for order in orders]).update(
        rev=F("rev") + 1,
        updated_at=Now(),
        next_due_at=Subquery(running.values("due_at")[:1]),
        next_due_code=Coalesce(Subquery(running.values("code")[:1]), Value("")),
        **fields,
    )
    for order in orders:
        for name, value in fields.items():
            setattr(order, name, value)
        order.rev += 1
    if "org_path" in fields:
        custody.follow(orders, at=at or now())
    changed = [order for order, old in zip(orders, before, strict=True) if _alarming(order) != old]
    follow_orders(changed, at=at or now())


def _alarming(order: WorkOrder) -> tuple[object, ...]:
    """What the alarms of an order say of it."""
    return order.reasons, order.grade, order.org_path


def write_reasons(
    orders: Sequence[WorkOrder], left: Callable[[WorkOrder], list[str]], *, at: datetime | None = None, **fields: Any
) -> None:
    """Write fields and what is ``left`` of each order's reasons for attention."""
    groups: dict[tuple[str, ...], list[WorkOrder]] = defaultdict(list)
    for order in orders:
        groups[tuple(left(order))].append(order)
    for reasons, group in groups.items():
        write(group, at=at, **fields, **columns(reasons))
