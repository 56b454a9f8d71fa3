"""The desk's hand on an order: suspend, resume, cancel, merge, split, note (domain reference §2.4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, NotFound, require_reason
from command_center.ground.core.events import emit
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention
from workorders.events import (
    NoteAdded,
    WorkOrderReturned,
)
from workorders.kinds import PROCESSES, REPAIR_KINDS, verb_of
from workorders.kinds.common.forms import PAUSE_REASONS
from workorders.kinds.common.states import Status
from workorders.kinds.common.verbs import MEDIA
from workorders.models import Note, Pause, Urgency, WorkOrder
from workorders.services import following
from workorders.services.kept_words import keep_words
from workorders.services.tracking_links import keep_until_after

MAX_PAUSES = 3
# Who says no time is asked again after this one.
LONGEST_PAUSE_UNASKED = timedelta(hours=4)
RESUME_DUE = "resume_due"
ASKED_AT_ONCE = 200


@transaction.atomic
def suspend(
    *,
    order_id: int,
    reason: str,
    detail: str,
    resume_at: datetime | None,
    at: datetime,
    actor: Any,
    evidence: str = "",
) -> WorkOrder:
    """Pause the order and its ARRIVE and RESTORE clocks, approved by the actor. At most three times."""
    order = WorkOrder.objects.lock(order_id)
    if reason not in dict(PAUSE_REASONS):
        raise Invalid(_("This is not a reason for which a clock may stand still."), pointer="/reason")
    if order.pauses.count() >= MAX_PAUSES:
        raise Conflict(_("An order can be suspended three times at most."))
    advance([order], "suspend", at=at, actor=actor, reason=reason, detail=detail)
    Pause.objects.create(
        order=order,
        reason=reason,
        detail=detail,
        evidence=evidence,
        started_at=at,
        expected_resume_at=resume_at or at + LONGEST_PAUSE_UNASKED,
        approved_by=actor,
    )
    return order


@transaction.atomic
def resume(*, order_id: int, at: datetime, actor: Any) -> WorkOrder:
    """Back to the status before the suspension; the clocks run on."""
    order = WorkOrder.objects.lock(order_id)
    if order.status != Status.SUSPENDED:
        raise Conflict(_("This order is not suspended."))
    advance([order], "resume", at=at, actor=actor)
    order.pauses.filter(ended_at=None).update(ended_at=at)
    return order


@transaction.atomic
def ask_about_pauses(*, at: datetime) -> int:
    """Suspended orders whose pause should be over ask for a person; answers how many newly do."""
    due = Pause.objects.filter(ended_at=None, expected_resume_at__lte=at, order__status=Status.SUSPENDED.value)
    ids = due.exclude(order__attention=RESUME_DUE).exclude(order__attention_also__contains=[RESUME_DUE])
    orders = list(
        WorkOrder.objects.locked().filter(pk__in=list(ids.values_list("order_id", flat=True)[:ASKED_AT_ONCE]))
    )
    raise_attention([order for order in orders if order.status == Status.SUSPENDED], RESUME_DUE, at=at)
    return len(orders)


@transaction.atomic
def cancel(*, order_id: int, reason: str, at: datetime, actor: Any = None, verb: str = "cancel") -> WorkOrder:
    """No crew is needed: ``verb`` says whether it was withdrawn, a false alarm, or returned upstream.

    Raises ``Invalid`` without a reason. Whoever followed it is heard again: nobody waits behind an order that has ended.
    """
    order = following.lock_with_followers(order_id)
    require_reason(reason)
    order.pauses.filter(ended_at=None).update(ended_at=at)
    advance([order], verb, at=at, actor=actor, detail=reason)
    keep_until_after(order.pk, closed_at=at)
    if order.status == Status.RETURNED_UPSTREAM:
        emit(_returned(order, reason))
    following.hear_again(order, at=at, actor=actor)
    return order


def _returned(order: WorkOrder, reason: str) -> WorkOrderReturned:
    """Every source that told us of the matter finds its own report in it."""
    told = order.reports.order_by("pk").values_list("source", "source_id")
    reports = [{"source": source, "source_id": source_id} for source, source_id in told]
    return WorkOrderReturned(
        work_order_id=order.pk, org_path=order.org_path, number=order.number, reason=reason.strip(), reports=reports
    )


@transaction.atomic
def merge(*, order_id: int, parent_id: int, at: datetime, actor: Any = None, reason: str = "") -> WorkOrder:
    """Let an order follow another. A hazard is never merged away; a child keeps its own callback."""
    if order_id == parent_id:
        raise Invalid(_("An order cannot follow itself."), pointer="/into")
    pair = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=[order_id, parent_id])}
    if len(pair) != 2:
        raise NotFound()
    order, parent = pair[order_id], pair[parent_id]
    if order.hazard:
        raise Conflict(_("A report of danger keeps its own order."))
    if order.kind != parent.kind and not {order.kind, parent.kind} <= {*REPAIR_KINDS}:
        raise Conflict(_("Only orders of the same kind can be merged."))
    _check_may_lead(parent)
    if order.merged_orders.exists():
        raise Conflict(_("Other orders follow this one."))
    detail = f"{parent.number}: {reason}" if reason else parent.number
    advance([order], "merge", at=at, actor=actor, detail=detail, parent=parent)
    return order


def _check_may_lead(parent: WorkOrder) -> None:
    """Raises ``Conflict`` for an order that follows another one itself, or behind which nobody would be looked after."""
    if parent.parent_id is not None:
        raise Conflict(_("The parent itself follows another order."))
    if parent.status not in PROCESSES[parent.kind].followable:
        raise Conflict(_("The parent has ended."))


@transaction.atomic
def merge_all(*, order_ids: Iterable[int], parent_id: int, at: datetime, actor: Any = None) -> list[WorkOrder]:
    """Let every order that may be merged follow the parent, in a handful of statements; those that do now.

    Left as they are: a danger, an order others follow, one whose crew is at work. Raises as ``merge`` for the parent.
    """
    rows = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=[*order_ids, parent_id])}
    parent = rows.pop(parent_id, None)
    if parent is None:
        raise NotFound()
    _check_may_lead(parent)
    leading = set(WorkOrder.objects.filter(parent_id__in=rows).values_list("parent_id", flat=True))
    mergeable = verb_of(parent.kind, "merge").frm
    orders = [o for pk, o in rows.items() if pk not in leading and not o.hazard and o.status in mergeable]
    advance(orders, "merge", at=at, actor=actor, detail=parent.number, parent=parent)
    return orders


@transaction.atomic
def split(*, order_id: int, at: datetime, actor: Any = None, reason: str = "") -> WorkOrder:
    """Let a merged order stand on its own again; its ARRIVE clock counts from the customer's report as ever."""
    order = WorkOrder.objects.lock(order_id)
    if order.status != Status.MERGED:
        raise Conflict(_("This order does not follow another one."))
    following.stand_alone(order, at=at, actor=actor, reason="split", detail=reason)
    return order


@transaction.atomic
def add_note(*, order_id: int, text: str, at: datetime, actor: Any) -> Note:
    order = WorkOrder.objects.lock(order_id)
    if not text.strip():
        raise Invalid(_("The note is empty."), pointer="/text")
    note = Note.objects.create(order=order, author=actor, text=text.strip(), at=at)
    emit(NoteAdded.of(order))
    return note


@transaction.atomic
def say_media(*, order_id: int, where: str, at: datetime, actor: Any) -> WorkOrder:
    """The media report or ask: urgent from now on, shown to the desks, and those whom the rules name are called.

    Raises ``Invalid`` without words.
    """
    order = WorkOrder.objects.lock(order_id)
    if not where.strip():
        raise Invalid(_("Say which media, and what they say."), pointer="/where")
    advance([order], "media", at=at, actor=actor, detail=where.strip(), urgency=Urgency.URGENT)
    keep_words(order, "media", where, at=at, actor=actor)
    raise_attention([order], MEDIA, at=at)
    return order
