"""``GET outages-then/?at=``: the outage map of another moment, from the ledger as it is known now."""

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid
from command_center.ground.core.realtime import Card
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from command_center.screens.cards.outage_shapes import OutageCard
from command_center.screens.cards.outages import cards_of_outages, with_places
from outages.ledger.selectors.at_moment import dark_at
from outages.life.states import Status
from outages.models import Outage
from workorders.models import StatusChange


class ThenQuery(serializers.Serializer[Any]):
    at = Moment(required=False, default=None, allow_null=True, help_text="A moment that is over; without one, now")


class CardThen(OutageCard):
    """A card as of ``then``: ``customers_out`` and ``order_status`` are those of the moment. What is not kept by the moment is null:
    the crew, the estimate, and who among the customers could not wait."""

    then = Moment()
    important_out = serializers.IntegerField(allow_null=True)
    life_support_out = serializers.IntegerField(allow_null=True)
    time_critical_out = serializers.IntegerField(allow_null=True)


class OutagesThen(serializers.Serializer[Any]):
    at = Moment()
    outages = CardThen(many=True)


UNKNOWN_THEN: Card = {
    "important_out": None, "life_support_out": None, "time_critical_out": None, "crew": None, "attention": None,
    "attention_also": [], "etr_at": None, "etr_p50_at": None, "etr_source": "", "etr_revision": 0,
}  # fmt: skip


@described(parameters=[ThenQuery], responses=OutagesThen, problems=(401, 403, 422))
@api_view(["GET"])
def outages_then(request: Request) -> Response:
    """Who was dark by what at that moment, within the reader's area. What is planned ahead: ``planned-outages/``."""
    require(request.user, Right.READ_OUTAGES)
    at = query_of(ThenQuery, request)["at"] or now()
    if at > now():
        raise Invalid(
            _("The ledger knows only what has been. Ask planned-outages/ for what is to come."), pointer="/at"
        )
    return Response({"at": iso(at), "outages": cards_then(request.user, at)})


def cards_then(user: Any, at: datetime) -> list[Card]:
    """Five queries, however many were dark."""
    dark = dark_at(scoped(Outage.objects.all(), user), at)
    cards = cards_of_outages(with_places(Outage.objects.filter(pk__in=dark)).order_by("pk"))
    states = _states_then([card["lead_order"] for card in cards if card["lead_order"]], at)
    return [
        card
        | UNKNOWN_THEN
        | {
            "status": Status.CONFIRMED.value,
            "customers_out": dark[card["id"]],
            "order_status": states.get(card["lead_order"]),
            "then": iso(at),
        }
        for card in cards
    ]


def _states_then(numbers: list[str], at: datetime) -> dict[str, str]:
    """Number of an order → the state it was in at the moment; one that was not there yet is absent."""
    moves = StatusChange.objects.filter(order__number__in=numbers, at__lte=at)
    last = moves.order_by("order_id", "-at", "-pk").distinct("order_id")
    return dict(last.values_list("order__number", "new"))
