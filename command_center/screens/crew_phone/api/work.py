"""The work of one's own crew: the offer before it and the orders in its hands."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.cards.shapes import OrderCard, PersonShape
from command_center.screens.crew_phone.api.findings import FindingOut
from command_center.screens.crew_phone.work import work_of
from command_center.screens.sign_in.api import CrewRef
from dispatch.crew_messages.api import CrewMessageOut
from dispatch.selectors.crews import own_crew


class ToldByLink(serializers.Serializer[Any]):
    """What the customer answered by their link, in words; ``photo`` is an address for whoever is signed in."""

    id = serializers.IntegerField()
    question = serializers.CharField()
    said = serializers.CharField(allow_blank=True)
    photo = serializers.CharField(allow_null=True)


class CrewOrder(OrderCard):
    """An order as the phone of a crew shows it."""

    description = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    finding = FindingOut(allow_null=True, help_text="What was found last")
    answers = ToldByLink(many=True, required=False, help_text="By their link; absent while offered")
    contact = PersonShape(required=False, help_text="Of orders that the crew holds, unmasked; absent while offered")


class CrewOffer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.CharField()
    offered_at = Moment()
    expires_at = Moment()
    eta_minutes = serializers.FloatField(allow_null=True)
    order = CrewOrder()


class LeftOrder(serializers.Serializer[Any]):
    """An order that is no longer in the crew's hands. ``status`` is in words."""

    number = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    at = Moment(help_text="When it left the crew")


class FinishedOrder(LeftOrder):
    grade = serializers.IntegerField()


class WithdrawnOrder(LeftOrder):
    id = serializers.IntegerField(help_text="Of this crew's hold on the order")
    by = serializers.CharField(allow_blank=True, help_text="Who took it back; empty for a rule")
    why = serializers.CharField(allow_blank=True)
    now_with = serializers.CharField(allow_blank=True, help_text="The crew that holds it now; empty for none")


class WorkOut(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["work"])
    at = Moment()
    crew = CrewRef()
    offers = CrewOffer(many=True)
    orders = CrewOrder(many=True)
    messages = CrewMessageOut(many=True, help_text="From the desk, not read yet; oldest first")
    finished = FinishedOrder(many=True, help_text="Of today, the latest first")
    withdrawn = WithdrawnOrder(many=True, help_text="Taken back in the last 12 hours, the latest first")


@described(responses=WorkOut, problems=(401, 403))
@api_view(["GET"])
def my_work(request: Request) -> Response:
    """The offer before my crew and the orders in its hands: the same body as the ``work`` frame of ``/ws/crew/``."""
    require(request.user, Right.FIELD)
    assert isinstance(request.user, User)
    return Response({"type": "work", "at": iso(now()), **work_of(own_crew(request.user))})
