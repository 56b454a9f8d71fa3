"""Socket routes."""

from typing import Any

from channels.sessions import CookieMiddleware
from django.urls import path, re_path

from command_center.screens.board.socket import BoardSocket
from command_center.screens.crew_phone.socket import CrewSocket
from command_center.screens.sockets.base import NoSuchSocket
from command_center.screens.tracking.socket import TrackSocket
from command_center.screens.wall.socket import WallSocket

socket_routes: list[Any] = [
    path("ws/console/", CookieMiddleware(BoardSocket.as_asgi())),
    path("ws/crew/", CookieMiddleware(CrewSocket.as_asgi())),
    path("ws/wall/", CookieMiddleware(WallSocket.as_asgi())),
    # No account: the token is the right, and the only cookie read is the language.
    path("ws/track/<str:token>/", CookieMiddleware(TrackSocket.as_asgi())),
    re_path(r"^.*$", NoSuchSocket.as_asgi()),
]
