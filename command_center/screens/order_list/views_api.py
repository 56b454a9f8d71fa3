"""Lists under a name: ``order-views/``. A question that no longer means anything is told with its view, and never answered in part."""

from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.order_list.columns import BY_NAME, ORDERINGS
from command_center.screens.saved_views import SavedViewOut, saved_view, view_changed, view_removed
from workorders.api.filters import problems_of
from workorders.models import SavedView, ViewedScreen
from workorders.services.saved_views import keep_view, views_for

# Somebody is looked for anew each time: their name or phone is not kept in a list for others to read.
NOT_KEPT = ("reporter", "phone")
HERE = ViewedScreen.ORDERS


class ViewIn(serializers.Serializer[Any]):
    """``filters``, ``ordering`` and ``columns`` as in the address of the list."""

    name = serializers.CharField(max_length=60)
    filters = serializers.DictField(child=serializers.CharField(max_length=200), required=False, default=dict)
    ordering = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    columns = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(BY_NAME)), required=False, default=list, max_length=len(BY_NAME)
    )
    shared = serializers.BooleanField(required=False, default=False, help_text="With the people of one's centre")


class ViewOut(SavedViewOut):
    ordering = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField())


class ViewsOut(serializers.Serializer[Any]):
    """All of them; ``next`` and ``previous`` are null."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ViewOut(many=True)


@described(methods=["GET"], responses=ViewsOut)
@described(methods=["POST"], request=ViewIn, responses=ViewOut)
@api_view(["GET", "POST"])
def views(request: Request) -> Response:
    """One's own views and those shared with one's centre; or a new one."""
    user: Any = request.user
    require(user, Right.READ_ORDERS)
    if request.method == "POST":
        return Response(shown(keep_view(owner=user, screen=HERE, **_said(request)), user))
    return Response({"next": None, "previous": None, "results": [shown(view, user) for view in views_for(user, HERE)]})


@described(request=ViewIn, responses=ViewOut, operation_id="order_views_change")
@api_view(["POST"])
def change(request: Request, view_id: int) -> Response:
    """Another meaning, name or sharing for one's own view."""
    return Response(shown(view_changed(request, HERE, view_id, _said), cast(User, request.user)))


@described(request=Nothing, responses={204: None})
@api_view(["POST"])
def remove(request: Request, view_id: int) -> Response:
    """One's own view is gone, for those it was shared with too."""
    return view_removed(request, HERE, view_id)


def shown(view: SavedView, user: User) -> dict[str, Any]:
    """``view`` → ``ViewOut``. One query where it asks for centres or units by their code."""
    told = saved_view(view, user, _problems(view))
    return told | {"ordering": view.ordering, "columns": view.columns}


def _problems(view: SavedView) -> list[dict[str, str]]:
    found = [(f"/filters/{name}", words[0]) for name, words in problems_of(view.filters).items()]
    found += [("/columns", _("There is no such column.")) for name in view.columns if name not in BY_NAME]
    found += [("/ordering", _wrong_ordering())] if not is_ordering(view.ordering) else []
    return [{"pointer": pointer, "detail": detail} for pointer, detail in found]


def is_ordering(words: str) -> bool:
    return all(name.removeprefix("-") in ORDERINGS for name in words.split(",") if words)


def _wrong_ordering() -> str:
    return _("This list can be ordered by: %(known)s.") % {"known": ", ".join(ORDERINGS)}


def _said(request: Request) -> dict[str, Any]:
    """The body, checked as the list would check it. Raises a 422 with a pointer to each part that cannot be asked."""
    said = body_of(ViewIn, request)
    wrong = problems_of(said["filters"])
    wrong |= {name: [_("A person is looked for anew each time.")] for name in NOT_KEPT if name in said["filters"]}
    if wrong:
        raise serializers.ValidationError({"filters": wrong})
    if not is_ordering(said["ordering"]):
        raise Invalid(_wrong_ordering(), pointer="/ordering")
    return said
