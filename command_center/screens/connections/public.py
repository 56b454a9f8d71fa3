"""What the public pages of connections have in common: how often, how much, and that the address stays a secret.

Who knows no account is counted by address; what arrives is bounded before anything of it is read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from command_center.ground.core.api.throttles import AnonThrottle
from command_center.screens.written import length_of, written

MOST_BYTES = 12 * 1024 * 1024  # as nginx in deploy/nginx.conf
MOST_BYTES_OF_WORDS = 64 * 1024
Page = Callable[..., HttpResponseBase]


class PageThrottle(AnonThrottle):
    """Per address, signed in or not."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": f"connection-{self.scope}", "ident": self.get_ident(request)}


class ApplyThrottle(PageThrottle):
    """Applications and whatever else is sent by somebody without an account."""

    scope = "apply"


class SendingThrottle(ApplyThrottle):
    """The same count for the doors of the API; who only reads is not counted as a sender."""

    def allow_request(self, request: Any, view: Any) -> bool:
        return request.method in ("GET", "HEAD", "OPTIONS") or super().allow_request(request, view)


def public_page(methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[Page], Page]:
    """A page without an account: counted, bounded, kept out of search engines and of other sites' logs."""

    def decorate(page: Page) -> Page:
        protected = csrf_protect(page)

        @csrf_exempt  # so that nothing is read before it is counted and measured; ``protected`` asks for the token
        @never_cache
        @require_http_methods(methods)
        @wraps(page)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if refused := _refused(request):
                return private(sorry(request, refused))
            answer = protected(request, *args, **kwargs)
            # Django's own 403 shows nothing of what was typed; the page itself was not asked then.
            is_foreign = answer.status_code == 403 and not getattr(request, "csrf_processing_done", False)
            return private(sorry(request, 403) if is_foreign else answer)

        return door

    return decorate


def private(response: HttpResponseBase) -> HttpResponseBase:
    """The address is the key: keep it out of search engines and out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _refused(request: HttpRequest) -> int:
    """0, or the status with which it is refused before the page looks at it."""
    if not PageThrottle().allow_request(request, None):  # type: ignore[arg-type]
        return 429
    if request.method != "POST":
        return 0
    if length_of(request) > MOST_BYTES:
        return 413
    return 0 if ApplyThrottle().allow_request(request, None) else 429  # type: ignore[arg-type]


def sorry(request: HttpRequest, status: int) -> HttpResponse:
    """It was not taken in, and why; with what was typed. Who sends too much, or much too often, does not make us read it."""
    may_read = request.method == "POST" and (status not in (413, 429) or length_of(request) <= MOST_BYTES_OF_WORDS)
    told = {"status": status, "written": written(request) if may_read else []}
    return render(request, "connections/sorry.html", told, status=status)
