"""Downgrading: what alleges no violation goes on as an opinion, when a second person agrees."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import Conflict, Invalid, NotAllowed
from workorders.engine.advance import advance
from workorders.kinds.complaint.models import Appeal, Downgrade
from workorders.models.orders import WorkOrder
from workorders.services.matters import open_about


@transaction.atomic
def propose(*, order_id: int, reason: str, at: datetime, actor: Any) -> Downgrade:
    """Say why it is no complaint; somebody else decides. Its clocks run on meanwhile."""
    order = WorkOrder.objects.lock(order_id)
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    if order.downgrades.filter(decided_at=None).exists():
        raise Conflict(_("This was proposed already; another person has to decide."))
    advance([order], "propose-downgrade", at=at, actor=actor, detail=reason.strip()[:200])
    return Downgrade.objects.create(order=order, asked_by=actor, asked_at=at, reason=reason.strip())


@transaction.atomic
def decide(*, order_id: int, granted: bool, answer: str, at: datetime, actor: Any) -> Downgrade:
    """A second person agrees, and it goes on as an opinion, or it stays a complaint. In the audit trail.

    Raises ``NotAllowed`` for who proposed it, ``Conflict`` where nothing was proposed.
    """
    order = WorkOrder.objects.lock(order_id)
    row = order.downgrades.select_for_update(no_key=True).filter(decided_at=None).first()
    if row is None:
        raise Conflict(_("Nobody has proposed it."))
    settle(row, granted=granted, answer=answer, at=at, actor=actor)
    if granted:
        advance([order], "downgrade", at=at, actor=actor, detail=row.reason[:200])
        row.opinion = open_about(order, kind="OPINION", sub_kind="", text=order.description, at=at, actor=actor)
        row.save(update_fields=["opinion"])
    else:
        advance([order], "refuse-downgrade", at=at, actor=actor, detail=answer.strip()[:200])
    _note(order, row, "complaint_downgraded" if granted else "downgrade_refused", actor)
    return row


def settle(row: Downgrade | Appeal, *, granted: bool, answer: str, at: datetime, actor: Any) -> None:
    """Write the decision of the second person. The row is locked. Raises ``NotAllowed`` for the first one."""
    if row.asked_by_id == actor.pk:
        raise NotAllowed(_("Another person has to decide this."))
    if not answer.strip():
        raise Invalid(_("Say why."), pointer="/answer")
    row.granted, row.answer, row.decided_by, row.decided_at = granted, answer.strip(), actor, at
    row.save(update_fields=["granted", "answer", "decided_by", "decided_at"])


def _note(order: WorkOrder, row: Downgrade, action: str, actor: Any) -> None:
    audit.record(
        actor=actor, action=action, object_kind="workorder", object_ref=order.number, reason=row.reason,
        proposed_by=row.asked_by.username,
    )  # fmt: skip
