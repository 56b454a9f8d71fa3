"""Socket routes."""

from typing import Any

from channels.sessions import CookieMiddleware, SessionMiddlewareStack
from django.urls import path, re_path

from command_center.console.board_socket import BoardSocket
from command_center.console.phone_sockets import CrewSocket, NoSuchSocket, TrackSocket

socket_routes: list[Any] = [
    path("ws/console/", SessionMiddlewareStack(BoardSocket.as_asgi())),
    path("ws/crew/", SessionMiddlewareStack(CrewSocket.as_asgi())),
    # No account: the token is the right, and the only cookie read is the language.
    path("ws/track/<str:token>/", CookieMiddleware(TrackSocket.as_asgi())),
    re_path(r"^.*$", NoSuchSocket.as_asgi()),
]
