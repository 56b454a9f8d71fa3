"""``GET wall/`` and ``GET wall/year/``: what the wall shows, for a screen of it and for people who see outages."""

from typing import Any

from django.utils.timezone import now
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.authentication import SessionAuthentication, TokenAuthentication
from command_center.ground.core.api.bodies import described
from command_center.screens.wall.doors import ScreenAuthentication
from command_center.screens.wall.shapes import WallOut, WallYearOut
from command_center.screens.wall.state import Area, wall_of
from command_center.screens.wall.year import year_of

AT_THE_WALL: list[Any] = [ScreenAuthentication, TokenAuthentication, SessionAuthentication]


@described(responses=WallOut, problems=(401, 403, 404))
@api_view(["GET"])
@authentication_classes(AT_THE_WALL)
def wall(request: Request) -> Response:
    """Everything on the wall of one's area at this moment; asked every quarter of a minute while there is no socket."""
    return Response(wall_of(Area.of(request.user), at=now()))


@described(responses=WallYearOut, problems=(401, 403, 404))
@api_view(["GET"])
@authentication_classes(AT_THE_WALL)
def wall_year(request: Request) -> Response:
    """What changes slowly: arrivals of the month and results of the year, each against the year before. Ten minutes old at most."""
    return Response(year_of(Area.of(request.user), at=now()))
