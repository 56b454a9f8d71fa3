"""The page of the board: an empty frame; the socket fills it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.board.api.views import board_views
from command_center.screens.board.view import PARTS, areas_told
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def board(request: HttpRequest, user: User) -> HttpResponse:
    """The board at `/`; what is looked at stands in the address. What may be seen and done is decided by socket and API."""
    props = desk_props(user) | board_props(user, area=request.GET.get("area", ""))
    return render(request, "console/board.html", {"props": props})


def board_props(user: User, *, area: str) -> dict[str, Any]:
    """What may be looked at, the views that the person finds, and the areas that there are, those that are asked among them."""
    views = board_views(user)
    asked = {area, *(view["filters"].get("area", "") for view in views)}
    return {"view_parts": PARTS, "views": views, "areas": areas_told(user, asked)}
