"""The pages of the desks: empty frames; the socket fills them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from command_center.organisation.models import User
from command_center.organisation.roles import Right
from workorders.engine.told import states_of


@require_safe
@never_cache
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """The board at `/`. What may be seen and done is decided by socket and API; here only what is worth showing."""
    user = request.user
    assert isinstance(user, User)
    if not user.may(Right.READ_ORDERS):
        return own_place(request, user)
    return render(request, "console/board.html", {"props": desk_props(user)})


@require_safe
@never_cache
@login_required
def outages(request: HttpRequest) -> HttpResponse:
    """The outage map at `/outages/`; `?o=NUMBER` opens one of them."""
    user = request.user
    assert isinstance(user, User)
    if not user.may(Right.READ_OUTAGES):
        return own_place(request, user)
    return render(request, "console/outages.html", {"props": desk_props(user)})


def desk_props(user: User) -> dict[str, Any]:
    rights = [right.value for right in Right if user.may(right)]
    return {"socket": "/ws/console/", "rights": rights, "person_id": user.pk, "states": states_of("FAULT")}


def own_place(request: HttpRequest, user: User) -> HttpResponse:
    """Somebody who works elsewhere: crews on their phone page, staff in the back office."""
    if user.may(Right.FIELD):
        return redirect("crew")
    if user.is_staff:
        return redirect("admin:index")
    return render(request, "console/no_entry.html", status=403)
