"""The one translator at the edge: domain errors, DRF errors and broken constraints become RFC 9457 problems."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from command_center.ground.core import audit
from command_center.ground.core.api import unavailable
from command_center.ground.core.api.reading import TooLarge
from command_center.ground.core.errors import Conflict, DomainError, NotFound

PROBLEM = "application/problem+json"
NO_SUCH_THING = (NotFound.code, NotFound.title)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Returns None for a bug, which then is a plain 500 with its request id in the log."""
    if isinstance(error, IntegrityError):
        error = broken_rule(error)
    if unavailable.is_away(error):
        title, detail = unavailable.words()
        answer = _problem(503, unavailable.CODE, title, detail, [])
        answer["Retry-After"] = str(unavailable.RETRY_SECONDS)
        return answer
    if isinstance(error, DomainError):
        set_rollback()
        for trace in error.traces:
            audit.record(**trace)
        return _problem(error.status, error.code, error.title, error.detail, _pointers(error), error.data)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    if isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    return _from_drf(error, response)


def broken_rule(error: IntegrityError) -> Exception:
    """A constraint named after its rule said no: that rule's name is the detail."""
    diag = getattr(error.__cause__, "diag", None)
    rule = getattr(diag, "constraint_name", None)
    return Conflict(str(rule).replace("_", " "), rule=rule) if rule else error


def _from_drf(error: exceptions.APIException, response: Response) -> Response:
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flatten(error.detail))
        title = _("Something in the request is missing or does not fit.")
        answer = _problem(status.HTTP_422_UNPROCESSABLE_ENTITY, "invalid", title, "", errors)
        answer.data["detail"] = " ".join(f"{e['pointer'].lstrip('/')}: {e['detail']}" for e in errors[:3])
        return answer
    more: dict[str, Any] | None = None
    if isinstance(error, exceptions.NotAuthenticated):
        error.detail = _("You are not signed in, or your sign-in has ended.")  # type: ignore[assignment]
        more = {"sign_in": resolve_url(settings.LOGIN_URL)}
    answer = _problem(response.status_code, str(error.default_code), str(error.detail), "", [], more)
    for header in ("Retry-After", "WWW-Authenticate", "Allow"):
        if header in response:
            answer[header] = response[header]
    return answer


def _pointers(error: DomainError) -> list[dict[str, str]]:
    return [{"pointer": error.pointer, "detail": str(error.detail)}] if error.pointer else []


def _problem(
    code_http: int, code: str, title: Any, detail: Any, errors: list[dict[str, str]], data: dict[str, Any] | None = None
) -> Response:
    return Response(
        body_of_problem(code_http, code, title, detail, errors, data), status=code_http, content_type=PROBLEM
    )


def body_of_problem(
    code_http: int, code: str, title: Any, detail: Any, errors: list[dict[str, str]], data: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "type": f"urn:problem:{code}",
        "title": str(title),
        "status": code_http,
        "code": code,
        "detail": str(detail) or str(title),
        "errors": errors,
        **(data or {}),
    }


def plain_problem(code_http: int, code: str, title: Any, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """A problem document where no view of DRF has been reached."""
    return JsonResponse(
        body_of_problem(code_http, code, title, "", errors or []), status=code_http, content_type=PROBLEM
    )


def _flatten(detail: Any, pointer: str = "") -> Any:
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _flatten(value, f"{pointer}/{key}")
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        for index, value in enumerate(detail):
            yield from _flatten(value, f"{pointer}/{index}")
    elif isinstance(detail, list):
        for item in detail:
            yield {"pointer": pointer or "/", "detail": str(item)}
    else:
        yield {"pointer": pointer or "/", "detail": str(detail)}
