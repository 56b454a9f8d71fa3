"""The page of the complaint figures: an empty frame; ``GET complaint-figures/`` fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def complaint_page(request: HttpRequest, user: User) -> HttpResponse:
    """The figures at `/complaints/`; `?since=` and `?until=` say of which days."""
    return render(request, "console/complaints.html", {"props": desk_props(user)})
