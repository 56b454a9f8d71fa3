"""Waiting for grid works: what is in the way, whose it is, who is answerable for it, and until when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from workorders.engine.advance import advance
from workorders.engine.writing import write
from workorders.kinds.connection.models import GridDependency
from workorders.models.orders import WorkOrder
from workorders.services import due_moments

WAIT = "CONN_WAIT"


@transaction.atomic
def wait_for_grid(*, order_id: int, at: datetime, actor: Any, **told: Any) -> WorkOrder:
    """The case waits for grid works; its minutes are theirs who hold it up, until ``grid-is-ready``."""
    return _wait("wait-for-grid", order_id, at=at, actor=actor, **told)


@transaction.atomic
def pass_wait_on(*, order_id: int, at: datetime, actor: Any, **told: Any) -> WorkOrder:
    """It still waits, and now for somebody else: the next minutes are theirs."""
    return _wait("pass-wait-on", order_id, at=at, actor=actor, **told)


def _wait(
    verb: str,
    order_id: int,
    *,
    owner: str,
    blocker: str,
    responsible: str,
    expected_at: datetime | None,
    since: datetime | None,
    at: datetime,
    actor: Any,
) -> WorkOrder:
    order = WorkOrder.objects.lock(order_id)
    moment = step_moment(order, since, at=at, pointer="/since")
    if expected_at is not None and expected_at <= at:
        raise Invalid(_("In the future, or left out."), pointer="/expected_at")
    open_ones = GridDependency.objects.filter(order=order, ended_at=None)
    open_ones.update(ended_at=moment)
    GridDependency.objects.create(
        order=order, owner=owner, blocker=blocker.strip(), responsible=responsible.strip(), since=moment,
        expected_at=expected_at,
    )  # fmt: skip
    advance([order], verb, at=moment, actor=actor, detail=f"{owner}: {blocker.strip()}"[:200])
    if expected_at is not None:
        due_moments.due_by(order, WAIT, expected_at, exactly=True)
        write([order], at=at)
    return order


def step_moment(order: WorkOrder, said: datetime | None, *, at: datetime, pointer: str) -> datetime:
    """When a step happened: as it is said, or now. Raises ``Invalid`` before the last step, or in the future.

    The minutes before it are told and promised to somebody already, and the clocks that it ended have counted them.
    """
    moment = said or at
    last = order.status_changes.order_by("-pk").values_list("at", flat=True).first()
    if not (last or order.reported_at) <= moment <= at:
        raise Invalid(_("After the last step, and not in the future."), pointer=pointer)
    return moment
