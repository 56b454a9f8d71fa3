"""Who I am and, for a crew, what is on my hands."""

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.console.api.card_shapes import OrderCard, PersonShape
from command_center.console.api.findings import FindingOut
from command_center.console.cards import iso
from command_center.console.crew_work import work_of
from dispatch.selectors.crews import crew_of, own_crew
from ground.core import sessions
from ground.core.api.bodies import described
from ground.core.api.moments import Moment
from ground.organisation.models import User
from ground.organisation.roles import RIGHTS, Right
from ground.organisation.scope import require


class CrewRef(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class MeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    rights = serializers.ListField(child=serializers.CharField())
    scope = serializers.ListField(child=serializers.CharField())
    home = serializers.CharField(allow_null=True)
    crew = CrewRef(allow_null=True)
    session_ends_at = Moment(allow_null=True)


@described(responses=MeOut, problems=(401,))
@api_view(["GET"])
def me(request: Request) -> Response:
    user: Any = request.user
    crew = crew_of(user)
    return Response(
        {
            "id": user.pk,
            "username": user.username,
            "name": user.name,
            "role": user.role,
            "rights": sorted(RIGHTS.get(user.role, ())),
            "scope": user.scope_paths,
            "home": user.home.name if user.home else None,
            "crew": {"id": crew.pk, "name": crew.name} if crew else None,
            "session_ends_at": iso(_ends_at(request)),
        }
    )


def _ends_at(request: Request) -> datetime | None:
    """When one has to sign in again: the end of the session, or of the token if it has one."""
    token: Any = request.auth
    return token.expiry if token is not None else sessions.ends_at(request.session)


class CrewOrder(OrderCard):
    """An order as the phone of a crew shows it."""

    description = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    finding = FindingOut(allow_null=True, help_text="What was found last")
    contact = PersonShape(required=False, help_text="Of orders that the crew holds, unmasked; absent while offered")


class CrewOffer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.CharField()
    offered_at = Moment()
    expires_at = Moment()
    eta_minutes = serializers.FloatField(allow_null=True)
    order = CrewOrder()


class WorkOut(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=["work"])
    at = Moment()
    crew = CrewRef()
    offers = CrewOffer(many=True)
    orders = CrewOrder(many=True)


@described(responses=WorkOut, problems=(401, 403))
@api_view(["GET"])
def my_work(request: Request) -> Response:
    """The offer before my crew and the orders in its hands: the same body as the ``work`` frame of ``/ws/crew/``."""
    require(request.user, Right.FIELD)
    assert isinstance(request.user, User)
    return Response({"type": "work", "at": iso(now()), **work_of(own_crew(request.user))})
