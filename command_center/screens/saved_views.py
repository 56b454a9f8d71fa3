"""Views under a name, as the doors of the screens tell them: what is common to the list of orders and the board."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.models import User
from workorders.models import SavedView

Problems = Iterable[dict[str, str]]


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
