"""One order in full, its timeline, its photo, its customer's number. The list of them: ``screens.order_list``."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.look_ups import count_reveal, real_reason
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.ground.organisation.sweeps import opened
from command_center.screens.board.order_detail import order_detail, timeline_of
from command_center.screens.cards.orders import with_names
from command_center.screens.cards.shapes import OrderDetail, TimelineEntry
from dispatch.selectors.crews import order_before_crew, own_crew
from workorders.api.acting import order_before
from workorders.kinds.common.guards import not_by_the_concerned
from workorders.models import CustomerAnswer, WorkOrder
from workorders.selectors.contacts import contacts_of


@described(responses=OrderDetail)
@api_view(["GET"])
def detail(request: Request, number: str) -> Response:
    """One order in full with its ETag. A crew sees what it holds or was offered."""
    order = visible_order(request, number)
    user: Any = request.user
    return with_etag(Response(order_detail(order, user)), order.rev)


@described(responses=TimelineEntry(many=True))
@api_view(["GET"])
def timeline(request: Request, number: str) -> Response:
    """Moves, offers, clock warnings, notes and what the crew found, oldest first."""
    user: Any = request.user
    return Response(timeline_of(visible_order(request, number).pk, user))


@described(responses={(200, "image/jpeg"): OpenApiTypes.BINARY, 204: None})
@api_view(["GET"])
def photo(request: Request, number: str) -> HttpResponseBase:
    """The photo of the latest reply, for whoever may see the order; 204 without one. It has no public address."""
    reply = visible_order(request, number).replies.exclude(photo="").order_by("-pk").first()
    if reply is None:
        return Response(status=204)
    return FileResponse(reply.photo.open(), content_type="image/jpeg", headers={"Cache-Control": "private"})


@described(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
@api_view(["GET"])
def answer_photo(request: Request, number: str, answer_id: int) -> HttpResponseBase:
    """A photo that the customer sent by their link, for whoever may see the order. It has no public address."""
    order = visible_order(request, number)
    rows = CustomerAnswer.objects.filter(Q(order=order) | Q(order__parent=order)).exclude(photo="")
    row = rows.filter(pk=answer_id).first()
    if row is None:
        raise NotFound()
    return FileResponse(row.photo.open(), content_type="image/jpeg", headers={"Cache-Control": "private"})


class OrderRevealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class OrderRevealOut(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


@described(request=OrderRevealIn, responses=OrderRevealOut)
@api_view(["POST"])
def reveal(request: Request, number: str) -> Response:
    """The full name and number of who called in, else of the registered customer, for a stated reason; every look is written to the audit trail."""
    require(request.user, Right.READ_CUSTOMERS)
    order = get_scoped(WorkOrder.objects.readable_by(request.user), request.user, number=number)
    if order.confidential:
        require(request.user, Right.WRONGDOING, Right.COMPLAINTS)
        not_by_the_concerned(order, request.user)
    reason = real_reason(body_of(OrderRevealIn, request)["reason"])
    count_reveal(request)
    person: Any = request.user
    opened(person, order.customer.number if order.customer else order.number, at=now())
    audit.record(
        actor=request.user, action="phone_revealed", object_kind="workorder", object_ref=order.number, reason=reason
    )
    return Response(contacts_of([order])[order.pk])


def visible_order(request: Request, number: str) -> WorkOrder:
    """Raises ``NotFound`` outside the jurisdiction, ``NotAllowed`` for a role that sees no orders."""
    user: Any = request.user
    orders: Any = with_names(WorkOrder.objects.all())
    if user.may(Right.READ_ORDERS):
        return order_before(user, orders, number)
    require(user, Right.FIELD)
    return orders.readable_by(user).get(pk=order_before_crew(user, own_crew(user), number).pk)
