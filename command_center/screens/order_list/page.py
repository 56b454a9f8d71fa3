"""The page of the list: an empty frame, and what can be asked and shown, in the reader's words."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.organisation.models import User
from command_center.screens.order_list.columns import COLUMNS, SHOWN
from command_center.screens.order_list.fields import fields
from command_center.screens.order_list.words import kinds_filed_by, states_of_kinds, words
from command_center.screens.pages import desk_props, page_by_role


@page_by_role
def order_list(request: HttpRequest, user: User) -> HttpResponse:
    """The list at `/orders/`; the whole question stands in the address, `?o=NUMBER` opens one of the orders."""
    return render(request, "console/orders.html", {"props": desk_props(user) | list_props(user)})


def list_props(user: User) -> dict[str, Any]:
    columns = [
        {"name": c.name, "label": str(c.label), "field": c.field, "type": c.type, "ordering": c.ordering}
        for c in COLUMNS
    ]
    return {
        "columns": columns,
        "shown": list(SHOWN),
        "fields": fields(user),
        "words": words(),
        "kinds": states_of_kinds(),
        "filed": kinds_filed_by(user),
    }
