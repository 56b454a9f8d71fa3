"""What a weekly report says: counted when it is made, with the words of both languages, so that it never changes afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from command_center.ground.core.comparing import Change
from command_center.ground.core.romanise import romanised
from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.declaring import Figure, Split
from command_center.ground.figures.facts import Window
from command_center.ground.figures.models import WeeklyReport
from command_center.ground.figures.reckoning import Told, meets_target
from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.models import CENTRES, Level, OrgUnit
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.headline.definitions import HEADLINES

WEEK = timedelta(days=7)
LANGUAGES = {"zh": "zh-hans", "en": "en"}
CAUSES, RANKED, COURSE = "outages", "arrived_percent", ("arrival_minutes", "outages")
WEEKS, FEEDERS = 13, 20
# On Monday the night of Sunday is told and corrected by then. Source: assumed.
FROM_HOUR = 6
OF_CENTRES = (Level.PROVINCE, *CENTRES)


class Readers:
    """Everybody who may read the report: of what was told in confidence it counts nothing, for it is of one unit."""

    gates = ()
    home = None

    def __init__(self, path: str) -> None:
        self.scope_paths = [path]

    def may(self, right: object) -> bool:
        return False


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_due(at: datetime) -> date:
    """The Monday of the last week whose report should be there."""
    this = monday(localdate(at))
    early = localdate(at) == this and localtime(at).hour < FROM_HOUR
    return this - (2 * WEEK if early else WEEK)


def units_without(first: date) -> list[OrgUnit]:
    made = WeeklyReport.objects.filter(first=first).values("unit")
    return list(OrgUnit.objects.defer("area").filter(level__in=OF_CENTRES).exclude(pk__in=made).order_by("path"))


@transaction.atomic
def make_report(*, unit: OrgUnit, first: date, at: datetime) -> WeeklyReport:
    """Once: who asks for one that is there gets it as it was, in one query; made anew it takes some eighty."""
    made = {"org_path": unit.path, "made_at": at, "body": lambda: body_of(unit, first, at)}
    row, _ = WeeklyReport.objects.get_or_create(unit=unit, first=first, defaults=made)
    return row


def body_of(unit: OrgUnit, first: date, at: datetime) -> dict[str, Any]:
    reader = Readers(unit.path)
    window = Window(user=reader, first=first, last=first + timedelta(days=6), at=at, path=unit.path)
    return {
        "unit": _names(unit) | {"code": unit.code, "level": unit.level},
        "figures": [_figure(BY_CODE[each.code], window) for each in HEADLINES],
        "course": [_course(BY_CODE[code], window) for code in COURSE],
        "causes": _causes(window),
        "feeders": _feeders(window),
        "ranking": _ranking(unit, window),
    }


def _both(words: Any) -> dict[str, str]:
    found = {}
    for name, language in LANGUAGES.items():
        with override(language):
            found[name] = str(words)
    return found


def _names(unit: OrgUnit) -> dict[str, str]:
    return {"zh": unit.name, "en": unit.name_en or romanised(unit.name)}


def _described(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code, "label": _both(figure.label), "means": _both(figure.means), "unit": figure.unit.value,
        "better": figure.better.value,
    }  # fmt: skip


def _figure(figure: Figure, window: Window) -> dict[str, Any]:
    found = Inquiry(figure, window).answer()
    return _described(figure) | {
        "now": _told(found.now),
        "week_before": _told(found.period_before),
        "week_change": _change(found.period_change),
        "year_before": _told(found.year_before),
        "year_change": _change(found.year_change),
        "meets_target": meets_target(figure, found.now.value),
    }


def _course(figure: Figure, window: Window) -> dict[str, Any]:
    """The last thirteen weeks, this one the last."""
    weeks = []
    for back in range(WEEKS - 1, -1, -1):
        first = window.first - back * WEEK
        told = Inquiry(figure, replace(window, first=first, last=first + timedelta(days=6))).value()
        weeks.append({"first": str(first), **_told(told)})
    return _described(figure) | {"weeks": weeks}


def _causes(window: Window) -> dict[str, Any]:
    figure = BY_CODE[CAUSES]
    words = figure.splits[Split.CAUSE]()
    parts = [each for each in Inquiry(figure, window).by_split(Split.CAUSE) if each.now.rows]
    rows = [{"label": _both(words.get(part.key) or "—"), "value": _number(part.added)} for part in parts]
    return _described(figure) | {"rows": rows}


def _feeders(window: Window) -> list[dict[str, str]]:
    rows = Inquiry(BY_CODE["frequent_feeders"], window).facts().listed(0, FEEDERS)
    names = dict(SupplyNode.objects.filter(pk__in=[each.id for each in rows]).values_list("pk", "name"))
    return [{"code": each.number, "name": names.get(each.id, "")} for each in rows]


def _ranking(unit: OrgUnit, window: Window) -> dict[str, Any]:
    """The units one level below, by arrival in time; those of too few without a place."""
    figure = BY_CODE[RANKED]
    units = {each.path: each for each in OrgUnit.objects.defer("area").filter(parent=unit)}
    parts = [each for each in Inquiry(figure, window).by_place(units) if each.key and each.now.rows]
    ordered = sorted(parts, key=lambda part: (part.rank is None, part.rank or 0, part.key))
    rows = [_names(units[part.key]) | {"rank": part.rank} | _told(part.now) for part in ordered]
    return _described(figure) | {"rows": rows}


def _told(told: Told) -> dict[str, Any]:
    return {"value": _number(told.value), "of": told.of, "few": told.few}


def _change(found: Change) -> dict[str, Any]:
    return {"by": _number(found.by), "percent": _number(found.percent), "new": found.new}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
