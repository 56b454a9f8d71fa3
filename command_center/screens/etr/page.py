"""``/etr/``: the figures of told restoration times of a unit and some days, by cause and by author, each with the rows behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from command_center.ground.core.api.days import FIRST_DAY, LAST_DAY
from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.declaring import Figure, Split
from command_center.ground.figures.facts import Window
from command_center.ground.figures.reckoning import Told, meets_target
from command_center.ground.organisation.models import CENTRES, Level, OrgUnit, User
from command_center.ground.organisation.scope import scoped
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.figures.dividing import name_of
from command_center.screens.pages import page_by_role
from command_center.screens.reports.told import changed, written

SHOWN = ("estimate_kept_percent", "estimate_changes", "estimate_spare_minutes")
TITLES = {Split.CAUSE: _lazy("By cause"), Split.KIND: _lazy("By who told the time first")}
DIVIDED = tuple(TITLES)


@dataclass(frozen=True)
class Cell:
    """``href``: the rows behind it."""

    value: str
    of: int
    few: bool
    href: str


@page_by_role
def etr_page(request: HttpRequest, user: User) -> HttpResponse:
    """`?unit=`, `?from=`, `?to=`; without them one's own area, this year. What is no day is as if it were not said."""
    units = scoped(OrgUnit.objects.defer("area").filter(level__in=(Level.PROVINCE, *CENTRES)), user, field="path")
    unit = _unit(request, units)
    last = _day(request, "to") or localdate()
    first = _day(request, "from") or last.replace(month=1, day=1)
    window = Window(user=user, first=min(first, last), last=last, at=now(), path=unit.path if unit else "")
    asked = [Inquiry(BY_CODE[code], window) for code in SHOWN]
    query = {"unit": unit.code if unit else "", "from": str(window.first), "to": str(last)}
    shown = {
        "units": [(each, name_of(each)) for each in units.order_by("path")], "unit": unit, "window": window,
        "figures": [_figure(each, query) for each in asked],
        "parts": [_parts(asked, split, query) for split in DIVIDED], "said": _said(query),
    }  # fmt: skip
    return render(request, "etr/page.html", shown)


def _unit(request: HttpRequest, units: Any) -> OrgUnit | None:
    code = request.GET.get("unit", "")
    found: OrgUnit | None = units.filter(code=code).first() if code else None
    if code and found is None:
        raise Http404
    return found


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _figure(asked: Inquiry, query: dict[str, str]) -> dict[str, Any]:
    figure, found = asked.figure, asked.answer()
    before = found.year_change._asdict()
    return {
        "label": figure.label, "means": figure.means, "cell": _cell(figure, found.now, ""),
        "href": f"/figures/{figure.code}/?{_said(query | {'rows': '1'})}",
        "before": written(_number(found.year_before.value), figure.unit.value),
        "change": changed({name: _number(each) if name != "new" else each for name, each in before.items()}, figure.unit),
        "target": "" if figure.target is None else written(figure.target.value, figure.unit.value),
        "missed": meets_target(figure, found.now.value) is False,
    }  # fmt: skip


def _parts(asked: list[Inquiry], split: Split, query: dict[str, str]) -> dict[str, Any]:
    """One line for each cause or author; columns are the figures."""
    words = asked[0].figure.splits[split]()
    columns = [{part.key: part.now for part in each.by_split(split) if part.now.rows} for each in asked]
    keys = list(dict.fromkeys(key for column in columns for key in column))
    lines = [
        {
            "label": words.get(key) or _("Not told"),
            "cells": [
                _cell(each.figure, column.get(key), f"/api/v1/figures/{each.figure.code}/rows.csv?{_said(query | {split.value: key})}")
                for each, column in zip(asked, columns, strict=True)
            ],
        }
        for key in keys
    ]  # fmt: skip
    return {
        "title": TITLES[split],
        "table": f"told-times/{split.value}",
        "heads": [each.figure.label for each in asked],
        "lines": lines,
    }


def _cell(figure: Figure, told: Told | None, href: str) -> Cell:
    if told is None:
        return Cell("—", 0, True, "")
    return Cell(written(_number(told.value), figure.unit.value), told.rows, told.few, href)


def _said(query: dict[str, str]) -> str:
    return urlencode({name: value for name, value in query.items() if value})


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
