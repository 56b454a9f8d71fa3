"""What is told of verbs, as the description of the API has it."""

from typing import Any

from rest_framework import serializers

# Of an order, of an outage, of a plan.
CHOSEN_ON_THE_SCREEN = (
    "place", "crew", "call", "unit", "slot",
    "whom", "whom_or_all", "whom_fed", "device", "other_outage", "meters", "vehicle_on_standby", "vehicle_supplying", "order_before_site",
    "waivable", "later_end",
)  # fmt: skip


class FieldShape(serializers.Serializer[Any]):
    """One field of a form. ``type`` is how it is asked; what is chosen on the screen has a type of its own."""

    name = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    type = serializers.ChoiceField(
        choices=["text", "choice", "yes_no", "moment", "date", "number", "photo", *CHOSEN_ON_THE_SCREEN]
    )
    required = serializers.BooleanField()  # type: ignore[assignment]
    most = serializers.IntegerField(allow_null=True, help_text="Characters at most")
    choices = serializers.ListField(
        child=serializers.ListField(child=serializers.JSONField()), help_text="Value and word"
    )
    judged = serializers.BooleanField(help_text="A person's judgement: nothing is chosen before they choose")
    unless = serializers.CharField(allow_blank=True, help_text="The field that, ticked, makes this one superfluous")


class VerbShape(serializers.Serializer[Any]):
    """What the person who asks can do now: ``POST {address of the order, outage or plan}/{path}/`` with the fields of its form."""

    verb = serializers.CharField()
    path = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    done = serializers.CharField(help_text="What to say once it is done")
    key = serializers.CharField(allow_blank=True)
    primary = serializers.BooleanField()
    danger = serializers.BooleanField()
    form = FieldShape(many=True)


class UndoShape(serializers.Serializer[Any]):
    """The way back of what was just done: ``POST {address of the order, outage or plan}/{path}/`` with this body, a step of its own."""

    path = serializers.CharField()
    body = serializers.DictField(child=serializers.CharField())
    done = serializers.CharField(help_text="What to say once it is taken back")
    seconds = serializers.IntegerField(help_text="So long a screen offers it")
