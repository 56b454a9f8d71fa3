"""What a person says with a verb of a connection."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from workorders.kinds.common.forms import SATISFACTIONS, moment, of_the_customer, said, spoken_at

# In words of their own: the models that also have them know the orders, which know the processes.
WAITS_FOR = [
    ("UTILITY", _("the utility")),
    ("CUSTOMER", _("the customer")),
    ("PERMIT_OFFICE", _("the permit office")),
    ("CONTRACTOR", _("the contractor")),
]


class WaitIn(serializers.Serializer[Any]):
    """``owner``: whose minutes these are; ``expected_at``: when it should be over, which is what the applicant is told."""

    owner = serializers.ChoiceField(label=_("It waits for"), choices=WAITS_FOR)
    blocker = serializers.CharField(label=_("What is in the way"), max_length=200)
    responsible = said(_("Who is answerable for it"), 80)
    expected_at = moment(_("Expected to be over at"))
    since = moment(_("Since (empty: now)"))


SIDES = [("CUSTOMER", _("the customer")), ("UTILITY", _("the utility"))]
DESIGNATED = [
    ("DESIGNER", _("the designer")),
    ("BUILDER", _("the builder")),
    ("SUPPLIER", _("the supplier")),
]


def slot() -> Any:
    """The start of a half day in which the unit has room; ``GET connection-cases/{number}/slots/`` tells them."""
    return Moment(label=_("When"), style={"widget": "slot"})


class BookVisitIn(serializers.Serializer[Any]):
    slot = slot()
    text = of_the_customer()
    contacted_at = spoken_at()


class MoveAppointmentIn(serializers.Serializer[Any]):
    """``by``: who moves it. Moved by the utility, the first time was not kept."""

    slot = slot()
    by = serializers.ChoiceField(label=_("Moved by"), choices=SIDES)
    reason = said(_("Reason"), 200)


class CancelAppointmentIn(serializers.Serializer[Any]):
    by = serializers.ChoiceField(label=_("Cancelled by"), choices=SIDES)
    reason = said(_("Reason"), 200)


class OnTheWayIn(serializers.Serializer[Any]):
    """``observed_at``: when they set off; a phone without network tells it later."""

    observed_at = moment("")


class VisitArrivedIn(serializers.Serializer[Any]):
    """Evidence of the arrival, where the phone gives it. ``observed_at``: when that was; a phone without network tells it later."""

    observed_at = moment("")
    lat = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-90, max_value=90)
    lon = serializers.FloatField(required=False, default=None, allow_null=True, min_value=-180, max_value=180)
    photo = serializers.FileField(label=_("Photo"), required=False, default=None, allow_null=True)


def kilowatts(label: Any) -> Any:
    return serializers.DecimalField(
        label=label, max_digits=9, decimal_places=2, min_value=0, required=False, default=None, allow_null=True
    )


class SurveyIn(serializers.Serializer[Any]):
    """``kw``: the capacity that is needed, where the site showed another than the application asks for."""

    kw = kilowatts(_("Capacity needed, kW (empty: as asked)"))
    text = of_the_customer()
    contacted_at = spoken_at()


class PlanReplyIn(serializers.Serializer[Any]):
    """Whoever sends it signs the plan. ``cost_saved``: yuan that the applicant does not pay."""

    granted_kw = kilowatts(_("Capacity granted, kW (empty: as drafted)"))
    cost_saved = serializers.IntegerField(
        label=_("Saved for the applicant, yuan"), required=False, default=None, allow_null=True, min_value=0,
        max_value=1_000_000_000,
    )  # fmt: skip
    text = of_the_customer()
    contacted_at = spoken_at()


class ConnectionFollowUpIn(serializers.Serializer[Any]):
    satisfaction = serializers.ChoiceField(label=_("The customer is"), choices=SATISFACTIONS, style={"judged": True})
    comment = said(_("Comment"))


class DesignationIn(serializers.Serializer[Any]):
    """三指定: who was named to the applicant, as if there were no choice."""

    what = serializers.ChoiceField(label=_("Named was"), choices=DESIGNATED)
    text = serializers.CharField(label=_("By whom, and what was said"), max_length=800)
