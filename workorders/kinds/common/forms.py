"""What a person says with a verb that several kinds of orders have: the body of the API and the form of the screens.

``label`` is what stands at the field of a screen, ``style`` how it is asked there: ``words`` for a yes and a no, ``widget`` for what is
chosen on the map, among crews, units or calls, ``judged`` for what nobody may have said by leaving the first choice standing. One address has one form, whatever the kind.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.ground.core.api.moments import Moment

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
# Domain reference §2.4: who supervises, and so how near the answer is asked for.
SUPERVISION_LEVELS = [
    ("PROVINCE", _("the province")),
    ("CITY", _("the city")),
    ("COUNTY", _("the county")),
]
# Domain reference §2.4, final answer: the listed cases.
FINAL_CASES = [
    ("beyond_rules", _("the demand goes beyond the state's rules and was answered properly")),
    ("court", _("the matter is before a court or an authority")),
    ("repeated", _("the same demand again after a proper answer, without anything new")),
]


def asked(name: str, base: Any = serializers.Serializer, **fields: Any) -> type[serializers.Serializer[Any]]:
    """A form in a line, for a verb that asks for little; ``name`` is its own in the description of the API."""
    form: type[serializers.Serializer[Any]] = type(name, (base,), fields)
    return form


def said(label: Any, most: int = 1000, **more: Any) -> Any:
    """Words that may be left out."""
    return serializers.CharField(label=label, required=False, default="", allow_blank=True, max_length=most, **more)


def moment(label: Any, **more: Any) -> Any:
    """A moment that may be left out."""
    return Moment(label=label, required=False, default=None, allow_null=True, **more)


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(label=_("Reason"), max_length=200)


class SuspendIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(label=_("Reason"), choices=PAUSE_REASONS)
    detail = said(_("Detail"))
    evidence = said(_("Evidence"))
    resume_at = moment(_("Expected to go on at"))


class ReviewIn(serializers.Serializer[Any]):
    passed = serializers.BooleanField(label=_("Result"), style={"words": (_("Passed"), _("Back for rework"))})
    comment = said(_("Comment"))


class CallbackIn(serializers.Serializer[Any]):
    satisfaction = serializers.ChoiceField(label=_("The customer is"), choices=SATISFACTIONS, style={"judged": True})
    comment = said(_("Comment"))
    rework = serializers.BooleanField(
        label=_("Not satisfied: back for rework"),
        default=False,
        help_text="Not satisfied, and there is something to mend: back to who handled it instead of the archive",
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


class GiveIn(serializers.Serializer[Any]):
    """``unit``: the code of the unit that is to handle it."""

    unit = serializers.CharField(label=_("Unit"), max_length=20, style={"widget": "unit", "judged": True})
    reason = said(_("What is asked of it"), 200)


class TransferIn(serializers.Serializer[Any]):
    """``unit``: the code of the unit that takes it over."""

    unit = serializers.CharField(label=_("To unit"), max_length=20, style={"widget": "unit", "judged": True})
    reason = serializers.CharField(label=_("Reason"), max_length=200)


class AnswerIn(serializers.Serializer[Any]):
    """What came of a matter, and when and how the customer was told."""

    cause = said(_("What was found"), 200)
    measures = serializers.CharField(label=_("What was done and answered"), max_length=2000)
    told_at = moment(_("Customer told at"))
    not_told_reason = said(_("Not told, because"), 200)


def of_the_customer() -> Any:
    return said(_("What the customer said"), 2000)


def spoken_at() -> Any:
    return moment(_("Spoken to at (empty: now)"))


class ContactIn(serializers.Serializer[Any]):
    text = of_the_customer()
    contacted_at = spoken_at()


class ExtendClockIn(serializers.Serializer[Any]):
    """``clock``: the code of the clock; without it the one that is due next."""

    to = Moment(label=_("New due moment"))
    reason = serializers.CharField(label=_("Reason"), max_length=200)
    clock = serializers.CharField(required=False, default="", allow_blank=True, max_length=20)


class MediaIn(serializers.Serializer[Any]):
    where = serializers.CharField(label=_("Which media, and what they say"), max_length=500)


class SuperviseIn(serializers.Serializer[Any]):
    level = serializers.ChoiceField(label=_("Supervised by"), choices=SUPERVISION_LEVELS)
    reason = serializers.CharField(label=_("What is asked"), max_length=1000)


class FinalAnswerIn(serializers.Serializer[Any]):
    """``legal_reference``: what the legal department was asked, and its number."""

    case = serializers.ChoiceField(label=_("Case"), choices=FINAL_CASES)
    answer = serializers.CharField(label=_("The answer"), max_length=2000)
    legal_reference = serializers.CharField(label=_("Opinion of the legal department"), max_length=200)
