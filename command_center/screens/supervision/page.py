"""The page of the supervision desk: an empty frame; the API fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def supervision_desk(request: HttpRequest, user: User) -> HttpResponse:
    """The supervision desk at `/supervision/`; `?list=` and `?centre=` say what it shows."""
    return render(request, "console/supervision.html", {"props": desk_props(user)})
