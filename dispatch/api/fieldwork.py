"""The crew's verbs on an order it holds: one button each on the phone."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.errors import IllegalTransition, Invalid
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from dispatch.selectors.crews import order_of_crew, own_crew
from dispatch.services import fieldwork
from dispatch.services.fieldwork import NotHeld
from dispatch.services.late_words import check_held, desk_stopped, take_late_word
from workorders.api.acting import OrderState, act
from workorders.api.verbs import Doors, Use, View, body_of_doors, first, named
from workorders.engine.process import Verb
from workorders.kinds.fault.states import Status
from workorders.models import WorkOrder
from workorders.selectors.timeline import last_step_at
from workorders.services import aftercare
from workorders.services.aftercare import Checklist
from workorders.services.late_words import Said
from workorders.services.photos import taken

# A phone without signal tells later when it was there; further back than this is somebody's memory, not the phone's.
TOLD_LATE = timedelta(hours=12)
CLOCKS_DIFFER = timedelta(minutes=2)
CLOCK_LAGS = timedelta(seconds=20)

Perform = Callable[[WorkOrder, int, dict[str, Any]], object]


class FieldState(OrderState):
    """``late``: the order was taken from this crew or stands still; its word was kept, and this sentence says why."""

    late = serializers.CharField(required=False)


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
    return max(said, order.reported_at, last_step_at(order.pk) or said)


def earliest(order: WorkOrder) -> datetime:
    """Nothing on site happens before the arrival; an arrival that itself was dated by the acceptance proves nothing.

    A phone's clock may lag behind the server's, which dated the report.
    """
    accepted_at = last_step_at(order.pk, to=Status.ACCEPTED)
    told = order.arrived_at is not None and (accepted_at is None or order.arrived_at > accepted_at)
    return order.arrived_at if told and order.arrived_at is not None else order.reported_at - CLOCK_LAGS


class ReplyState(FieldState):
    """``photo_refused``: why the photo was left out; the report itself is taken."""

    photo_refused = serializers.CharField(required=False, allow_blank=True)


def reply(*, order_id: int, crew_id: int, photo: Any, at: datetime, actor: Any, **checklist: Any) -> dict[str, Any]:
    """The checklist as JSON, or as a form when there is a photo. JPEG, PNG or WebP, at most 25 megapixels."""
    filed = fieldwork.reply(order_id=order_id, crew_id=crew_id, checklist=Checklist(**checklist), at=at, actor=actor)
    # Only now, when the report itself was accepted: decoding costs a second of a processor.
    kept = taken(photo)
    aftercare.attach_photo(filed, kept.photo)
    return {"photo_refused": kept.refused}


def crew_view(doors: Doors, answer: type[OrderState]) -> View:
    """A crew takes this step with an order it holds, whatever its kind; the moment is the one its phone tells."""
    body, (verb, use) = body_of_doors(doors), first(doors)

    def view(request: Request, number: str) -> Response:
        def perform(order: WorkOrder, crew_id: int, said: dict[str, Any]) -> object:
            at = observed(order, said)
            if verb.enters:
                said["entered_at"] = now()
            return use(order_id=order.pk, crew_id=crew_id, at=at, actor=request.user, **said)

        return act_as_crew(request, number, body, perform)

    return named(view, doors, FieldState if answer is OrderState else answer)


def plain(verb: Verb) -> Use:
    """What a crew's verb does for which moving is all."""
    use = partial(fieldwork.step, verb=verb.name)
    use.__doc__ = fieldwork.step.__doc__
    return use


USES: dict[str, Use] = {
    "depart": fieldwork.depart,
    "arrive": fieldwork.arrive,
    "start": fieldwork.start_repair,
    "restore": fieldwork.restore,
    "not-restored": fieldwork.take_back_restored,
    "nothing-found": fieldwork.find_nothing,
    "help": fieldwork.call_for_help,
    "reply": reply,
}
ANSWERS: Mapping[str, type[OrderState]] = {"reply": ReplyState}
