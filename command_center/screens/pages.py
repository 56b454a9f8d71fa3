"""The door of every page: who does not carry its right is led to their own place. The desks' pages are empty frames."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.ground.organisation.doors import rights_for
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.unit_names import names_told
from command_center.screens.words import words_told
from outages.life.process import OUTAGE
from outages.planned.process import PLAN
from workorders.engine.told import states_of, states_told

Page = Callable[..., HttpResponse]
"""Takes the request, the user, and what the address names."""


def page_by_role(page: Page) -> Callable[..., HttpResponse]:
    """A page whose row of ``organisation/doors.py`` names a right; who does not carry it is led to their own place."""

    @require_safe
    @never_cache
    @login_required
    @wraps(page)
    def door(request: HttpRequest, **named: str) -> HttpResponse:
        user, match = request.user, request.resolver_match
        assert isinstance(user, User) and match
        if any(user.may(Right(right)) for right in rights_for("GET", match.route)):
            return page(request, user, **named)
        return own_place(request, user)

    return door


def desk_props(user: User) -> dict[str, Any]:
    rights = [right.value for right in Right if user.may(right)]
    kinds = {process.kind: states_told(process) for process in (OUTAGE, PLAN)}
    told: dict[str, Any] = {
        "rights": rights,
        "person_id": user.pk,
        "states": states_of("FAULT"),
        "kinds": kinds,
        "words": words_told(),
    }
    told["unit_names"] = names_told()
    return {"socket": "/ws/console/", **told}


def own_place(request: HttpRequest, user: User) -> HttpResponse:
    """Somebody who works elsewhere: crews on their phone page, staff in the back office."""
    if user.may(Right.FIELD):
        return redirect("crew")
    if user.may(Right.READ_ORDERS):
        return redirect("console")
    if user.may(Right.WALL):
        return redirect("wall")
    if user.is_staff:
        return redirect("admin:index")
    return render(request, "console/no_entry.html", status=403)
