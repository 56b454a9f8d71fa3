"""The page of one's own files: an empty frame; ``GET exports/`` fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def exports_page(request: HttpRequest, user: User) -> HttpResponse:
    """What one asked for in the background: how far each is, and where it is fetched."""
    return render(request, "console/exports.html", {"props": desk_props(user)})
