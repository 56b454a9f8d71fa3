"""One port for both: Channels for sockets, a2wsgi around the WSGI application for HTTP.

HTTP stays on WSGI because Django's ASGI handler was measured slower and ran out of database connections;
the socket tier does almost no ORM. In production the two run as separate processes behind nginx.
"""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from command_center.wsgi import application as wsgi_application  # first: it loads the apps

# isort: split
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings

from command_center.ground.core.request_buffering import RequestBuffering
from command_center.screens.middleware.same_origin import SameOrigin
from command_center.screens.socket_routes import socket_routes

# Eight threads, one database connection each: the budget is in docs/operations.md.
HTTP_THREADS = int(os.environ.get("HTTP_THREADS", "8"))
# Django counts the fields of a form and not its files: a photo may be as large as itself beside them.
ROOM_FOR_FORMS = 12 * 1024 * 1024

http = cast("Any", WSGIMiddleware(cast("Any", wsgi_application), workers=HTTP_THREADS))

application = ProtocolTypeRouter(
    {
        "http": RequestBuffering(http, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + ROOM_FOR_FORMS),
        "websocket": SameOrigin(URLRouter(socket_routes)),
    }
)
