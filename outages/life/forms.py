"""What a person says with a verb of an outage: the body of the API and the form of the screens are the same fields.

``label`` is what stands at the field of a screen; without one a field is left to other programs. ``style`` says how it is asked:
``widget`` for what the screen knows of the outage (whom, a device, a vehicle, its order), ``words`` for a yes and a no,
``unless`` for what is not asked while another field is ticked, ``unasked`` for choices that no person takes.
"""

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment, confirm_field
from outages.life.choices import BY_HAND, Answer, CauseClass, EndedBy, EstimateSource

METERS_AT_MOST = 2000
WHEN = _("When, Beijing time (empty: now)")


def meters_field(**options: Any) -> serializers.ListField:
    """Numbers of meters, i.e. service points."""
    return serializers.ListField(
        child=serializers.CharField(max_length=30), min_length=1, max_length=METERS_AT_MOST, **options
    )


def reason_field() -> serializers.CharField:
    return serializers.CharField(max_length=200, label=_("Reason"))


class WhyIn(serializers.Serializer[Any]):
    reason = reason_field()


class WhomIn(serializers.Serializer[Any]):
    """Everybody below a device (a transformer is one), or these meters."""

    device = serializers.CharField(
        max_length=80, required=False, label=pgettext_lazy("outage", "Who"), style={"widget": "whom"}
    )
    service_points = meters_field(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("device" in attrs) == ("service_points" in attrs):
            raise serializers.ValidationError({"device": gettext("Name a device or meters, one of the two.")})
        return attrs


class MoveIn(serializers.Serializer[Any]):
    device = serializers.CharField(
        max_length=80,
        help_text="Code of the device that is its origin",
        label=_("Code of the device"),
        style={"widget": "device"},
    )
    reason = reason_field()


class SplitIn(WhomIn, WhyIn):
    """Who is dark for another reason: everybody below a device, or these meters."""


class MergeIn(serializers.Serializer[Any]):
    into = serializers.CharField(
        max_length=30,
        help_text="Number of the outage that stays",
        label=_("Number of the outage that stays"),
        style={"widget": "other_outage"},
    )
    reason = reason_field()


class CauseIn(serializers.Serializer[Any]):
    cause_class = serializers.ChoiceField(choices=CauseClass.choices, label=pgettext_lazy("outage", "Class"))
    cause = serializers.CharField(required=False, default="", allow_blank=True, max_length=120, label=_("In words"))


class RestoreIn(serializers.Serializer[Any]):
    """Nothing but moments: everybody. A device: whom it feeds now. Meters: these. Phases: who needs no other ones."""

    device = serializers.CharField(
        max_length=80,
        required=False,
        help_text="Code of the device that closed",
        label=pgettext_lazy("outage", "Who"),
        style={"widget": "whom_or_all"},
    )
    service_points = meters_field(required=False)
    at = Moment(required=False, help_text="When power came back; now by default", label=WHEN, source="said_at")
    confirm_at = confirm_field()
    phases = serializers.RegexField("^[ABC]{1,3}$", required=False, default="", allow_blank=True)
    ended_by = serializers.ChoiceField(
        choices=EndedBy.choices,
        required=False,
        label=pgettext_lazy("outage", "By"),
        style={"unasked": (EndedBy.CORRECTION, EndedBy.PLAN)},
    )
    note = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, label=pgettext_lazy("outage", "Note")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "device" in attrs and "service_points" in attrs:
            raise serializers.ValidationError({"device": gettext("Name a device or meters, one of the two.")})
        return attrs


class RestoreStepIn(RestoreIn):
    """Some of the customers of planned work; all of them come back with the end of its plan."""

    device = serializers.CharField(
        max_length=80,
        required=False,
        help_text="Code of the device that closed",
        label=pgettext_lazy("outage", "Who"),
        style={"widget": "whom_fed"},
    )


class EstimateIn(serializers.Serializer[Any]):
    """A person's word, or ``computed``: nobody stands by the word given before, compute it again."""

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[(each.value, each.label) for each in reversed(BY_HAND)],
        required=False,
        default=EstimateSource.DESK.value,
        label=_("Whose word"),
        style={"unless": "computed"},
    )
    etr_at = Moment(
        required=False, label=_("Back at the latest (Beijing time)"), style={"unless": "computed", "required": True}
    )
    p50_at = Moment(
        required=False,
        default=None,
        allow_null=True,
        label=_("Rather likely by (may stay empty)"),
        style={"unless": "computed"},
    )
    reason = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True, label=_("Reason"), style={"unless": "computed"}
    )
    computed = serializers.BooleanField(required=False, default=False, label=_("Nobody's word: compute it again"))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["computed"] == ("etr_at" in attrs):
            raise serializers.ValidationError(
                {"etr_at": gettext("Say when power will be back, or let it be computed.")}
            )
        if attrs["p50_at"] and "etr_at" in attrs and attrs["p50_at"] > attrs["etr_at"]:
            raise serializers.ValidationError({"p50_at": gettext("The likely moment is not after the latest one.")})
        return attrs


class OneAnswerIn(serializers.Serializer[Any]):
    meter_number = serializers.CharField(max_length=30)
    answer = serializers.ChoiceField(choices=[Answer.ON.value, Answer.OFF.value])


class AnswersIn(serializers.Serializer[Any]):
    answers = serializers.ListField(child=OneAnswerIn(), min_length=1, max_length=METERS_AT_MOST)


class CloseIn(serializers.Serializer[Any]):
    keep_order = serializers.BooleanField(
        default=False,
        help_text="A crew must go although power is back; else its order is answered and ends",
        label=_("Its order"),
        style={
            "widget": "order_before_site",
            "words": (_("Stays: a crew must go all the same"), _("Ends: power is back, nobody has to go")),
        },
    )


class WasOffIn(serializers.Serializer[Any]):
    """These meters were dark over ``[off_at, on_at)``; without ``on_at`` they still are."""

    service_points = meters_field(label=_("Numbers of the meters"), style={"widget": "meters"})
    off_at = Moment(label=_("Off since"))
    on_at = Moment(required=False, default=None, allow_null=True, label=_("Back at (empty: still off)"))
    confirm_at = confirm_field()
    reason = reason_field()


class VehicleIn(serializers.Serializer[Any]):
    vehicle = serializers.CharField(
        max_length=30,
        help_text="Code of the generator vehicle",
        label=_("Vehicle"),
        style={"widget": "vehicle_on_standby"},
    )
    at = Moment(
        required=False, help_text="Since when it supplies, or stopped; now by default", label=WHEN, source="said_at"
    )
    confirm_at = confirm_field()


class PlaceIn(VehicleIn, WhomIn):
    """Whom it supplies: everybody below a device (a transformer is one), or these meters."""


class AwayIn(VehicleIn):
    vehicle = serializers.CharField(
        max_length=30,
        help_text="Code of the generator vehicle",
        label=_("Vehicle"),
        style={"widget": "vehicle_supplying"},
    )
    normal_supply = serializers.BooleanField(
        help_text="Its customers have their normal supply again; else they are dark",
        label=_("Its customers"),
        style={"words": (_("have their normal supply"), _("are dark again"))},
    )
