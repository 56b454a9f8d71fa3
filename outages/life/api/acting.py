"""What every verb on an outage does: right, jurisdiction, body, If-Match, one transaction, the outage's new state."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import IF_MATCH, body_of, described
from command_center.ground.core.api.etags import check_unchanged, wants_unchanged, with_etag
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from outages.life.models import Outage
from outages.life.services.moves import lock

Body = type[serializers.Serializer[Any]]
# (outage id, the validated body) → what the answer says besides the outage's state, or anything else for nothing.
Perform = Callable[[int, dict[str, Any]], object]
STATE = ("id", "number", "status", "rev", "customers_total", "customers_out", "etr_at")


class OutageState(serializers.Serializer[Any]):
    """Where the outage stands after a verb; the whole card follows over the socket."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    rev = serializers.IntegerField()
    customers_total = serializers.IntegerField()
    customers_out = serializers.IntegerField()
    etr_at = Moment(allow_null=True)


def verb(body: Body, responses: Any = OutageState) -> Any:
    """Describe and route a POST verb."""

    def decorate(view: Any) -> Any:
        schema = described(
            request=body, responses=responses, parameters=[IF_MATCH], problems=(401, 403, 404, 409, 412, 422)
        )
        return schema(api_view(["POST"])(view))

    return decorate


def act(request: Request, number: str, body: Body, perform: Perform) -> Response:
    """A seat acts on an outage of its jurisdiction; ``perform`` is the service call."""
    require(request.user, Right.OUTAGES)
    return act_on(request, get_scoped(Outage.objects.all(), request.user, number=number), body, perform)


def act_on(request: Request, outage: Outage, body: Body, perform: Perform) -> Response:
    """The part after permission: once per idempotency key, only on the revision the client has read."""
    data = body_of(body, request)

    def once() -> tuple[int, dict[str, Any]]:
        if wants_unchanged(request):
            check_unchanged(request, lock(outage.pk).rev)
        more = perform(outage.pk, data)
        return 200, state_of(outage.pk) | (more if isinstance(more, dict) else {})

    response = answer_once(request, "outages", once)
    return with_etag(response, response.data.get("rev"))


def state_of(outage_id: int) -> dict[str, Any]:
    state = dict(Outage.objects.values(*STATE).get(pk=outage_id))
    # Kept with the key as JSON: told again, it reads the same.
    state["etr_at"] = state["etr_at"].isoformat().replace("+00:00", "Z") if state["etr_at"] else None
    return state
