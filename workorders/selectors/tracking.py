"""What a customer may read of one order behind a token: milestones and the order's own words, nothing else."""

import hashlib
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from command_center.ground.core.errors import NotFound
from workorders.kinds import ENDS
from workorders.kinds.fault.states import AFTERCARE, DONE, Status
from workorders.models import FaultReport, TrackingLink, WorkOrder

# (code, the statuses in which it is being worked towards)
MILESTONES: list[tuple[str, Status]] = [
    ("ACCEPTED_REPORT", Status.RECEIVED),
    ("DISPATCHED", Status.ACCEPTED),
    ("EN_ROUTE", Status.EN_ROUTE),
    ("ON_SITE", Status.ON_SITE),
    ("RESTORED", Status.RESTORED),
]


# Of any kind: nothing more happens with such an order, as far as its customer can see.
OVER = sorted({*ENDS, *(status.value for status in DONE)})


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def alive(links: "QuerySet[TrackingLink]", *, at: datetime) -> "QuerySet[TrackingLink]":
    """Links that open: not revoked, and not over. While its order is open none is over, however long that takes."""
    open_still = ~Q(order__status__in=OVER)
    return links.filter(Q(expires_at__gt=at) | open_still, revoked_at=None)


def ends_at(link: TrackingLink, order: WorkOrder) -> datetime | None:
    """None while the order is open."""
    return link.expires_at if order.status in OVER else None


def said_where(order: WorkOrder) -> bool:
    """Whether the reporter told the address; else it came from the customer number that they gave, whoever they are."""
    return FaultReport.objects.filter(order=order, payload__address=order.address).exists()


def order_behind(token: str, *, at: datetime) -> WorkOrder:
    """The order of a live link. Raises ``NotFound`` for unknown, expired and revoked alike."""
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
