"""``/login/wall/``: a screen becomes one of the wall's by a code that somebody typed, or that stands in its address.

``/login/wall/#K7QF-3M9T`` is for a screen without keys: what stands behind # is sent to no server and written into no log.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from command_center.ground.core.api.throttles import LoginThrottle
from command_center.ground.organisation import walls
from command_center.screens.wall.doors import screen_before
from command_center.screens.wall.page import keep_paired

WALL = "/wall/"


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_page(request: HttpRequest) -> HttpResponse:
    """Wrong codes are counted like wrong passwords; each code is good for once."""
    if request.method != "POST" and screen_before(request):
        return redirect(WALL)  # a screen whose address has the code in it starts here every morning
    if request.method != "POST":
        return render(request, "wall/pairing.html")
    throttle = LoginThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]
        answer = render(request, "wall/pairing.html", {"problem": "often"}, status=429)
        answer["Retry-After"] = str(round(throttle.wait()) or 1)
        return answer
    address = throttle.get_ident(request)  # type: ignore[arg-type]
    token = walls.pair(request.POST.get("code", "")[:40], at=now(), address=address)
    if token is None:
        return render(request, "wall/pairing.html", {"problem": "wrong"}, status=403)
    throttle.give_back(request)  # type: ignore[arg-type]
    return keep_paired(redirect(_onwards(request)), token)


def _onwards(request: HttpRequest) -> str:
    """The wall as it was asked for first: its language and theme stand in the address."""
    asked = request.GET.get("next", "")
    return asked if re.fullmatch(r"/wall/(\?[\w=&-]*)?", asked) else WALL
