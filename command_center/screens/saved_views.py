"""Views under a name: what is common to the doors of the list of orders and of the board."""

from collections.abc import Callable, Iterable
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.models import SavedView, ViewedScreen
from workorders.services.saved_views import keep_view, own_view, remove_view

Problems = Iterable[dict[str, str]]
Said = Callable[[Request], dict[str, Any]]


class ViewProblem(serializers.Serializer[Any]):
    pointer = serializers.CharField()
    detail = serializers.CharField()


class SavedViewOut(serializers.Serializer[Any]):
    """``problems``: what of it can no longer be asked; the screen refuses it until it is mended."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    shared_with = serializers.CharField(allow_null=True, help_text="Name of the centre")
    owner = serializers.CharField()
    mine = serializers.BooleanField()
    problems = ViewProblem(many=True)
    updated_at = Moment()


def saved_view(view: SavedView, user: User, problems: Problems) -> dict[str, Any]:
    """``view`` → ``SavedViewOut``."""
    return {
        "id": view.pk,
        "name": view.name,
        "filters": view.filters,
        "shared_with": view.centre.name if view.centre else None,
        "owner": str(view.owner),
        "mine": view.owner_id == user.pk,
        "problems": list(problems),
        "updated_at": view.updated_at,
    }


def view_changed(request: Request, screen: ViewedScreen, view_id: int, said: Said) -> SavedView:
    """Another meaning of one's own view; ``said`` reads the body as the screen would, and refuses what it does not know."""
    user: Any = request.user
    require(user, Right.READ_ORDERS)
    own_view(user, screen, view_id)  # somebody else's looks absent, whatever is said of it
    return keep_view(owner=user, screen=screen, view_id=view_id, **said(request))


def view_removed(request: Request, screen: ViewedScreen, view_id: int) -> Response:
    """One's own view is gone."""
    user: Any = request.user
    require(user, Right.READ_ORDERS)
    remove_view(owner=user, screen=screen, view_id=view_id)
    return Response(status=204)
