"""督办: a control document about an order. It goes to whoever has that order, and must be answered with cause and measure."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from workorders.engine.advance import advance
from workorders.engine.writing import clear_attention, raise_attention
from workorders.kinds import ENDS
from workorders.models import WorkOrder
from workorders.services.matters import open_about

SUPERVISED = "supervised"


@transaction.atomic
def supervise(*, order_id: int, level: str, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """Issue an order of supervision about this order; it shows there until the answer has been cleared.

    Raises ``Conflict`` where the same level already waits for an answer.
    """
    order = WorkOrder.objects.lock(order_id)
    if not reason.strip():
        raise Invalid(_("Say what is asked."), pointer="/reason")
    if order.orders_about.filter(kind="SUPERVISION", sub_kind=level).exclude(status__in=ENDS).exists():
        raise Conflict(_("This level supervises it already."))
    issued = open_about(
        order, kind="SUPERVISION", sub_kind=level, text=reason.strip(), at=at, actor=actor,
        with_people=not order.confidential,
    )  # fmt: skip
    advance(
        [order], "supervise", at=at, actor=actor, reason="supervised", detail=f"{issued.number}: {reason.strip()}"[:200]
    )
    raise_attention([order], SUPERVISED, at=at)
    return issued


def clear(supervision: WorkOrder) -> None:
    """The last open supervision of an order has ended: nothing asks a person to look any more. In the caller's transaction."""
    about = supervision.about
    if about is None:
        return
    others = about.orders_about.filter(kind="SUPERVISION").exclude(status__in=ENDS)
    if not others.exists():
        clear_attention([WorkOrder.objects.lock(about.pk)], SUPERVISED)
