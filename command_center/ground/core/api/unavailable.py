"""The database is away or its disk is full: 503 with ``Retry-After`` and not a 500, so that whoever reports tries again."""

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_SECONDS = 5
CODE = "unavailable"
# psycopg's own class for what the server refused because of itself: no space, too many clients, shutting down …
OURS = (OperationalError, InterfaceError)


def is_away(error: BaseException | None) -> bool:
    """Whether trying again later may help: the server is gone, full, starting, or was too busy."""
    while error is not None:
        if isinstance(error, OURS):
            return True
        # A failure inside a transaction is followed by errors of that transaction.
        error = error.__context__ if isinstance(error, DatabaseError) else None
    return False


def words() -> tuple[str, str]:
    title = _("The service is interrupted for a moment.")
    return title, _("Nothing was changed. Please send it again in a few seconds.")


def problem() -> HttpResponse:
    title, detail = words()
    body = {"type": f"urn:problem:{CODE}", "title": title, "status": 503, "code": CODE, "detail": detail, "errors": []}
    return _later(JsonResponse(body, status=503, content_type="application/problem+json"))


def page() -> HttpResponse:
    """Made without the database, and without a context processor that would ask it who is signed in."""
    title, detail = words()
    return _later(HttpResponse(render_to_string("unavailable.html", {"title": title, "detail": detail}), status=503))


def _later(answer: HttpResponse) -> HttpResponse:
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer
