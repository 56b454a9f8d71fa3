"""What goes around every request: the language asked for, what the browser is told to keep shut, and one line in the log."""

import hashlib
import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_finished_metadata

from command_center.ground.core.api.throttles import AnonThrottle

STARTED_AT = "_started_at"
MARK_LENGTH = 8


class LanguageFromQueryMiddleware:
    """``?lang=en|zh-hans`` switches the language for this browser, on every page and without a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
            return self.get_response(request)
        # LocaleMiddleware, which runs after this one, reads the cookie.
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = wanted
        response = self.get_response(request)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax")
        return response


class BrowserRules:
    """What no page of ours needs is shut: sensors but the crew's position, and foreign addresses for the back office too."""

    PERMISSIONS = "camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()"
    # django-unfold and the API browser bring inline styles and scripts; nothing of theirs may load from or send elsewhere.
    LIBRARIES = ("/admin", "/api/docs")
    THEIR_POLICY = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.PERMISSIONS)
        if request.path_info.startswith(self.LIBRARIES):
            response.setdefault("Content-Security-Policy", self.THEIR_POLICY)
        return response


class AccessLog(RequestMiddleware):
    """One line a request: the template of its address, never the address. Links, trackers' tokens and searches stay out of logs.

    django-structlog's request id and context, with a masked address and how long it took.
    """

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
