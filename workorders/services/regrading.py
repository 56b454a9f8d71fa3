"""A graver grade for an order, when more is known than the caller said."""

from datetime import datetime
from typing import Any

from django.db import transaction

from workorders.engine.writing import raise_attention, write
from workorders.models import Note, Urgency, WorkOrder


@transaction.atomic
def raise_grade(*, order_id: int, to: int, reason: str, at: datetime, actor: Any = None) -> WorkOrder:
    """At least grade ``to``, with the reason as a code among its reasons; never a milder one. Repeating changes nothing."""
    order = WorkOrder.objects.lock(order_id)
    reasons = list(order.grade_reasons)
    if reason not in reasons:
        reasons.append(reason)
    if order.grade > to or reasons != order.grade_reasons:
        urgency = Urgency.URGENT if to == 1 else order.urgency
        write([order], grade=min(order.grade, to), grade_reasons=reasons, urgency=urgency)
        Note.objects.create(order=order, author=actor, text=reason, at=at)
        raise_attention([order], reason)
    return order
