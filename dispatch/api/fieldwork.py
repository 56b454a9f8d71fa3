"""The crew's verbs on an order it holds: one button each on the phone."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.core.api.bodies import IF_MATCH, described
from command_center.core.api.moments import Moment
from command_center.core.errors import IllegalTransition, Invalid
from command_center.organisation.roles import Right
from command_center.organisation.scope import require
from dispatch.selectors.crews import order_of_crew, own_crew
from dispatch.services import fieldwork
from dispatch.services.fieldwork import NotHeld
from dispatch.services.late_words import check_held, desk_stopped, take_late_word
from workorders.api.acting import OrderState, act
from workorders.models import WorkOrder
from workorders.selectors.timeline import last_step_at
from workorders.services import aftercare
from workorders.services.aftercare import Checklist
from workorders.services.late_words import Said
from workorders.services.photos import taken
from workorders.states import Status

# A phone without signal tells later when it was there; further back than this is somebody's memory, not the phone's.
TOLD_LATE = timedelta(hours=12)
CLOCKS_DIFFER = timedelta(minutes=2)

Perform = Callable[[WorkOrder, int, dict[str, Any]], object]


class FieldState(OrderState):
    """``late``: the order was taken from this crew or stands still; its word was kept, and this sentence says why."""

    late = serializers.CharField(required=False)


def verb(body: type[serializers.Serializer[Any]], answer: type[OrderState] = FieldState) -> Any:
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
    """``perform(order, crew_id, data)``; the service checks under lock that this crew holds the order.

    What a phone tells after its order was taken back or suspended is kept instead, and the answer says so
    (``FieldState.late``).
    """
    user: Any = request.user
    require(user, Right.FIELD)
    crew = own_crew(user)
    order = order_of_crew(user, crew, number)

    def once(order_id: int, data: dict[str, Any]) -> object:
        told = dict(data)
        try:
            check_held(order_id, crew.pk)
            return perform(order, crew.pk, data)
        except (NotHeld, IllegalTransition) as refusal:
            if isinstance(refusal, IllegalTransition) and not desk_stopped(order_id, crew.pk):
                raise
            said = said_late(request.path, told)
            return {"late": take_late_word(order_id=order_id, crew=crew, said=said, at=now(), actor=user)}

    return act(request, order, body, once, lock_first, only_known=False)


def said_late(path: str, told: dict[str, Any]) -> Said:
    """The step is the last part of the path. Raises ``Invalid`` for a moment that cannot be meant."""
    at = now()
    moment, photo = told.pop("observed_at", None) or at, told.pop("photo", None)
    if not at - TOLD_LATE <= moment <= at + CLOCKS_DIFFER:
        raise Invalid(_("This moment is not possible."), pointer="/observed_at")
    body = json.loads(json.dumps({name: word for name, word in told.items() if word}, cls=DjangoJSONEncoder))
    step = path.rstrip("/").rsplit("/", 1)[-1]
    return Said(step=step, at=min(moment, at), body=body, photo=taken(photo).photo)


def observed(order: WorkOrder, data: dict[str, Any]) -> datetime:
    """When it happened: the phone's word within bounds, never before the order's last step, else now. Raises ``Invalid``.

    A tap without network may be older than the step before it, which the server dated itself (an offer that was accepted).
    """
    at, said = now(), data.pop("observed_at", None)
    if said is None or at <= said <= at + CLOCKS_DIFFER:
        return at
    if said > at or said < max(at - TOLD_LATE, earliest(order)):
        raise Invalid(_("This moment is not possible."), pointer="/observed_at")
    return max(said, last_step_at(order.pk) or said)


def earliest(order: WorkOrder) -> datetime:
    """Nothing on site happens before the arrival; an arrival that itself was dated by the acceptance proves nothing."""
    accepted_at = last_step_at(order.pk, to=Status.ACCEPTED)
    told = order.arrived_at is not None and (accepted_at is None or order.arrived_at > accepted_at)
    return order.arrived_at if told and order.arrived_at is not None else order.reported_at


class ObservedIn(serializers.Serializer[Any]):
    observed_at = Moment(required=False, default=None, allow_null=True)


@verb(ObservedIn)
def depart(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        ObservedIn,
        lambda order, crew_id, data: fieldwork.depart(
            order_id=order.pk, crew_id=crew_id, at=observed(order, data), actor=request.user
        ),
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


class StartIn(ObservedIn):
    permit_number = serializers.CharField(max_length=60)
    etr_at = Moment(required=False, default=None, allow_null=True)


@verb(StartIn)
def start(request: Request, number: str) -> Response:
    return act_as_crew(
        request,
        number,
        StartIn,
        lambda order, crew_id, data: fieldwork.start_repair(
            order_id=order.pk, crew_id=crew_id, at=observed(order, data), actor=request.user, **data
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


class SeenIn(ObservedIn):
    text = serializers.CharField(max_length=500, help_text="What the crew sees")


@verb(SeenIn)
def not_restored(request: Request, number: str) -> Response:
    """Power is not there after all: the repair goes on."""
    return act_as_crew(
        request,
        number,
        SeenIn,
        lambda order, crew_id, data: fieldwork.take_back_restored(
            order_id=order.pk, crew_id=crew_id, at=observed(order, data), actor=request.user, **data
        ),
    )


@verb(SeenIn)
def nothing_found(request: Request, number: str) -> Response:
    """On site there is no fault: the order ends without a repair."""
    return act_as_crew(
        request,
        number,
        SeenIn,
        lambda order, crew_id, data: fieldwork.find_nothing(
            order_id=order.pk, crew_id=crew_id, at=observed(order, data), actor=request.user, **data
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


class ReplyIn(ObservedIn):
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


class ReplyState(FieldState):
    """``photo_refused``: why the photo was left out; the report itself is taken."""

    photo_refused = serializers.CharField(required=False, allow_blank=True)


@verb(ReplyIn, ReplyState)
def reply(request: Request, number: str) -> Response:
    """The checklist as JSON, or as a form when there is a photo. JPEG, PNG or WebP, at most 25 megapixels."""

    def perform(order: WorkOrder, crew_id: int, data: dict[str, Any]) -> object:
        at, upload = observed(order, data), data.pop("photo")
        filed = fieldwork.reply(
            order_id=order.pk, crew_id=crew_id, checklist=Checklist(**data), at=at, actor=request.user
        )
        # Only now, when the report itself was accepted: decoding costs a second of a processor.
        photo, refused = taken(upload)
        aftercare.attach_photo(filed, photo)
        return {"photo_refused": refused}

    return act_as_crew(request, number, ReplyIn, perform)
