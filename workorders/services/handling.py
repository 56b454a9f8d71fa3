"""The unit's and the desk's hand on a matter: give, transfer, hand back, speak with the customer, answer, extend.

Domain reference §2.4. One function a verb; whatever only moves the order needs none.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, require_reason
from command_center.ground.core.events import emit
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.scope import scoped
from workorders.engine.advance import advance
from workorders.engine.writing import write
from workorders.events import WorkOrderLeft, WorkOrderReady
from workorders.kinds import PROCESSES, verb_of
from workorders.models import Answer, Transfer, WorkOrder
from workorders.services import clocks, due_moments
from workorders.services.following import followers_of
from workorders.services.kept_words import keep_words
from workorders.services.matters import centre_of

PENDING_DISPATCH = "PENDING_DISPATCH"


@transaction.atomic
def give(*, order_id: int, unit: str, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """The desk gives the matter to a unit of its jurisdiction; never to the one that it is about."""
    return _hand_over(WorkOrder.objects.lock(order_id), "give", unit, reason, at=at, actor=actor)


@transaction.atomic
def transfer(*, order_id: int, unit: str, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """转派: another unit takes it over; clocks run on. The transfer is kept, and counts as one more pair of hands.

    A fault is transferred only before a crew is asked: after that the crew's side reassigns it.
    """
    return _hand_over(WorkOrder.objects.lock(order_id), "transfer", unit, reason, at=at, actor=actor)


def _hand_over(order: WorkOrder, verb: str, code: str, reason: str, *, at: datetime, actor: Any) -> WorkOrder:
    to = _unit_of(code, order, actor)
    before, left = order.unit if verb == "transfer" else None, order.org_path
    if before is not None and before.pk == to.pk:
        raise Conflict(_("%(unit)s has it already.") % {"unit": to.name})
    words = f"{to.name}: {reason}" if reason else to.name
    advance(
        [order], verb, at=at, actor=actor, detail=words, unit=to, centre=centre_of(to), org_path=to.path,
        custodian_count=order.custodian_count + (before is not None),
    )  # fmt: skip
    Transfer.objects.create(order=order, from_unit=before, to_unit=to, reason=reason, actor=actor, at=at)
    if not to.path.startswith(left):
        emit(WorkOrderLeft.of(order, org_path=left))
    if order.status == PENDING_DISPATCH:
        # Another area's crews may be nearer by right now.
        emit(WorkOrderReady.of(order))
    return order


def _unit_of(code: str, order: WorkOrder, actor: Any) -> OrgUnit:
    """The target. Raises ``Invalid`` outside the actor's jurisdiction, and for the unit that the matter is about."""
    units = OrgUnit.objects.filter(code=code, active=True).select_related("parent").defer("area", "parent__area")
    unit = scoped(units, actor, field="path").first()
    if unit is None:
        raise Invalid(_("There is no unit with this code in your area."), pointer="/unit")
    if order.concerns is not None and unit.path.startswith(order.concerns.path):
        raise Invalid(_("This matter is about that very unit: another one has to handle it."), pointer="/unit")
    return unit


@transaction.atomic
def hand_back(*, order_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """The unit gives it back to the desk that gave it, and says why; its clocks run on."""
    order = WorkOrder.objects.lock(order_id)
    require_reason(reason)
    left, centre = order.org_path, order.centre
    advance([order], "hand-back", at=at, actor=actor, detail=reason.strip(), unit=None, org_path=centre.path)
    if not centre.path.startswith(left):
        emit(WorkOrderLeft.of(order, org_path=left))
    return order


@transaction.atomic
def record_contact(
    *, order_id: int, contacted_at: datetime | None, text: str, at: datetime, actor: Any, verb: str = "contact"
) -> WorkOrder:
    """Somebody spoke with the customer, or did on site what this ``verb`` says; not before the report, not in the future."""
    order = WorkOrder.objects.lock(order_id)
    moment = contacted_at or at
    if not order.reported_at <= moment <= at:
        raise Invalid(_("After the report, and not in the future."), pointer="/contacted_at")
    advance([order], verb, at=moment, actor=actor, detail=text.strip())
    keep_words(order, verb, text, at=moment, actor=actor)
    return order


@transaction.atomic
def answer(
    *,
    order_id: int,
    cause: str,
    measures: str,
    told_at: datetime | None,
    not_told_reason: str,
    at: datetime,
    actor: Any,
) -> Answer:
    """What was found, what was done, and when the customer was told, or why not. Raises ``Invalid`` with the field.

    An order of supervision is answered with the cause; nobody is told by it.
    """
    order = WorkOrder.objects.lock(order_id)
    supervised = order.kind == "SUPERVISION"
    if not measures.strip():
        raise Invalid(_("An answer says what was done."), pointer="/measures")
    if supervised and not cause.strip():
        raise Invalid(_("A supervision is answered with cause and measure."), pointer="/cause")
    if told_at is not None and not order.reported_at <= told_at <= at:
        raise Invalid(_("After the report, and not in the future."), pointer="/told_at")
    if told_at is not None and not_told_reason:
        raise Invalid(_("Either the customer was told or not."), pointer="/not_told_reason")
    if told_at is None and not not_told_reason.strip() and not supervised:
        raise Invalid(_("Say when the customer was told, or why not."), pointer="/told_at")
    _refuse_empty_words(measures)
    filed = Answer.objects.create(
        order=order, author=actor, cause=cause.strip(), measures=measures.strip(), told_at=told_at,
        not_told_reason=not_told_reason.strip(), at=at,
    )  # fmt: skip
    advance([order], "answer", at=at, actor=actor, detail=measures.strip()[:200])
    _answer_followers(order, at)
    return filed


def _answer_followers(order: WorkOrder, at: datetime) -> None:
    """Whoever follows it is answered with it; each of them is still called back by itself."""
    followers = followers_of(order)
    if followers:
        clocks.stop([each.pk for each in followers], verb_of(order.kind, "answer").stops, at=at)
        write(followers, at=at)


def _refuse_empty_words(measures: str) -> None:
    """“Solved” alone is no answer (domain reference §2.5, high-risk defects)."""
    if measures.strip().rstrip("。.!！").lower() in _EMPTY_WORDS:
        raise Invalid(_("Say what was done: this word alone is no answer."), pointer="/measures")


_EMPTY_WORDS = {"solved", "done", "ok", "handled", "已解决", "已处理", "已答复", "已办理", "已完成"}


@transaction.atomic
def extend(*, order_id: int, to: datetime, reason: str, clock: str, at: datetime, actor: Any) -> WorkOrder:
    """延期: one clock of the order gets a later due moment, once and before it is due; the old one is kept."""
    order = WorkOrder.objects.lock(order_id)
    process = PROCESSES[order.kind]
    code = clock or _extended_by_itself(order)
    if code not in process.clocks:
        raise Invalid(_("This order has no such clock."), pointer="/clock")
    row = due_moments.extend(order.pk, code, to=to, reason=reason, at=at, actor=actor)
    order.refresh_from_db()
    words = f"{code} → {localtime(row.due_at):%Y-%m-%d %H:%M}: {reason.strip()}"
    advance([order], "extend", at=at, actor=actor, detail=words)
    return order


def _extended_by_itself(order: WorkOrder) -> str:
    """Of the clocks that run, the one by which the order's state is watched; else the one that is due next."""
    running = set(order.clocks.running().values_list("code", flat=True))
    watched = PROCESSES[order.kind].states[order.status].clock
    if watched in running:
        return watched
    if not order.next_due_code:
        raise Conflict(_("This clock does not run."))
    return order.next_due_code
