"""The page of the board: an empty frame; the socket fills it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def board(request: HttpRequest, user: User) -> HttpResponse:
    """The board at `/`. What may be seen and done is decided by socket and API; here only what is worth showing."""
    return render(request, "console/board.html", {"props": desk_props(user)})
