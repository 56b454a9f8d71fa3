"""A stage of a case is done: it happened at the moment that is said with it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from workorders.engine.advance import advance
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.services.waiting import step_moment
from workorders.models.orders import WorkOrder


@transaction.atomic
def record_stage(
    *, order_id: int, contacted_at: datetime | None, text: str, at: datetime, actor: Any, verb: str
) -> WorkOrder:
    """This stage of the case is done, at the moment that is said: after the last change of owner, not in the future."""
    order = WorkOrder.objects.lock(order_id)
    moment = step_moment(order, contacted_at, at=at, pointer="/contacted_at")
    advance([order], verb, at=moment, actor=actor, detail=text.strip())
    return order


def stage(verb: str) -> Any:
    done = partial(record_stage, verb=verb)
    done.__doc__ = "This stage of the case is done."
    return done


@transaction.atomic
def energise(*, order_id: int, contacted_at: datetime | None, text: str, at: datetime, actor: Any) -> WorkOrder:
    """The meter is set and power is on: somebody was there, and the follow-up is due."""
    order = record_stage(order_id=order_id, contacted_at=contacted_at, text=text, at=at, actor=actor, verb="energise")
    appointments.was_there(order, at=contacted_at or at)
    return order


@transaction.atomic
def terminate(*, order_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """The case ends without power: withdrawn, or impossible. A pause or a wait ends with it."""
    order = WorkOrder.objects.lock(order_id)
    if not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    order.pauses.filter(ended_at=None).update(ended_at=at)
    advance([order], "terminate", at=at, actor=actor, detail=reason.strip())
    return order
