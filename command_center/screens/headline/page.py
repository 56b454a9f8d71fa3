"""The page of the headline table: an empty frame; ``GET headline-figures/`` fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def headline_page(request: HttpRequest, user: User) -> HttpResponse:
    """The table at `/figures/`; `?since=` and `?until=` say of which days."""
    return render(request, "console/headline.html", {"props": desk_props(user)})
