"""An archived complaint comes up again: it goes on as a new order that keeps the first one's clock."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from workorders.engine.advance import advance
from workorders.kinds.complaint.models import Classification, Complaint
from workorders.kinds.complaint.services.classifying import classification_of
from workorders.models.orders import WorkOrder
from workorders.services.matters import open_about


@transaction.atomic
def reopen(*, order_id: int, reason: str, at: datetime, actor: Any) -> dict[str, Any]:
    """The same allegation is not settled after all. Its clocks count from the first report: nothing is won by archiving.

    In the figures both orders are one complaint. Raises ``Conflict`` where it goes on already.
    """
    first = WorkOrder.objects.lock(order_id)
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    if Complaint.objects.filter(reopens=first).exists():
        raise Conflict(_("It goes on already."))
    text = f"{first.description}\n{reason.strip()}"
    again = open_about(
        first, kind=first.kind, sub_kind=first.sub_kind, text=text, at=at, actor=actor, reported_at=first.reported_at
    )
    Complaint.objects.create(order=again, reopens=first)
    _classify_as(again, first, at=at, actor=actor)
    advance([first], "reopen", at=at, actor=actor, detail=f"{again.number}: {reason.strip()}"[:200])
    return {"part": again.number}


def _classify_as(again: WorkOrder, first: WorkOrder, *, at: datetime, actor: Any) -> None:
    before = classification_of(first)
    if before is not None:
        Classification.objects.create(
            order=again, category=before.category, grade=before.grade, reason=first.number, actor=actor, at=at
        )
