"""What a customer may read of one order behind a token: milestones and the order's own words, nothing else."""

from datetime import datetime
from typing import Any

from command_center.ground.core.errors import NotFound
from workorders.kinds import REPAIR_KINDS
from workorders.kinds.fault.states import AFTERCARE, Status
from workorders.models import FaultReport, TrackingLink, WorkOrder
from workorders.services.tracking_links import alive, token_hash

# (code, the statuses in which it is being worked towards)
MILESTONES: list[tuple[str, Status]] = [
    ("ACCEPTED_REPORT", Status.RECEIVED),
    ("DISPATCHED", Status.ACCEPTED),
    ("EN_ROUTE", Status.EN_ROUTE),
    ("ON_SITE", Status.ON_SITE),
    ("RESTORED", Status.RESTORED),
]


def said_where(order: WorkOrder) -> bool:
    """Whether the reporter told the address; else it came from the customer number that they gave, whoever they are."""
    return FaultReport.objects.filter(order=order, payload__address=order.address).exists()


def order_behind(token: str, *, at: datetime) -> WorkOrder:
    """The repair of a live link. Raises ``NotFound`` for unknown, expired and revoked alike."""
    order = any_order_behind(token, at=at)
    if order.kind not in REPAIR_KINDS:
        raise NotFound()
    return order


def any_order_behind(token: str, *, at: datetime) -> WorkOrder:
    """The order of a live link, of any kind. Raises ``NotFound`` as ``order_behind``."""
    link = (
        alive(TrackingLink.objects.filter(token_hash=token_hash(token)), at=at)
        .select_related("order__centre", "order__unit", "order__tracking_link", "order__rating", "order__parent")
        .first()
    )
    if link is None:
        raise NotFound()
    return link.order


def leading(order: WorkOrder) -> WorkOrder:
    """Whose steps this customer sees: of the order that theirs follows, once that has one, else of their own."""
    return order.parent or order


def was_explained(order: WorkOrder) -> bool:
    """Answered on the phone: no crew went, and nobody saw power come back."""
    answered = leading(order)
    return Status(answered.status) in AFTERCARE | {Status.ARCHIVED} and answered.restored_at is None


def milestones(order: WorkOrder, *, dark: bool = False) -> list[dict[str, Any]]:
    """Five steps, each with its moment and ``done | doing | todo``. A reassignment takes later steps back.

    A merged order has the steps of the one it follows; ``dark``: for this customer power is not back, whatever that says.
    """
    reached = _moments(leading(order)) | {Status.RECEIVED: order.received_at}
    if dark and order.parent:
        reached.pop(Status.RESTORED, None)
    steps: list[dict[str, Any]] = []
    for code, status in MILESTONES:
        at = reached.get(status)
        steps.append({"code": code, "at": at, "state": "done" if at else "todo"})
    for step in steps:
        if step["state"] == "todo":
            step["state"] = "doing"
            break
    return steps


def _moments(order: WorkOrder) -> dict[Status, datetime]:
    """When each status was entered last, forgetting what a return to dispatch undid."""
    reached: dict[Status, datetime] = {Status.RECEIVED: order.received_at}
    for new, at in order.status_changes.order_by("pk").values_list("new", "at"):
        if new == Status.PENDING_DISPATCH:
            reached = {Status.RECEIVED: order.received_at}
        reached[Status(new)] = at
    if order.restored_at and Status(order.status) in AFTERCARE | {Status.ARCHIVED}:
        reached[Status.RESTORED] = order.restored_at
    return reached
