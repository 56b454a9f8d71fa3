"""A figure divided: by the units below, by centres, by a split, by months, by the hours of the week; as it is told."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.declaring import Split
from command_center.ground.organisation.models import CENTRES, OrgUnit
from command_center.ground.organisation.scope import scoped
from command_center.ground.organisation.unit_names import called_unit
from command_center.screens.figures import shapes


def divided(inquiry: Inquiry, by: str, unit: OrgUnit | None) -> dict[str, Any]:
    """``parts``, ``months`` or ``cells``; what was not asked is empty. ``unit``: whose units below are meant."""
    told: dict[str, Any] = {"parts": [], "months": [], "cells": []}
    if by == "month":
        months = inquiry.by_month()
        return told | {"months": [shapes.value(each.told) | {"first": each.first} for each in months]}
    if by == "hour":
        cells = inquiry.by_hour()
        here = [shapes.value(each.told) | {"weekday": each.weekday, "hour": each.hour} for each in cells]
        return told | {"cells": here}
    if by in UNITS:
        return told | {"parts": _of_units(inquiry, UNITS[by](inquiry, unit))}
    words = inquiry.figure.splits[Split(by)]()
    parts = inquiry.by_split(Split(by))
    named = [shapes.part(each, str(words.get(each.key) or _("Not told")), each.key) for each in parts]
    return told | {"parts": named}


def name_of(unit: OrgUnit) -> str:
    """In the reader's language."""
    return called_unit(unit)


def _of_units(inquiry: Inquiry, units: list[OrgUnit]) -> list[dict[str, Any]]:
    by_path = {unit.path: unit for unit in units}
    return [
        shapes.part(each, name_of(by_path[each.key]), by_path[each.key].code)
        if each.key
        else shapes.part(each, _("Elsewhere, or told in confidence"), "")
        for each in inquiry.by_place(by_path)
    ]


def _below(inquiry: Inquiry, unit: OrgUnit | None) -> list[OrgUnit]:
    return list(OrgUnit.objects.defer("area").filter(parent=unit)) if unit else []


def _centres(inquiry: Inquiry, unit: OrgUnit | None) -> list[OrgUnit]:
    """Each with what is below it and below no other centre: so they add up."""
    centres = scoped(OrgUnit.objects.defer("area").filter(level__in=CENTRES), inquiry.window.user, field="path")
    return list(centres.filter(path__startswith=inquiry.window.path))


UNITS: Mapping[str, Callable[[Inquiry, OrgUnit | None], list[OrgUnit]]] = {"units": _below, "centres": _centres}
