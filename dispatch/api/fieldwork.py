"""The crew's verbs on an order it holds: one button each on the phone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.core.api.bodies import IF_MATCH, Nothing, described
from command_center.core.api.moments import Moment
from command_center.core.errors import Invalid
from command_center.organisation.roles import Right
from command_center.organisation.scope import require
from dispatch.selectors.crews import order_of_crew, own_crew
from dispatch.services import fieldwork
from workorders.api.acting import OrderState, act
from workorders.models import WorkOrder
from workorders.services import aftercare
from workorders.services.aftercare import Checklist
from workorders.services.photos import taken

# A phone without signal tells later when it was there; further back than this is somebody's memory, not the phone's.
TOLD_LATE = timedelta(hours=12)
CLOCKS_DIFFER = timedelta(minutes=2)

Perform = Callable[[WorkOrder, int, dict[str, Any]], object]


def verb(body: type[serializers.Serializer[Any]], answer: type[OrderState] = OrderState) -> Any:
    def decorate(view: Any) -> Any:
        schema = described(request=body, responses=answer, parameters=[IF_MATCH], problems=(403, 404, 409, 412, 422))
        return schema(api_view(["POST"])(view))

    return decorate


def act_as_crew(
    request: Request,
    number: str,
    body: type[serializers.Serializer[Any]],
    perform: Perform,
    lock_first: Callable[[int], object] | None = None,
) -> Response:
    """``perform(order, crew_id, data)``; the service checks under lock that this crew holds the order."""
    user: Any = request.user
    require(user, Right.FIELD)
    crew = own_crew(user)
    order = order_of_crew(user, crew, number)
    return act(request, order, body, lambda _, data: perform(order, crew.pk, data), lock_first, only_known=False)


def observed(order: WorkOrder, data: dict[str, Any]) -> datetime:
    """When it happened: the phone's word within bounds, else now. Raises ``Invalid``."""
    at, said = now(), data.pop("observed_at", None)
    if said is None or at <= said <= at + CLOCKS_DIFFER:
        return at
    if said > at or said < max(at - TOLD_LATE, order.arrived_at or order.reported_at):
        raise Invalid(_("This moment is not possible."), pointer="/observed_at")
    return said


class ObservedIn(serializers.Serializer[Any]):
    observed_at = Moment(required=False, default=None, allow_null=True)


@verb(Nothing)
def depart(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        Nothing,
        lambda order, crew_id, _: fieldwork.depart(order_id=order.pk, crew_id=crew_id, at=now(), actor=request.user),
    )


class ArriveIn(ObservedIn):
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)


@verb(ArriveIn)
def arrive(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        ArriveIn,
        lambda order, crew_id, data: fieldwork.arrive(
            order_id=order.pk,
            crew_id=crew_id,
            at=observed(order, data),
            actor=request.user,
            latitude=data["lat"],
            longitude=data["lon"],
        ),
    )


class StartIn(serializers.Serializer[Any]):
    permit_number = serializers.CharField(max_length=60)
    etr_at = Moment(required=False, default=None, allow_null=True)


@verb(StartIn)
def start(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        StartIn,
        lambda order, crew_id, data: fieldwork.start_repair(
            order_id=order.pk, crew_id=crew_id, at=now(), actor=request.user, **data
        ),
    )


@verb(ObservedIn)
def restore(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        ObservedIn,
        lambda order, crew_id, data: fieldwork.restore(
            order_id=order.pk, crew_id=crew_id, at=observed(order, data), actor=request.user
        ),
    )


class HelpIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500, help_text="What is wanted: another crew, a vehicle, the police")


@verb(HelpIn)
def call_for_help(request: Request, number: str) -> Response:
    """Asks a person at the desk; the words stay on the order as a note, and the order stays with the crew."""
    return act_as_crew(
        request,
        number,
        HelpIn,
        lambda order, crew_id, data: fieldwork.call_for_help(
            order_id=order.pk, crew_id=crew_id, at=now(), actor=request.user, **data
        ),
    )


class ReplyIn(serializers.Serializer[Any]):
    cause = serializers.CharField(max_length=60)
    measures = serializers.CharField(max_length=2000)
    restored_at = Moment()
    contacted = serializers.BooleanField()
    not_contacted_reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    contacted_at = Moment(required=False, default=None, allow_null=True)
    outage_started_at = Moment(required=False, default=None, allow_null=True)
    site_check = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    customer_opinion = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    photo = serializers.FileField(required=False, default=None, allow_null=True, allow_empty_file=True)


class ReplyState(OrderState):
    """``photo_refused``: why the photo was left out; the report itself is taken."""

    photo_refused = serializers.CharField(allow_blank=True)


@verb(ReplyIn, ReplyState)
def reply(request: Request, number: str) -> Response:
    """The checklist as JSON, or as a form when there is a photo. JPEG, PNG or WebP, at most 25 megapixels."""

    def perform(order: WorkOrder, crew_id: int, data: dict[str, Any]) -> object:
        upload = data.pop("photo")
        filed = fieldwork.reply(
            order_id=order.pk, crew_id=crew_id, checklist=Checklist(**data), at=now(), actor=request.user
        )
        # Only now, when the report itself was accepted: decoding costs a second of a processor.
        photo, refused = taken(upload)
        aftercare.attach_photo(filed, photo)
        return {"photo_refused": refused}

    return act_as_crew(request, number, ReplyIn, perform)
