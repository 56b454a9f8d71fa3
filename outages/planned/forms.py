"""What a person says with a verb of a planned outage: the body of the API and the form of the screens are the same fields.

``label``, ``style``: see ``outages/life/forms.py``.
"""

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment, confirm_field
from outages.planned.choices import PLAN_KINDS, Channel, NotDone, NoticeOutcome

DEVICES_AT_MOST = 50
WHEN = _("When (empty: now)")


def reason_field() -> serializers.CharField:
    return serializers.CharField(max_length=200, label=_("Reason"))


class DraftIn(serializers.Serializer[Any]):
    """``open`` and ``close`` are codes of devices; what is closed keeps others supplied meanwhile."""

    title = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=200)
    work = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)
    kind = serializers.ChoiceField(choices=PLAN_KINDS, default="PLANNED")
    planned_start_at = Moment()
    planned_end_at = Moment()
    open = serializers.ListField(child=serializers.CharField(max_length=80), min_length=1, max_length=DEVICES_AT_MOST)
    close = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, default=list, max_length=DEVICES_AT_MOST
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        codes = [*attrs["open"], *attrs["close"]]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            words = gettext("Named twice: %(codes)s.") % {"codes": ", ".join(twice)}
            raise serializers.ValidationError({"open": words})
        return attrs


class WaiveIn(serializers.Serializer[Any]):
    code = serializers.CharField(
        max_length=40,
        help_text="Code of a finding, or of a notice rule, e.g. planned_7_days",
        label=pgettext_lazy("plan", "Finding"),
        style={"widget": "waivable"},
    )
    reason = reason_field()


class NotifyIn(serializers.Serializer[Any]):
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices), required=False, default=["PUBLIC", "SMS"], min_length=1
    )


class DeliveredIn(serializers.Serializer[Any]):
    """Without ``meters`` all notices of the channel."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    outcome = serializers.ChoiceField(choices=NoticeOutcome.choices)
    meters = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, default=None, allow_null=True, max_length=2000
    )


class PlanStartIn(serializers.Serializer[Any]):
    started_at = Moment(required=False, help_text="Now if left out", label=WHEN)
    confirm_at = confirm_field()


class ExtendIn(serializers.Serializer[Any]):
    until = Moment(label=_("New end"), style={"widget": "later_end"})
    reason = reason_field()


class PlanRestoreIn(serializers.Serializer[Any]):
    restored_at = Moment(required=False, help_text="Now if left out", label=WHEN)
    confirm_at = confirm_field()


class NotDoneIn(serializers.Serializer[Any]):
    why = serializers.ChoiceField(choices=NotDone.choices, label=_("Kind of reason"))
    reason = reason_field()


class AlternativeIn(serializers.Serializer[Any]):
    """``id`` chooses one that was proposed; ``vehicle`` and ``customers`` add a generator vehicle."""

    id = serializers.IntegerField(required=False)
    chosen = serializers.BooleanField(required=False, default=True)
    vehicle = serializers.CharField(max_length=30, required=False)
    customers = serializers.IntegerField(required=False, min_value=1)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id" in attrs) == ("vehicle" in attrs) or ("vehicle" in attrs) != ("customers" in attrs):
            raise serializers.ValidationError({"id": "id, or vehicle and customers"})
        return attrs
