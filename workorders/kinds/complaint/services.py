"""What verbs of a complaint do besides moving it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from workorders.engine.advance import advance, lock
from workorders.models import WorkOrder
from workorders.services.matters import open_about


@transaction.atomic
def downgrade(*, order_id: int, second_person: str, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """The complaint alleges no violation: it goes on as an opinion, when a second person agrees. In the audit trail.

    Raises ``Invalid`` where the second person is unknown, is the same person, or has no say in complaints.
    """
    order = lock(order_id)
    other = User.objects.filter(username=second_person, is_active=True).exclude(pk=getattr(actor, "pk", 0)).first()
    if other is None or not other.may(Right.COMPLAINTS):
        raise Invalid(_("A second person who leads complaints has to agree."), pointer="/second_person")
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    advance([order], "downgrade", at=at, actor=actor, detail=f"{other}: {reason.strip()}")
    audit.record(
        actor=actor, action="complaint_downgraded", object_kind="workorder", object_ref=order.number,
        reason=reason.strip(), second_person=other.username,
    )  # fmt: skip
    return open_about(order, kind="OPINION", sub_kind="", text=order.description, at=at, actor=actor)
