"""The page of the outage map: an empty frame; the board's socket fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def outage_map(request: HttpRequest, user: User) -> HttpResponse:
    """The outage map at `/outages/`; `?o=NUMBER` opens one of them."""
    return render(request, "console/outages.html", {"props": desk_props(user)})
