"""What a person says with a verb of a fault order: the body of the API and the form of the screens are the same fields.

``label`` is what stands at the field of a screen, ``style`` how it is asked there: ``words`` for a yes and a no, ``widget`` for what is
chosen on the map, among crews or among calls.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from workorders.kinds.common.forms import ReasonIn, moment, said


class LocateIn(serializers.Serializer[Any]):
    lat = serializers.FloatField(min_value=-90, max_value=90, style={"widget": "place"})
    lon = serializers.FloatField(min_value=-180, max_value=180, style={"widget": "place"})


class ExplainIn(serializers.Serializer[Any]):
    """What the customer was told. ``restored_at`` may be a promise; now by default."""

    cause = serializers.CharField(label=_("Cause"), max_length=60)
    measures = said(_("What the customer was told"))
    restored_at = moment(_("Power back at (empty: it is there)"))


class AssignIn(serializers.Serializer[Any]):
    crew_id = serializers.IntegerField(style={"widget": "crew"})
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class ReassignIn(ReasonIn):
    """``crew_id``: who is to take it; without one the next best crew is looked for."""

    crew_id = serializers.IntegerField(required=False, default=None, allow_null=True, style={"widget": "crew"})


class ObservedIn(serializers.Serializer[Any]):
    """``observed_at``: when it happened; a phone without network tells it later."""

    observed_at = moment("")


class ArriveIn(ObservedIn):
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)


class StartIn(ObservedIn):
    permit_number = serializers.CharField(max_length=60)
    etr_at = moment("")


class SeenIn(ObservedIn):
    text = serializers.CharField(label=_("What do you see?"), max_length=500)


class ContactedIn(ObservedIn):
    """``observed_at`` is when they spoke."""

    text = said(_("What the customer said"), 500)


class HelpIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500, help_text="What is wanted: another crew, a vehicle, the police")


class ReplyIn(ObservedIn):
    """The checklist (domain reference §2.5): facts, not prose."""

    cause = serializers.CharField(max_length=60)
    measures = serializers.CharField(max_length=2000)
    restored_at = Moment()
    contacted = serializers.BooleanField()
    not_contacted_reason = said("", 200)
    contacted_at = moment("")
    outage_started_at = moment("")
    site_check = said("", 2000)
    customer_opinion = said("", 2000)
    photo = serializers.FileField(required=False, default=None, allow_null=True, allow_empty_file=True)
