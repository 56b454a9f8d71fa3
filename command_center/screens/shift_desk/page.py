"""The page of the shift desk: an empty frame; the API and the board's socket fill it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def shift_desk(request: HttpRequest, user: User) -> HttpResponse:
    """The shift desk at `/crews/`; `?area=`, `state`, `sort` and `crew` say what it shows."""
    return render(request, "console/crews.html", {"props": desk_props(user)})
