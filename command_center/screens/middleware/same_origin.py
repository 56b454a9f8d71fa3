"""A socket carries the cookie whoever opens it: only pages of this very site may, its port included."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

DEFAULT_PORTS = {"http": 80, "https": 443}


class SameOrigin:
    """Compares the browser's Origin with the Host that was asked; ``CSRF_TRUSTED_ORIGINS`` may open sockets too."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if is_ours(headers.get(b"origin", ""), headers.get(b"host", "")):
            return await self.application(scope, receive, send)
        return await WebsocketDenier()(scope, receive, send)


def is_ours(origin: str, host: str) -> bool:
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    asked = _place(urlsplit(origin))
    return asked is not None and asked == _place(urlsplit(f"{urlsplit(origin).scheme}://{host}"))


def _place(url: SplitResult) -> tuple[str, int] | None:
    try:
        port = url.port or DEFAULT_PORTS.get(url.scheme)
    except ValueError:  # no number
        return None
    return (url.hostname, port) if url.hostname and port else None
