"""The page of the message log: an empty frame; the API of ``customers/messages`` fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def message_log(request: HttpRequest, user: User) -> HttpResponse:
    """The message log at `/messages/`; `?list=` and `?q=` say what it shows."""
    return render(request, "console/messages.html", {"props": desk_props(user)})
