"""The customer's link at the desk: handed on for a customer on the phone, renewed, revoked. Each time in the audit trail.

Whoever has the link *is* the customer: no list, card or order shows it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from workorders.asking.sending import send_link
from workorders.models import WorkOrder
from workorders.services import tracking_links


class LinkOut(serializers.Serializer[Any]):
    """``expires_at``: null while the order is open."""

    tracking_url = serializers.CharField(allow_blank=True)
    expires_at = Moment(allow_null=True)


Act = Callable[[WorkOrder, datetime], "tracking_links.Link | None"]


def verb(view: Any) -> Any:
    return described(request=Nothing, responses=LinkOut, problems=(401, 403, 404, 409, 422))(api_view(["POST"])(view))


@verb
def copy(request: Request, number: str) -> Response:
    """The link, for the customer who asks for it again. 409 when it has ended: renew it."""
    return _act(request, number, "tracking_link_copied", lambda order, at: tracking_links.live_link(order, at=at))


@verb
def renew(request: Request, number: str) -> Response:
    """A new address; the one before opens nothing any more."""
    return _act(
        request, number, "tracking_link_renewed", lambda order, at: tracking_links.renew(order_id=order.pk, at=at)
    )


@verb
def revoke(request: Request, number: str) -> Response:
    """The link has come into wrong hands: it stops working at once."""

    def stop(order: WorkOrder, at: datetime) -> None:
        tracking_links.revoke(order.pk, at=at)

    return _act(request, number, "tracking_link_revoked", stop)


class SentOut(serializers.Serializer[Any]):
    """``recipient`` is masked; ``state``: of the message, WAITING until it leaves within seconds."""

    recipient = serializers.CharField()
    state = serializers.CharField()


@described(request=Nothing, responses=SentOut, problems=(401, 403, 404, 409, 422))
@api_view(["POST"])
def send(request: Request, number: str) -> Response:
    """The link goes to the caller's phone, who is on the line: they put a pin, send a photo, say how far it is dark."""
    order = _order(request, number)
    body_of(Nothing, request)

    def once() -> tuple[int, dict[str, Any]]:
        sent = send_link(order_id=order.pk, at=now())
        audit.record(actor=request.user, action="tracking_link_sent", object_kind="workorder", object_ref=order.number)
        return 200, sent._asdict()

    return answer_once(request, "tracking-links", once)


def _order(request: Request, number: str) -> WorkOrder:
    """A supervision is ours alone; whoever told us of anything else may follow it."""
    require(request.user, Right.DISPATCH, Right.REPORT)
    orders = WorkOrder.objects.readable_by(request.user).exclude(kind="SUPERVISION")
    return get_scoped(orders, request.user, number=number)


def _act(request: Request, number: str, action: str, perform: Act) -> Response:
    order = _order(request, number)
    body_of(Nothing, request)

    def once() -> tuple[int, dict[str, Any]]:
        link = perform(order, now())
        audit.record(actor=request.user, action=action, object_kind="workorder", object_ref=order.number)
        ends_at = link.ends_at.isoformat().replace("+00:00", "Z") if link and link.ends_at else None
        return 200, {"tracking_url": link.url if link else "", "expires_at": ends_at}

    return answer_once(request, "tracking-links", once)
