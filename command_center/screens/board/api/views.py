"""Views of the board under a name: ``board-views/``. A view is the parts of the board's address (``board/view.py``)."""

from typing import Any, cast

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.board.view import problems_of
from command_center.screens.saved_views import SavedViewOut, saved_view, view_changed, view_removed
from workorders.models import SavedView, ViewedScreen
from workorders.services.saved_views import keep_view, views_for

HERE = ViewedScreen.BOARD


class BoardViewIn(serializers.Serializer[Any]):
    """``filters`` as in the address of the board: tab, area, fault, age, grade, due, unlocated, desk, search, sort."""

    name = serializers.CharField(max_length=60)
    filters = serializers.DictField(child=serializers.CharField(max_length=200), required=False, default=dict)
    shared = serializers.BooleanField(required=False, default=False, help_text="With the people of one's centre")
    opens = serializers.BooleanField(required=False, default=False, help_text="One's board opens with it")


class BoardViewOut(SavedViewOut):
    opens = serializers.BooleanField(help_text="One's own board opens with it")


class BoardViewsOut(serializers.Serializer[Any]):
    """All of them; ``next`` and ``previous`` are null."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = BoardViewOut(many=True)


@described(methods=["GET"], responses=BoardViewsOut, operation_id="board_views_list")
@described(methods=["POST"], request=BoardViewIn, responses=BoardViewOut)
@api_view(["GET", "POST"])
def views(request: Request) -> Response:
    """One's own views of the board and those shared with one's centre; or a new one."""
    user: Any = request.user
    require(user, Right.READ_ORDERS)
    if request.method == "POST":
        return Response(_one(keep_view(owner=user, screen=HERE, **_said(request)), user))
    return Response({"next": None, "previous": None, "results": board_views(user)})


@described(request=BoardViewIn, responses=BoardViewOut, operation_id="board_views_change")
@api_view(["POST"])
def change(request: Request, view_id: int) -> Response:
    """Another meaning, name or sharing for one's own view, or that the board opens with it."""
    return Response(_one(view_changed(request, HERE, view_id, _said), cast(User, request.user)))


@described(request=Nothing, responses={204: None})
@api_view(["POST"])
def remove(request: Request, view_id: int) -> Response:
    """One's own view is gone, for those it was shared with too."""
    return view_removed(request, HERE, view_id)


def board_views(user: User) -> list[dict[str, Any]]:
    """Every view that the person finds on the board, as ``BoardViewOut``. Two queries."""
    return _told(list(views_for(user, HERE)), user)


def _one(view: SavedView, user: User) -> dict[str, Any]:
    return _told([view], user)[0]


def _told(kept: list[SavedView], user: User) -> list[dict[str, Any]]:
    """Whose board opens with a view is its owner's business: for others it does not."""
    problems = problems_of([view.filters for view in kept], user)
    return [
        saved_view(view, user, [{"pointer": f"/filters/{name}", "detail": words} for name, words in wrong.items()])
        | {"opens": view.opens_screen and view.owner_id == user.pk}
        for view, wrong in zip(kept, problems, strict=True)
    ]


def _said(request: Request) -> dict[str, Any]:
    """The body. Raises a 422 with a pointer to each part that the board does not know."""
    said = body_of(BoardViewIn, request)
    user: Any = request.user
    [wrong] = problems_of([said["filters"]], user)
    if wrong:
        raise serializers.ValidationError({"filters": {name: [words] for name, words in wrong.items()}})
    return said
