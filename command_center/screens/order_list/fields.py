"""The fields of the page's search, as the page is told them: what can be asked, in which words, with which choices."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import UNITS, Level, OrgUnit, User
from command_center.ground.organisation.scope import scoped
from command_center.ground.organisation.unit_names import unit_name
from command_center.screens.order_list.words import words

Field = dict[str, Any]
Choices = list[tuple[str, str]]
MOST_UNITS = 60  # beyond that one asks by centre


def fields(user: User) -> list[Field]:
    """In the order of the form. ``type``: text, choice, choices (several), yes_no, since, until."""
    told = words()
    ago = [("-PT24H", _("24 hours")), ("-P7D", _("7 days")), ("-P30D", _("30 days"))]
    older = [("-P1D", _("a day")), ("-P3D", _("three days")), ("-P7D", _("a week"))]
    return [
        field("number", _("Number, or the source's"), "text", most=100),
        field("reporter", _("Whole name, or surname of one character"), "text", most=80),
        field("phone", _("Phone, or its last four digits"), "text", most=30),
        field("place", _("Words of the address"), "text", most=100),
        field("customer_number", _("Customer number"), "text", most=20),
        field("centre", _("Centre"), "choice", centres_of(user)),
        field("unit", _("Unit"), "choice", units_of(user), within="centre"),
        field("reported_from", _("Reported since"), "since", [("today", _("today")), *ago]),
        field("reported_to", _("Reported until"), "until", [(code, _("older than %s") % word) for code, word in older]),
        field("closed_from", _("Closed since"), "since", [("today", _("today")), *ago]),
        field("closed_to", _("Closed until"), "until"),
        field("open", _("Open"), "yes_no", told["yes_no"].items()),
        field("overdue", _("Overdue"), "yes_no", told["yes_no"].items()),
        field("needs_attention", _("To be looked at"), "yes_no", told["yes_no"].items()),
        field("grade", _("Grade"), "choice", [(str(n), str(n)) for n in (1, 2, 3)]),
        field("hazard", _("Danger"), "yes_no", told["yes_no"].items()),
        field("kind", _("Kind"), "choices", told["kind"].items()),
        field("phase", _("Phase"), "choices", told["phase"].items()),
        field("source", _("Channel"), "choices", told["source"].items()),
    ]


def field(name: str, label: Any, type: str, choices: Any = (), *, most: int | None = None, within: str = "") -> Field:
    """``within``: the field whose choice says what can be chosen here, where ``choices`` are too many to be told."""
    told = [[code, str(word)] for code, word in choices]
    return {"name": name, "label": str(label), "type": type, "choices": told, "most": most, "within": within}


def centres_of(user: User) -> Choices:
    levels = [Level.CITY_CENTRE, Level.COUNTY_CENTRE]
    return _named(scoped(OrgUnit.objects.filter(level__in=levels), user, field="path"))


def units_of(user: User) -> Choices:
    """Those of one centre; for a wider area there are too many to choose from."""
    found = _named(scoped(OrgUnit.objects.filter(level__in=UNITS), user, field="path")[: MOST_UNITS + 1])
    return found if len(found) <= MOST_UNITS else []


def _named(units: "QuerySet[OrgUnit]") -> Choices:
    return [(code, unit_name(name, name_en)) for code, name, name_en in units.values_list("code", "name", "name_en")]
