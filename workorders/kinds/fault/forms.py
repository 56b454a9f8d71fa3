"""What a person says with a verb of a fault order: the body of the API and the form of the screens are the same fields.

``label`` is what stands at the field of a screen, ``style`` how it is asked there: ``words`` for a yes and a no, ``widget`` for what is
chosen on the map, among crews or among calls.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ground.core.api.moments import Moment

# Why the customer's clocks may stand still (domain reference §2.3, pause rules).
PAUSE_REASONS = [
    ("customer_asks_later", _("the customer asks for a later time")),
    ("unsafe_weather", _("unsafe weather")),
    ("police_cordon", _("police cordon")),
    ("switching_permission", _("waits for switching permission")),
    ("road_closed", _("road closed")),
]
SATISFACTIONS = [
    ("SATISFIED", _("Satisfied")),
    ("FAIR", _("Fairly satisfied")),
    ("UNSATISFIED", _("Not satisfied")),
    ("NOT_REACHED", _("Not reached")),
    ("NOT_RATED", _("No rating given")),
]


def _said(label: Any, most: int = 1000, **more: Any) -> Any:
    """Words that may be left out."""
    return serializers.CharField(label=label, required=False, default="", allow_blank=True, max_length=most, **more)


def _moment(label: Any, **more: Any) -> Any:
    return Moment(label=label, required=False, default=None, allow_null=True, **more)


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label=_("Reason"), max_length=200)


class SuspendIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(label=_("Reason"), choices=PAUSE_REASONS)
    detail = _said(_("Detail"))
    evidence = _said(_("Evidence"))
    resume_at = _moment(_("Expected to go on at"))


class ReviewIn(serializers.Serializer[Any]):
    passed = serializers.BooleanField(label=_("Result"), style={"words": (_("Passed"), _("Back for rework"))})
    comment = _said(_("Comment"))


class CallbackIn(serializers.Serializer[Any]):
    satisfaction = serializers.ChoiceField(label=_("The customer is"), choices=SATISFACTIONS)
    comment = _said(_("Comment"))
    rework = serializers.BooleanField(
        label=_("Not satisfied: back to the crew"),
        default=False,
        help_text="Not satisfied, and there is something to mend: back to the crew instead of the archive",
    )


class MergeOrderIn(serializers.Serializer[Any]):
    """``into``: the number of the order that is to be followed."""

    into = serializers.CharField(label=_("Number of the order to follow"), max_length=30)
    reason = serializers.CharField(label=_("Reason"), max_length=200)


class SplitOrderIn(serializers.Serializer[Any]):
    """``report``: the id of one of the order's reports that speaks of another matter; without it a merged order."""

    reason = serializers.CharField(label=_("Reason"), max_length=200)
    report = serializers.IntegerField(
        label=_("Which call is another matter"), required=False, default=None, allow_null=True, style={"widget": "call"}
    )


class NoteIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)


class UrgeIn(serializers.Serializer[Any]):
    text = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class LocateIn(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90, style={"widget": "place"})
    lon = serializers.FloatField(min_value=-180, max_value=180, style={"widget": "place"})


class ExplainIn(serializers.Serializer[Any]):
    """What the customer was told. ``restored_at`` may be a promise; now by default."""

    cause = serializers.CharField(label=_("Cause"), max_length=60)
    measures = _said(_("What the customer was told"))
    restored_at = _moment(_("Power back at (empty: it is there)"))


class AssignIn(serializers.Serializer[Any]):
    crew_id = serializers.IntegerField(style={"widget": "crew"})
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class ReassignIn(ReasonIn):
    """``crew_id``: who is to take it; without one the next best crew is looked for."""

    crew_id = serializers.IntegerField(required=False, default=None, allow_null=True, style={"widget": "crew"})


class ObservedIn(serializers.Serializer[Any]):
    """``observed_at``: when it happened; a phone without network tells it later."""

    observed_at = _moment("")


class ArriveIn(ObservedIn):
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)


class StartIn(ObservedIn):
    permit_number = serializers.CharField(max_length=60)
    etr_at = _moment("")


class SeenIn(ObservedIn):
    text = serializers.CharField(label=_("What do you see?"), max_length=500)


class HelpIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500, help_text="What is wanted: another crew, a vehicle, the police")


class ReplyIn(ObservedIn):
    """The checklist (domain reference §2.5): facts, not prose."""

    cause = serializers.CharField(max_length=60)
    measures = serializers.CharField(max_length=2000)
    restored_at = Moment()
    contacted = serializers.BooleanField()
    not_contacted_reason = _said("", 200)
    contacted_at = _moment("")
    outage_started_at = _moment("")
    site_check = _said("", 2000)
    customer_opinion = _said("", 2000)
    photo = serializers.FileField(required=False, default=None, allow_null=True, allow_empty_file=True)
