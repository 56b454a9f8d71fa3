"""An open item as the API tells it."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from command_center.ground.custody.models import ItemKind

MOST_AT_ONCE = 5000


class MarkShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()
    tone = serializers.CharField(allow_blank=True, help_text="alarm, near, or nothing")


class NameShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class LineShape(serializers.Serializer[Any]):
    """One open item; ``kind`` and ``id`` name it, ``follows`` orders are merged into it and go with it."""

    kind = serializers.ChoiceField(choices=ItemKind.choices)
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    sort = serializers.CharField(help_text="What kind of order or item it is, in words")
    state = serializers.CharField()
    url = serializers.CharField()
    grade = serializers.IntegerField()
    marks = MarkShape(many=True)
    reasons = serializers.ListField(child=serializers.CharField())
    due_at = Moment(allow_null=True)
    due = serializers.CharField(allow_blank=True, help_text="Which limit that is, in words")
    resume_at = Moment(allow_null=True)
    starts_at = Moment(allow_null=True)
    promised_at = Moment(allow_null=True, help_text="What the customers were told")
    promised_to = serializers.CharField(allow_blank=True, help_text="Masked")
    feeder = serializers.CharField(allow_blank=True)
    customers = serializers.IntegerField(allow_null=True)
    follows = serializers.IntegerField()
    urges = serializers.IntegerField()
    centre = serializers.CharField()
    holder = NameShape(allow_null=True, help_text="Null: nobody is on duty, the centre itself answers")
    since = Moment()
    remark = serializers.CharField(allow_blank=True)


class RefIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ItemKind.choices)
    id = serializers.IntegerField(min_value=1)


def refs_of(items: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(item["kind"], item["id"]) for item in items}
