"""One line a request: the template of its address, never the address. Links, trackers' tokens and searches stay out of logs."""

import hashlib
import time
from typing import Any, cast

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

from command_center.ground.core.api.throttles import AnonThrottle

STARTED_AT = "_started_at"
MARK_LENGTH = 8


class AccessLog(RequestMiddleware):
    """django-structlog's request id and context, with a masked address and how long it took."""

    def prepare(self, request: HttpRequest) -> None:
        setattr(request, STARTED_AT, time.monotonic())
        super().prepare(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """``api/v1/track/<str:token>/ #1f3a9c02``: the mark tells one link from another and opens none."""
    match = request.resolver_match
    if match is None:
        return "(no such address)"
    token = match.kwargs.get("token")
    return f"{match.route} #{mark(token)}" if token else match.route


def mark(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()[:MARK_LENGTH]


def _say_more(request: HttpRequest, log_kwargs: dict[str, Any], **_: Any) -> None:
    log_kwargs["ms"] = round((time.monotonic() - getattr(request, STARTED_AT, time.monotonic())) * 1000)
    log_kwargs["ip"] = AnonThrottle().get_ident(cast(Any, request))


bind_extra_request_finished_metadata.connect(_say_more, dispatch_uid="access_log")
