"""What is told beside a figure as it stood: since when figures are kept, its value now, and what was restated since, and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.ground.figures.as_of import Restated, restated_since
from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.models import Why
from command_center.ground.organisation.hearing import closed_gates
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.scope import scoped
from command_center.screens.figures.asked import Asked
from command_center.screens.figures.dividing import name_of
from command_center.screens.figures.shapes import code_of
from outages.ledger.models import Correction
from outages.life.models import Outage
from outages.planned.models.plan import PlannedOutage
from workorders.models import WorkOrder

Numbers = dict[tuple[str, int], str]


def as_it_was(asked: Asked) -> dict[str, Any] | None:
    """None of a figure as it stands. Nine queries at most."""
    if asked.as_of is None or asked.kept is None:
        return None
    count, shown = restated_since(asked.figure, asked.window, asked.as_of)
    names = {unit.path: name_of(unit) for unit in OrgUnit.objects.filter(path__in={each.place for each in shown})}
    numbers, reasons = _numbers(asked.window.user, shown), _reasons(shown)
    now = Inquiry(asked.figure, asked.now).value().value
    return {
        "at": asked.as_of,
        "kept_since": asked.kept.since,
        "counted_at": asked.kept.counted_at,
        "waiting": asked.kept.waiting,
        "value_now": None if now is None else float(now),
        "restated": count,
        "restatements": [_told(each, names.get(each.place, ""), numbers, reasons) for each in shown],
    }


def _told(each: Restated, name: str, numbers: Numbers, reasons: Mapping[str, str]) -> dict[str, Any]:
    about = [
        {
            "subject": one["subject"],
            "number": numbers.get((one["subject"], one["id"]), ""),
            "said": _said(one, numbers, reasons if each.why == Why.CORRECTION else {}),
        }
        for one in each.about
    ]
    return {
        "at": each.at, "day": each.day, "unit": code_of(each.place), "unit_name": name, "why": each.why,
        "why_words": str(Why(each.why).label), "about": about, "top_before": each.before[0], "top_after": each.after[0],
        "under_before": each.before[1], "under_after": each.after[1],
    }  # fmt: skip


def _said(one: Mapping[str, Any], numbers: Numbers, reasons: Mapping[str, str]) -> str:
    """What was said of it is told to who may hear of it."""
    if (one["subject"], one["id"]) not in numbers:
        return _("of another area, or told in confidence")
    return reasons.get(one["said"], str(one["said"]))


def _reasons(shown: Iterable[Restated]) -> dict[str, str]:
    """Number of a correction → its reason: words stand in one place only."""
    ids = {one["said"] for each in shown if each.why == Why.CORRECTION for one in each.about if one["said"].isdecimal()}
    return {str(pk): reason for pk, reason in Correction.objects.filter(pk__in=ids).values_list("pk", "reason")}


def _numbers(user: Any, shown: Iterable[Restated]) -> Numbers:
    ids: dict[str, set[int]] = {"order": set(), "outage": set(), "planned_outage": set()}
    for each in shown:
        for one in each.about:
            ids.setdefault(one["subject"], set()).add(one["id"])
    orders = scoped(WorkOrder.objects.filter(pk__in=ids["order"]), user).exclude(gate__in=closed_gates(user))
    outages: QuerySet[Outage] = scoped(Outage.objects.filter(pk__in=ids["outage"]), user)
    plans: QuerySet[PlannedOutage] = scoped(PlannedOutage.objects.filter(pk__in=ids["planned_outage"]), user)
    return {
        **{("order", pk): number for pk, number in orders.values_list("pk", "number")},
        **{("outage", pk): number for pk, number in outages.values_list("pk", "number")},
        **{("planned_outage", pk): number for pk, number in plans.values_list("pk", "number")},
    }
