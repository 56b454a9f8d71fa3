"""The page of the wall: an empty frame that fills itself and is left alone for months."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as in_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.walls import COOKIE, COOKIE_SECONDS, note_seen
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.open_items.ranking import MARKS
from command_center.screens.pages import own_place
from command_center.screens.wall.doors import screen_before
from command_center.screens.wall.year import RESULTS
from command_center.screens.words import some_words
from outages.life.process import OUTAGE
from workorders.engine.told import states_of, states_told


@require_safe
@never_cache
def wall_page(request: HttpRequest) -> HttpResponseBase:
    """The wall at `/wall/`: of a paired screen, or of somebody who sees outages. Anybody else is asked for a code."""
    screen = screen_before(request)
    if screen is not None:
        note_seen(screen, at=now())
        return keep_paired(_shown(request), request.COOKIES[COOKIE])
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path(), "wall-pairing")
    if user.may(Right.WALL) or user.may(Right.READ_OUTAGES):
        return _shown(request)
    return own_place(request, user)


def keep_paired(response: HttpResponse, token: str) -> HttpResponse:
    """No script reads it, no other site sends it, and it lasts as long as a browser keeps any."""
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _shown(request: HttpRequest) -> HttpResponse:
    return render(request, "wall/page.html", {"props": props()})


def props() -> dict[str, Any]:
    """The words: the state itself is in no language."""
    return {
        "socket": "/ws/wall/",
        "states": states_of("FAULT"),
        "kinds": {"OUTAGE": states_told(OUTAGE)},
        "words": {
            **some_words("fault", "area", "clock", "measure", "measure_change"),
            "mark": {code: in_language(mark.words) for code, mark in MARKS.items()},
            "figure": {code: str(BY_CODE[code].label) for code in RESULTS},
        },
        "tones": {code: mark.tone for code, mark in MARKS.items()},
    }
