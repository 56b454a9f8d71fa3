"""申诉: the unit concerned disputes the liability; who decided it does not decide again. Assumed: no published rule was found."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, Invalid, NotAllowed
from workorders.engine.advance import advance
from workorders.kinds.common.guards import only_by_the_concerned
from workorders.kinds.complaint.models import Appeal, Complaint
from workorders.kinds.complaint.services.downgrading import settle
from workorders.kinds.complaint.states import Status
from workorders.models.orders import WorkOrder
from workorders.services import aftercare
from workorders.services.tracking_links import keep_until_after


@transaction.atomic
def appeal(*, order_id: int, reason: str, at: datetime, actor: Any) -> Appeal:
    """The unit concerned says why it is not liable; the customer's answer does not wait for it, the archive does.

    Raises ``NotAllowed`` for people of other units, ``Conflict`` where an appeal runs, was decided, or nothing is disputed.
    """
    order = WorkOrder.objects.lock(order_id)
    only_by_the_concerned(order, actor)
    facts = Complaint.objects.filter(order=order).first()
    if facts is None or facts.liability not in ("LIABLE", "PARTLY"):
        raise Conflict(_("The complaint was not found justified: there is nothing to appeal against."))
    if order.appeals.exists():
        raise Conflict(_("There was an appeal already."))
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    advance([order], "appeal", at=at, actor=actor, detail=reason.strip()[:200])
    return Appeal.objects.create(order=order, asked_by=actor, asked_at=at, reason=reason.strip())


@transaction.atomic
def decide_appeal(*, order_id: int, granted: bool, answer: str, at: datetime, actor: Any) -> Appeal:
    """A third person decides: granted, the complaint is not justified after all. A called-back order is then archived.

    Raises ``NotAllowed`` for who decided the liability or appealed.
    """
    order = WorkOrder.objects.lock(order_id)
    row = order.appeals.select_for_update(no_key=True).filter(decided_at=None).first()
    if row is None:
        raise Conflict(_("No appeal waits for a decision."))
    facts = Complaint.objects.select_for_update(no_key=True).get(order=order)
    if facts.liability_by_id == actor.pk:
        raise NotAllowed(_("Another person has to decide this."))
    settle(row, granted=granted, answer=answer, at=at, actor=actor)
    advance([order], "decide-appeal", at=at, actor=actor, detail=answer.strip()[:200])
    if granted:
        facts.liability, facts.liability_grounds = "NOT_LIABLE", answer.strip()
        facts.liability_by, facts.liability_at = actor, at
        facts.save(update_fields=["liability", "liability_grounds", "liability_by", "liability_at"])
    audit.record(
        actor=actor, action="appeal_decided", object_kind="workorder", object_ref=order.number, reason=answer.strip(),
        granted=granted,
    )  # fmt: skip
    if order.status == Status.CALLED_BACK:
        _archive(order, at=at, actor=actor)
    return row


@transaction.atomic
def call_back(*, order_id: int, at: datetime, actor: Any, **said: Any) -> WorkOrder:
    """As for any order; while an appeal waits the file stays open after it."""
    return aftercare.call_back(order_id=order_id, at=at, actor=actor, files=not _waits(order_id), **said)


def _waits(order_id: int) -> bool:
    WorkOrder.objects.lock(order_id)
    return Appeal.objects.filter(order_id=order_id, decided_at=None).exists()


def _archive(order: WorkOrder, *, at: datetime, actor: Any) -> None:
    advance([order], "archive", at=at, actor=actor)
    keep_until_after(order.pk, closed_at=at)
