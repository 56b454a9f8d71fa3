"""After the repair: the reply as a checklist, its review, the callback, the archive."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from workorders.engine.advance import advance, refusal
from workorders.engine.writing import raise_attention, write
from workorders.events import CustomerCalledBack, WorkOrderRated
from workorders.kinds import PROCESSES, REPAIR_KINDS
from workorders.kinds.fault.states import AFTERCARE, Status
from workorders.models import Callback, Rating, Reply, Satisfaction, WorkOrder
from workorders.services import clocks
from workorders.services.following import stand_alone
from workorders.services.tracking_links import keep_until_after
from workorders.services.urging import calls_of

REPLY_REFUSED = "reply_refused"
# The one in front was given its final answer: whoever followed it still has a call to come.
FINAL_ANSWER = "FINAL_ANSWER"


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """What a reply must say (domain reference §2.5): facts, not prose."""

    cause: str
    measures: str
    restored_at: datetime
    contacted: bool
    contacted_at: datetime | None = None
    not_contacted_reason: str = ""
    outage_started_at: datetime | None = None
    site_check: str = ""
    customer_opinion: str = ""


def file_reply(order: WorkOrder, checklist: Checklist, *, at: datetime, actor: Any) -> Reply:
    """The crew reports. The caller holds the order's lock. Raises ``Invalid`` with the field that is missing."""
    _check(order, checklist, at)
    reply = Reply.objects.create(order=order, author=actor, at=at, **vars(checklist))
    advance([order], "reply", at=at, actor=actor)
    return reply


def attach_photo(reply: Reply, photo: Any) -> None:
    """The picture of a reply just filed; "" for none."""
    if photo:
        reply.photo = photo
        reply.save(update_fields=["photo"])


def _check(order: WorkOrder, checklist: Checklist, at: datetime) -> None:
    if not checklist.cause.strip():
        raise Invalid(_("A reply needs the cause."), pointer="/cause")
    if not checklist.measures.strip():
        raise Invalid(_("A reply says what was done."), pointer="/measures")
    if not order.reported_at <= checklist.restored_at <= at:
        raise Invalid(_("Power came back after the report and not in the future."), pointer="/restored_at")
    if checklist.contacted and checklist.not_contacted_reason:
        raise Invalid(_("Either the customer was contacted or not."), pointer="/not_contacted_reason")
    if not checklist.contacted and not checklist.not_contacted_reason.strip():
        raise Invalid(_("Say why the customer was not contacted."), pointer="/not_contacted_reason")


@transaction.atomic
def review_reply(*, order_id: int, passed: bool, comment: str, at: datetime, actor: Any) -> WorkOrder:
    """The desk accepts the reply, or sends it back for rework; its clock then runs on without a reset.

    A proactive repair about which nobody called ends with it: there is nobody to call back. An explanation that is not
    accepted goes back to the desk: no crew was there who could mend it.
    """
    order = WorkOrder.objects.lock(order_id)
    if not passed and not comment.strip():
        raise Invalid(_("Say what has to be mended."), pointer="/comment")
    advance([order], "review" if passed else _way_back(order), at=at, actor=actor, detail=comment)
    if order.status == Status.JUDGED:
        raise_attention([order], REPLY_REFUSED, at=at)
    if passed:
        children = _children(order)
        clocks.start(children, ["CALLBACK"], at=at)
        write(children)  # their next due moment is that callback
        _file_uncalled(order, at=at, actor=actor)
    return order


def _way_back(order: WorkOrder) -> str:
    """The verb of its process by which a refused reply goes back: to the crew or unit that wrote it, or to the desk."""
    by_desk = PROCESSES[order.kind].by_name.get("judge-again")
    return "judge-again" if by_desk and by_desk.is_offered(order) else "send-back"


def _file_uncalled(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    if "file" in PROCESSES[order.kind].by_name and not calls_of(order):
        advance([order], "file", at=at, actor=actor)
        keep_until_after(order.pk, closed_at=at)


@transaction.atomic
def call_back(
    *,
    order_id: int,
    satisfaction: str,
    comment: str,
    at: datetime,
    actor: Any,
    rework: bool = False,
    files: bool = True,
) -> WorkOrder:
    """Store what the customer said. Reached: the order is archived. Not reached: the CALLBACK clock runs on.

    ``files`` is False where the file stays open for another reason. With ``rework`` a customer who is not satisfied is not filed away: the order goes back to its crew, a merged one stands
    alone again. Raises ``Invalid`` for one who is satisfied, ``Conflict`` where no crew ever was.
    """
    order = WorkOrder.objects.lock(order_id)
    if order.status != Status.REVIEWED and not _parent_is_reviewed(order):
        raise refusal(order, "callback")
    if rework and satisfaction != Satisfaction.UNSATISFIED:
        raise Invalid(_("Only who is not satisfied has something to mend."), pointer="/rework")
    Callback.objects.create(order=order, satisfaction=satisfaction, comment=comment, caller=actor, at=at)
    if satisfaction == Satisfaction.NOT_REACHED:
        emit(CustomerCalledBack.of(order))
        return order
    if rework:
        return _mend(order, comment, at=at, actor=actor)
    advance([order], "callback", at=at, actor=actor, detail=satisfaction)
    if files:
        advance([order], "archive", at=at, actor=actor)
        keep_until_after(order.pk, closed_at=at)
    return order


def _mend(order: WorkOrder, comment: str, *, at: datetime, actor: Any) -> WorkOrder:
    if order.status == Status.MERGED:
        emit(CustomerCalledBack.of(order))
        stand_alone(order, at=at, actor=actor, reason="not_satisfied", detail=comment)
        return order
    if order.kind in REPAIR_KINDS and order.arrived_at is None:
        raise Conflict(_("No crew worked on this order: take a new report."))
    for verb in ("callback", "mend"):
        advance([order], verb, at=at, actor=actor, reason="not_satisfied", detail=comment)
    return order


def _children(order: WorkOrder) -> list[WorkOrder]:
    """Every customer who reported is called back, not only the first of them (domain reference §2.4, merge)."""
    return list(order.merged_orders.locked().filter(status=Status.MERGED.value))


def _parent_is_reviewed(order: WorkOrder) -> bool:
    parent = order.parent
    reviewed = (Status.REVIEWED, Status.CALLED_BACK, Status.ARCHIVED, FINAL_ANSWER)
    return order.status == Status.MERGED and parent is not None and parent.status in reviewed


RATEABLE = AFTERCARE | {Status.ARCHIVED}


@transaction.atomic
def rate(*, order_id: int, score: int, comment: str, at: datetime) -> Rating:
    """The customer's own word, once, after power is back."""
    order = WorkOrder.objects.lock(order_id)
    if Status(order.status) not in RATEABLE:
        raise Invalid(_("You can rate the service once the work is done."), pointer="/score")
    rating, _created = Rating.objects.get_or_create(
        order=order, defaults={"score": score, "comment": comment, "at": at}
    )
    emit(WorkOrderRated.of(order))
    return rating
