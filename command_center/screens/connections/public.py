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

MOST_BYTES = 12 * 1024 * 1024  # as nginx in deploy/nginx.conf
Page = Callable[..., HttpResponseBase]


class PageThrottle(AnonThrottle):
    """Per address, signed in or not."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": f"connection-{self.scope}", "ident": self.get_ident(request)}


class ApplyThrottle(PageThrottle):
    """Applications and whatever else is sent by somebody without an account."""

    scope = "apply"


def public_page(methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[[Page], Page]:
    """A page without an account: counted, bounded, kept out of search engines and of other sites' logs."""

    def decorate(page: Page) -> Page:
        protected = csrf_protect(page)

        @csrf_exempt  # so that nothing is read before it is counted and measured; ``protected`` asks for the token
        @never_cache
        @require_http_methods(methods)
        @wraps(page)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not PageThrottle().allow_request(request, None):  # type: ignore[arg-type]
                return private(_sorry(request, 429))
            if request.method == "POST":
                if _length(request) > MOST_BYTES:
                    return private(_sorry(request, 413))
                if not ApplyThrottle().allow_request(request, None):  # type: ignore[arg-type]
                    return private(_sorry(request, 429))
            return private(protected(request, *args, **kwargs))

        return door

    return decorate


def private(response: HttpResponseBase) -> HttpResponseBase:
    """The address is the key: keep it out of search engines and out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _sorry(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "connections/sorry.html", {"too_large": status == 413}, status=status)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return MOST_BYTES + 1
