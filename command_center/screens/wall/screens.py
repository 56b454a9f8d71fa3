"""``/wall/screens/``: a supervisor hangs up a screen, gives it a new code, takes it down. A page of forms, without a script."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from command_center.ground.core.errors import DomainError, Invalid
from command_center.ground.organisation import walls
from command_center.ground.organisation.models import CENTRES, Level, OrgUnit, User, WallScreen
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, scoped
from command_center.screens.pages import own_place

LONGEST_NAME = 60
WALLS_OF = (Level.PROVINCE, *CENTRES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def screens_page(request: HttpRequest) -> HttpResponseBase:
    """The screens of one's area; sent, one is made, gets a new code or is revoked."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if not user.may(Right.WALL_SCREENS):
        return own_place(request, user)
    if request.method != "POST":
        return _shown(request, user)
    try:
        return _shown(request, user, **ACTS.get(request.POST.get("act", ""), _nothing)(request, user))
    except DomainError as refusal:
        return _shown(request, user, status=422, problem=str(refusal))


def _make(request: HttpRequest, user: User) -> dict[str, Any]:
    name = request.POST.get("name", "").strip()
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        raise Invalid(_("Say where the screen hangs, in at most 60 characters."), pointer="/name")
    units = OrgUnit.objects.filter(level__in=WALLS_OF, active=True)
    unit = get_scoped(units, user, field="path", code=request.POST.get("unit", "")[:20])
    screen, code = walls.make(name=name, unit=unit, by=user, at=now())
    return {"coded": screen, "code": code}


def _new_code(request: HttpRequest, user: User) -> dict[str, Any]:
    screen = _named(request, user)
    return {"coded": screen, "code": walls.give_code(screen, by=user, at=now())}


def _revoke(request: HttpRequest, user: User) -> dict[str, Any]:
    screen = _named(request, user)
    walls.revoke([screen.pk], by=user, at=now())
    return {"revoked": screen}


def _nothing(request: HttpRequest, user: User) -> dict[str, Any]:
    return {}


ACTS = {"make": _make, "new_code": _new_code, "revoke": _revoke}


def _named(request: HttpRequest, user: User) -> WallScreen:
    said = request.POST.get("screen", "")
    pk = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    live = WallScreen.objects.filter(revoked_at=None).select_related("unit").defer("unit__area")
    return get_scoped(live, user, field="unit__path", pk=pk)


def _shown(request: HttpRequest, user: User, *, status: int = 200, **said: Any) -> HttpResponse:
    units = scoped(OrgUnit.objects.filter(level__in=WALLS_OF, active=True), user, field="path").defer("area")
    live = WallScreen.objects.filter(revoked_at=None).select_related("unit").defer("unit__area")
    screens = scoped(live, user, field="unit__path").order_by("unit__path", "pk")
    pairing = request.build_absolute_uri("/login/wall/")
    told = {"units": units.order_by("path"), "screens": screens, "pairing": pairing, "at": now(), **said}
    return render(request, "wall/screens.html", told, status=status)
