"""The back office in the theme of the desks, its tables under what they belong to, and the ways back to the desks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right

THEMES = ("light", "dark")
# Route, the right that its page wants, icon; the words stand in ``navigation``, so that they are translated.
DESKS = (
    ("console", Right.READ_ORDERS, "dashboard"),
    ("outage-map", Right.READ_OUTAGES, "map"),
    ("headline-page", Right.READ_ORDERS, "monitoring"),
)


def theme_of(request: HttpRequest) -> str | None:
    """What the person chose at the desks; None leaves it to the system and to the switch of the back office."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else None


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The desks first, then one folded group of tables for each part of the house."""
    groups: list[dict[str, Any]] = [{"title": _("The desks"), "items": _desks(request)}]
    for app in admin.site.get_app_list(request):
        items = [
            {"title": str(model["name"]), "link": model["admin_url"]} for model in app["models"] if model["admin_url"]
        ]
        groups.append({"title": str(app["name"]), "collapsible": True, "items": items})
    return [group for group in groups if group["items"]]


def _desks(request: HttpRequest) -> list[dict[str, Any]]:
    words = {"console": _("Board"), "outage-map": _("Outage map"), "headline-page": _("Headline figures")}
    user = request.user
    may = user.may if isinstance(user, User) else lambda right: False
    desks = [
        {"title": words[route], "link": reverse(route), "icon": icon, "active": False}
        for route, right, icon in DESKS
        if may(right)
    ]
    about = {"title": _("The API"), "link": reverse("api-docs"), "icon": "api", "active": False}
    return [*desks, about]
