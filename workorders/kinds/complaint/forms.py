"""What a person says with a verb of a complaint."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from workorders.kinds.common.forms import said

LIABILITIES = [
    ("LIABLE", _("justified")),
    ("PARTLY", _("partly justified")),
    ("NOT_LIABLE", _("not justified")),
]


class LiabilityIn(serializers.Serializer[Any]):
    liability = serializers.ChoiceField(label=_("The complaint is"), choices=LIABILITIES)
    text = serializers.CharField(label=_("On what grounds"), max_length=2000)


class MeasuresIn(serializers.Serializer[Any]):
    text = serializers.CharField(label=_("Measures"), max_length=2000)


class WithdrawIn(serializers.Serializer[Any]):
    """``verified_by``: how it was made sure that the complainant withdraws, on the channel the complaint came through."""

    verified_by = serializers.CharField(label=_("How the customer's wish was verified"), max_length=200)
    text = said(_("What the customer said"))


class DowngradeIn(serializers.Serializer[Any]):
    """``second_person``: the user name of who agrees; never the same person."""

    second_person = serializers.CharField(label=_("Agreed by (user name)"), max_length=150)
    reason = serializers.CharField(label=_("Reason"), max_length=200)
