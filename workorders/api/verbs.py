"""The doors of declared verbs: from a row of the process come the route, the right, the body and its OpenAPI shape."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import URLPattern, path
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from ground.core.api.bodies import IF_MATCH, Nothing, described
from ground.organisation.roles import Right
from workorders.api.acting import OrderState, act_from_desk
from workorders.engine.advance import advance, lock
from workorders.engine.process import Process, Verb

# (order_id=…, at=…, actor=…, **body) → what the answer says besides the order's state, or anything else for nothing.
Use = Callable[..., object]
View = Callable[[Request, str], Response]
Body = type[serializers.Serializer[Any]]


def described_verb(body: Body, answer: type[OrderState] = OrderState) -> Any:
    """Describe and route a POST verb."""

    def decorate(view: Any) -> Any:
        schema = described(request=body, responses=answer, parameters=[IF_MATCH], problems=(403, 404, 409, 412, 422))
        return schema(api_view(["POST"])(view))

    return decorate


def rights_of(verb: Verb) -> tuple[Right, ...]:
    return verb.right if isinstance(verb.right, tuple) else (verb.right,)


def body_of_verb(verb: Verb) -> Body:
    return verb.form or Nothing


def desk_view(verb: Verb, use: Use, answer: type[OrderState]) -> View:
    """A seat takes this step with an order of its jurisdiction."""

    def view(request: Request, number: str) -> Response:
        def perform(order_id: int, said: dict[str, Any]) -> object:
            return use(order_id=order_id, at=now(), actor=request.user, **said)

        return act_from_desk(request, number, rights_of(verb), body_of_verb(verb), perform)

    return named(view, verb, use, answer)


def named(view: View, verb: Verb, use: Use, answer: type[OrderState]) -> View:
    """The view under the name of its verb and with the words of its use case: the description of the API reads both."""
    view.__name__ = verb.name.replace("-", "_")
    view.__doc__ = use.__doc__
    decorated: View = described_verb(body_of_verb(verb), answer)(view)
    return decorated


def plain(verb: Verb) -> Use:
    """What a verb does for which moving is all: what the person said stands in the order's history."""

    @transaction.atomic
    def step(*, order_id: int, at: Any, actor: Any, **said: Any) -> None:
        words = " · ".join(str(word) for word in said.values() if word)
        advance([lock(order_id)], verb.name, at=at, actor=actor, detail=words)

    return step


def routes(
    process: Process,
    served_by: str,
    uses: Mapping[str, Use],
    view_of: Callable[[Verb, Use, type[OrderState]], View] = desk_view,
    otherwise: Callable[[Verb], Use] = plain,
    answers: Mapping[str, type[OrderState]] | None = None,
) -> Iterable[URLPattern]:
    """One route for each address among the verbs that this storey serves."""
    doors = {verb.address: verb for verb in process.verbs if verb.right and verb.served_by == served_by}
    for address, verb in doors.items():
        use = uses.get(verb.name) or uses.get(address) or otherwise(verb)
        view = view_of(verb, use, (answers or {}).get(address, OrderState))
        yield path(f"work-orders/<str:number>/{address}/", view, name=f"order-{address}")
