"""The page of the hand-over: an empty frame; the API fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def handover(request: HttpRequest, user: User) -> HttpResponse:
    """The hand-over at `/handover/`; `?r=ID` opens the record of a closed one."""
    return render(request, "console/handover.html", {"props": desk_props(user)})
