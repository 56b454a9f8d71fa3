"""What the order engine asks of the escalation, and no more: calls to an order end with it."""

from collections.abc import Sequence
from datetime import datetime

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.models import SubjectKind

ESCALATED = "escalated"


def end_alarms_of_ended(order_ids: Sequence[int], *, at: datetime) -> None:
    """The orders have ended: nobody is called to them any more. What nobody answered stays on the supervision desk."""
    alarms.clear(SubjectKind.ORDER, order_ids, [ESCALATED], at=at)
