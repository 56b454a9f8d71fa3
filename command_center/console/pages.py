"""The dispatcher board's page: an empty frame; the socket fills it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """The board at `/`; who may see which orders is decided by the socket and the API, not here."""
    props = {"username": request.user.get_username(), "socket": "/ws/console/"}
    return render(request, "console/board.html", {"props": props})
