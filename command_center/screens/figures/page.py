"""The page of one figure: an empty frame; ``GET figures/{code}/`` fills it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def figure_page(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """`?unit=`, `?from=` and `?to=` say of what."""
    if code not in BY_CODE:
        raise Http404
    return render(request, "console/figure.html", {"props": desk_props(user), "label": BY_CODE[code].label})
