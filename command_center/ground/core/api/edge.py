"""What every request passes first, and what Django answers by itself.

Text that PostgreSQL cannot hold is cleaned or refused before anything reads it.

NUL and half a surrogate pair are no characters of any script. In a path they name nothing (404), in a question to the
API they are a mistake (422); on a page they are replaced by U+FFFD, which finds nothing. Bodies: ``reading.py``.
"""

import codecs
import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.urls import is_valid_path
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views import defaults
from structlog.contextvars import get_contextvars

from command_center.ground.core.api import unavailable
from command_center.ground.core.api.etags import tell_contents
from command_center.ground.core.api.problems import NO_SUCH_THING, PROBLEM, body_of_problem, plain_problem
from command_center.ground.core.api.reading import TooLarge
from command_center.ground.core.errors import Invalid, NotAllowed

API = "/api/"
NUL = "\0"
REPLACED = "%EF%BF%BD"
# Python knows "encodings" that are none for text (hex, zip, idna): a request that names one would be a crash.
CHARSET = re.compile(r'charset\*?\s*=\s*"?([^\s;"]*)"?', re.IGNORECASE)
CHARSETS = {"utf-8", "ascii", "gbk", "gb2312", "gb18030", "iso8859-1"}

WsgiApplication = Callable[[dict[str, Any], Any], Any]
Answer = Callable[[HttpRequest], HttpResponse]


class ReadableRequest:
    """The first middleware."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        below_api = is_api(request)
        _drop_unreadable_cookies(request)
        if NUL in request.path_info:
            return plain_problem(404, *NO_SUCH_THING) if below_api else HttpResponse(status=404)
        if below_api:
            if pointers := _unreadable(request):
                return _refused(pointers)
            _add_slash(request)
        elif "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", REPLACED)
        response = self.get_response(request)
        return _unchanged(request, response) if below_api else response


def with_text_encoding(application: WsgiApplication) -> WsgiApplication:
    """Around the WSGI application: Django looks at the encoding while it builds the request, before any middleware."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        content_type = environ.get("CONTENT_TYPE", "")
        if "charset" in content_type.lower() and not _is_text_encoding(content_type):
            environ["CONTENT_TYPE"] = CHARSET.sub("charset=utf-8", content_type)
        return application(environ, start_response)

    return answer


def _is_text_encoding(content_type: str) -> bool:
    named = CHARSET.search(content_type)
    try:
        return named is not None and codecs.lookup(named[1]).name in CHARSETS
    except (LookupError, ValueError):
        return False


def _drop_unreadable_cookies(request: HttpRequest) -> None:
    for name in [name for name, value in request.COOKIES.items() if NUL in value]:
        del request.COOKIES[name]


def _unreadable(request: HttpRequest) -> list[str]:
    """The names of what is asked with a NUL in it."""
    query = request.META.get("QUERY_STRING", "")
    if "%00" not in query and NUL not in query:
        return []
    return [name.replace(NUL, "") for name, value in parse_qsl(query, keep_blank_values=True) if NUL in name + value]


def _refused(names: list[str]) -> HttpResponse:
    words = _("There is a character in this that is none (NUL).")
    return plain_problem(422, Invalid.code, Invalid.title, [{"pointer": f"/{name}", "detail": words} for name in names])


def _add_slash(request: HttpRequest) -> None:
    """An address without its last slash means the same. A redirect would turn a report into a question."""
    if not request.path_info.endswith("/") and not is_valid_path(request.path_info):
        request.path_info += "/"
        request.path += "/"


def _unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for who has read these very contents."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or not response.has_header("ETag"):
        return response
    response["ETag"] = tell_contents(response["ETag"], response.content)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


# --- What Django answers by itself, ``handler400`` … of the urls: a document below /api/, a page elsewhere ------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return _own_words(request, "400.html", 400)
    if isinstance(exception, RequestDataTooBig):
        return plain_problem(413, TooLarge.default_code, TooLarge.default_detail)
    return plain_problem(400, "bad_request", _("The request cannot be read."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.permission_denied(request, exception)
    return plain_problem(403, NotAllowed.code, NotAllowed.title)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain_problem(404, *NO_SUCH_THING) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if unavailable.is_away(sys.exc_info()[1]):
        return unavailable.problem() if is_api(request) else unavailable.page()
    if not is_api(request):
        return _own_words(request, "500.html", 500)
    words = _("A mistake of ours. It is in the log under the request id of this answer.")
    body = body_of_problem(500, "internal", words, "", [], {"request_id": str(get_contextvars().get("request_id", ""))})
    return JsonResponse(body, status=500, content_type=PROBLEM)


def form_outlived(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before a sign-in or sign-out; ``CSRF_FAILURE_VIEW`` of the settings."""
    if is_api(request):
        return plain_problem(403, NotAllowed.code, NotAllowed.title)
    return _own_words(request, "403_csrf.html", 403)


def _own_words(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """In the reader's language and theme, with the number under which it is in the log; in Django's words if that fails too."""
    try:
        told = {"request_id": get_contextvars().get("request_id", "")}
        return HttpResponse(get_template(template).render(told | {"request": request}), status=status)
    except Exception:
        return defaults.server_error(request)


def is_api(request: HttpRequest) -> bool:
    return (request.path_info + "/").startswith(API)
