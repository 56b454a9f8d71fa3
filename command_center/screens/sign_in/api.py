"""Who I am and, for a crew, what is on my hands."""

from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import sessions
from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import RIGHTS
from dispatch.selectors.crews import crew_of


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
