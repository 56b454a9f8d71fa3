"""What a person says with a verb of a complaint."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from workorders.kinds.common.forms import said
from workorders.kinds.complaint.offered import categories_offered, grades_offered

LIABILITIES = [
    ("LIABLE", _("justified")),
    ("PARTLY", _("partly justified")),
    ("NOT_LIABLE", _("not justified")),
]


class ClassifyIn(serializers.Serializer[Any]):
    """``category`` and ``grade``: codes of the tree that is in force (``GET complaint-categories/``)."""

    category = serializers.CharField(
        label=_("It alleges"), max_length=40, style={"offered": categories_offered, "judged": True}
    )
    grade = serializers.CharField(label=_("Grade"), max_length=40, style={"offered": grades_offered, "judged": True})
    reason = said(_("Why"), 200)


class HistoryIn(serializers.Serializer[Any]):
    """``meter_number``: the supply, where the complaint does not say which."""

    meter_number = said(_("Meter number (empty: the customer's own supply)"), 30)


class LiabilityIn(serializers.Serializer[Any]):
    liability = serializers.ChoiceField(label=_("The complaint is"), choices=LIABILITIES, style={"judged": True})
    text = serializers.CharField(label=_("On what grounds"), max_length=2000)


class MeasuresIn(serializers.Serializer[Any]):
    """``unit``: the code of the unit that mends it."""

    text = serializers.CharField(label=_("Measures"), max_length=2000)
    unit = serializers.CharField(
        label=_("By unit"), max_length=20, required=False, default="", allow_blank=True, style={"widget": "unit"}
    )
    due_on = serializers.DateField(label=_("Until"), required=False, default=None, allow_null=True)


class ProposeIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label=_("Reason"), max_length=500)


class DecideIn(serializers.Serializer[Any]):
    granted = serializers.BooleanField(label=_("Decision"), style={"words": (_("Agreed"), _("Refused"))})
    answer = serializers.CharField(label=_("Because"), max_length=500)


class LinkIn(serializers.Serializer[Any]):
    """``about``: the number of an order (repair, connection case …) or of an outage."""

    about = serializers.CharField(label=_("Number of the order or outage"), max_length=30)


class ReopenIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label=_("What the customer says now"), max_length=1000)
