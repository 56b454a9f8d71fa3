"""What every verb on an order does: jurisdiction, body, If-Match, one transaction, the order's new state."""

from collections.abc import Callable
from functools import partial
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.acting import act_once
from command_center.ground.core.api.bodies import body_of
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.scope import get_scoped
from workorders.engine.shapes import UndoShape
from workorders.models import WorkOrder

# (order id, the validated body) → what the answer says besides the order's state, or anything else for nothing.
Perform = Callable[[int, dict[str, Any]], object]


class OrderState(serializers.Serializer[Any]):
    """Where the order stands after a verb; the whole card follows over the socket."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    rev = serializers.IntegerField()
    undo = UndoShape(required=False, allow_null=True, help_text="How to take this step back; null without a clean way")


def order_of(request: Request, number: str) -> WorkOrder:
    """An order of the person's jurisdiction, of a kind they may see. Raises ``NotFound``."""
    return order_before(request.user, WorkOrder.objects.all(), number)


def order_before(user: Any, orders: Any, number: str) -> WorkOrder:
    """The same among ``orders``; a unit sees a complaint about itself once it is found liable, to appeal. Raises ``NotFound``."""
    readable = orders.readable_by(user)
    try:
        return get_scoped(readable, user, number=number)
    except NotFound:
        if (concerning := readable.appealable_by(user).filter(number=number).first()) is not None:
            return concerning
        raise


def act(
    request: Request,
    order: WorkOrder,
    body: type[serializers.Serializer[Any]],
    perform: Perform,
    lock_first: Callable[[int], object] | None = None,
    only_known: bool = True,
) -> Response:
    """The part after permission: once per idempotency key, only on the revision the client has read.

    ``lock_first`` takes the locks that come before the order's own in the order of locking.
    """
    data = body_of(body, request, only_known=only_known)

    def locked_rev() -> int:
        if lock_first is not None:
            lock_first(order.pk)
        return WorkOrder.objects.lock(order.pk).rev

    def step() -> object:
        if lock_first is not None:
            lock_first(order.pk)
        return perform(order.pk, data)

    state = partial(state_of, order.pk)
    return act_once(request, "work-orders", perform=step, locked_rev=locked_rev, state_of=state)


def state_of(order_id: int) -> dict[str, Any]:
    return dict(WorkOrder.objects.values("id", "number", "status", "rev").get(pk=order_id))
