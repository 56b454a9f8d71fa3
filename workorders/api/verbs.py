"""The doors of declared verbs: from a row of the process come the route, the right, the body and its OpenAPI shape."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import URLPattern, path
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import IF_MATCH, Nothing, described
from command_center.ground.core.errors import Conflict, IllegalTransition, StaleWrite
from command_center.ground.organisation.scope import require
from workorders.api.acting import OrderState, act, order_of
from workorders.engine.advance import advance
from workorders.engine.process import NotSound, Process, Verb
from workorders.engine.told import undo_of
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder
from workorders.selectors.last_step import words_of_last_step
from workorders.services.kept_words import in_words, keep_words

# (order_id=…, at=…, actor=…, **body) → what the answer says besides the order's state, or anything else for nothing.
Use = Callable[..., object]
View = Callable[[Request, str], Response]
Body = type[serializers.Serializer[Any]]


class Door(NamedTuple):
    """A verb of one kind, and what it does besides moving the order."""

    verb: Verb
    use: Use


# One address: kind → its verb there.
Doors = Mapping[str, Door]


def described_verb(body: Body, answer: type[OrderState] = OrderState) -> Any:
    """Describe and route a POST verb."""

    def decorate(view: Any) -> Any:
        schema = described(request=body, responses=answer, parameters=[IF_MATCH], problems=(403, 404, 409, 412, 422))
        return schema(api_view(["POST"])(view))

    return decorate


def first(doors: Doors) -> Door:
    return next(iter(doors.values()))


def body_of_doors(doors: Doors) -> Body:
    """The body of an address, the same for every kind. Raises ``NotSound`` for two forms at one address."""
    forms = {door.verb.form for door in doors.values()}
    if len(forms) > 1:
        raise NotSound(f"{first(doors).verb.address}: one address, two forms")
    return forms.pop() or Nothing


def desk_view(doors: Doors, answer: type[OrderState]) -> View:
    """A seat takes this step with an order of its jurisdiction, by the right that the order's kind asks for."""
    body = body_of_doors(doors)
    any_right = {right for door in doors.values() for right in door.verb.rights}

    def view(request: Request, number: str) -> Response:
        require(request.user, *any_right)
        order = order_of(request, number)
        if order.kind not in doors:
            raise IllegalTransition(_("Orders of this kind have no such step."), status_now=order.status)
        verb, use = doors[order.kind]
        require(request.user, *verb.rights)

        def perform(order_id: int, said: dict[str, Any]) -> object:
            return use(order_id=order_id, at=now(), actor=request.user, **said)

        try:
            response = act(request, order, body, perform)
        except (Conflict, IllegalTransition, StaleWrite) as refusal:
            raise refusal.adding(words_of_last_step(order.pk, reader=request.user)) from refusal.__cause__
        response.data["undo"] = undo_of(PROCESSES[order.kind], verb.name, response.data["status"], request.user)
        return response

    return named(view, doors, answer)


def named(view: View, doors: Doors, answer: type[OrderState]) -> View:
    """The view under the name of its verb and with the words of its use case: the description of the API reads both."""
    verb, use = first(doors)
    view.__name__ = verb.name.replace("-", "_")
    view.__doc__ = use.__doc__
    decorated: View = described_verb(body_of_doors(doors), answer)(view)
    return decorated


def plain(verb: Verb) -> Use:
    """What a verb does for which moving is all: what the person said stands in the order's history."""

    @transaction.atomic
    def step(*, order_id: int, at: Any, actor: Any, **said: Any) -> None:
        words = " · ".join(in_words(word) for word in said.values() if word)
        order = WorkOrder.objects.lock(order_id)
        advance([order], verb.name, at=at, actor=actor, detail=words)
        keep_words(order, verb.name, words, at=at, actor=actor)

    return step


def routes(
    processes: Sequence[Process],
    served_by: str,
    uses: Mapping[str, Use],
    *,
    of_kind: Mapping[str, Mapping[str, Use]] | None = None,
    view_of: Callable[[Doors, type[OrderState]], View] = desk_view,
    otherwise: Callable[[Verb], Use] = plain,
    answers: Mapping[str, type[OrderState]] | None = None,
) -> Iterable[URLPattern]:
    """One route for each address among the verbs that this storey serves.

    ``uses``: verb → what it does besides moving, the same for all kinds; ``of_kind`` where one kind does it otherwise.
    """
    doors: dict[str, dict[str, Door]] = defaultdict(dict)
    for process in processes:
        own = uses | (of_kind or {}).get(process.kind, {})  # type: ignore[operator]
        for verb in process.verbs:
            if verb.right and verb.served_by == served_by:
                use = own.get(verb.name) or own.get(verb.address) or otherwise(verb)
                doors[verb.address].setdefault(process.kind, Door(verb, use))
    for address, of_kinds in doors.items():
        view = view_of(of_kinds, (answers or {}).get(address, OrderState))
        yield path(f"work-orders/<str:number>/{address}/", view, name=f"order-{address}")
