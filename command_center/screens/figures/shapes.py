"""What the endpoints of figures answer with."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Day, Moment
from command_center.ground.core.comparing import Change
from command_center.ground.core.values import iso
from command_center.ground.figures.asking import Answer, Part, TakenOff
from command_center.ground.figures.declaring import UNITS, Better, Figure
from command_center.ground.figures.facts import Row
from command_center.ground.figures.models import Why
from command_center.ground.figures.reckoning import Told, meets_target


class FigureDefinitionOut(serializers.Serializer[Any]):
    """A row of the catalogue. ``splits`` and ``by`` are what it may be divided by; ``rows_are`` what its rows name."""

    code = serializers.CharField()
    group = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=UNITS)
    better = serializers.ChoiceField(choices=[each.value for each in Better])
    means = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.FloatField(allow_null=True)
    target_source = serializers.CharField(allow_blank=True)
    by = serializers.ListField(child=serializers.CharField())
    rows_are = serializers.CharField()


class FigureValueOut(serializers.Serializer[Any]):
    """``value`` is null over nothing. ``of``: what it was divided by. ``few``: of too few to compare by it."""

    value = serializers.FloatField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    rows = serializers.IntegerField()
    few = serializers.BooleanField()


class FigureChangeOut(serializers.Serializer[Any]):
    """``by`` is in the figure's own unit, points of a share; ``percent`` is null of a share and against nothing, which ``new`` says."""

    by = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    new = serializers.BooleanField()


class FigurePartOut(FigureValueOut):
    """``added``: its share of the whole, in what parts add up by. ``rank``: 1 is the best; null where nobody is ranked."""

    key = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    added = serializers.FloatField()
    before = FigureValueOut()
    change = FigureChangeOut()
    rank = serializers.IntegerField(allow_null=True)


class FigureMonthOut(FigureValueOut):
    first = Day()


class FigureCellOut(FigureValueOut):
    weekday = serializers.IntegerField(help_text="1 is Monday")
    hour = serializers.IntegerField()


class FigureDivisionOut(serializers.Serializer[Any]):
    """The figure divided: ``parts``, ``months`` or ``cells`` by what ``by`` is; the other two are empty."""

    by = serializers.CharField()
    parts = FigurePartOut(many=True)
    months = FigureMonthOut(many=True)
    cells = FigureCellOut(many=True)


class AboutOut(serializers.Serializer[Any]):
    """An order or an outage on whose account a day was counted again. ``said``: the event, or the reason of a correction."""

    subject = serializers.CharField()
    number = serializers.CharField(allow_blank=True, help_text="Empty for who may not hear of it")
    said = serializers.CharField(allow_blank=True)


class RestatedOut(serializers.Serializer[Any]):
    """What a day of a unit adds to the figure changed: ``before`` and ``after``, above and below the line."""

    at = Moment()
    day = Day()
    unit = serializers.CharField(help_text="Code of the unit in which it is counted")
    unit_name = serializers.CharField(allow_blank=True)
    why = serializers.ChoiceField(choices=Why.values)
    why_words = serializers.CharField()
    about = AboutOut(many=True)
    top_before = serializers.FloatField()
    top_after = serializers.FloatField()
    under_before = serializers.FloatField()
    under_after = serializers.FloatField()


class AsOfOut(serializers.Serializer[Any]):
    """``restated``: how many values of days that were over then changed since; the newest of them follow."""

    at = Moment()
    kept_since = Moment()
    counted_at = Moment()
    waiting = serializers.BooleanField(help_text="Something happened that is not counted yet")
    value_now = serializers.FloatField(allow_null=True)
    restated = serializers.IntegerField()
    restatements = RestatedOut(many=True)


class TakenOffOut(FigureValueOut):
    """Another figure that takes points off this one: its value, the ``floor`` under which it does, and how many."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=UNITS)
    floor = serializers.FloatField()
    points = serializers.FloatField()


class FigureAnswerOut(serializers.Serializer[Any]):
    """A figure of a unit and a period. ``divisions``: one for each that ``by`` asks."""

    definition = FigureDefinitionOut()
    place = serializers.CharField(allow_blank=True, help_text="Code of the unit; the reader's own without one")
    place_name = serializers.CharField(allow_blank=True)
    first = Day()
    last = Day()
    now = FigureValueOut()
    year_before = FigureValueOut()
    year_change = FigureChangeOut()
    period_before = FigureValueOut()
    period_change = FigureChangeOut()
    meets_target = serializers.BooleanField(allow_null=True)
    taken_off = TakenOffOut(many=True)
    divisions = FigureDivisionOut(many=True)
    as_of = AsOfOut(allow_null=True)


class FigureGroupOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class MissingOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    why = serializers.CharField()


class CatalogueOut(serializers.Serializer[Any]):
    groups = FigureGroupOut(many=True)
    figures = FigureDefinitionOut(many=True)
    missing = MissingOut(many=True)


class FactOut(serializers.Serializer[Any]):
    """One fact. ``top`` is what it adds above the line, ``under`` below it."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    at = Moment()
    unit = serializers.CharField(help_text="Code of the unit in which it is counted")
    unit_name = serializers.CharField(allow_blank=True)
    top = serializers.FloatField()
    under = serializers.FloatField()


class FactsOut(serializers.Serializer[Any]):
    """``of`` counts them all. ``in_confidence``: those that count and are not shown. ``next``: the offset of the next page."""

    of = serializers.IntegerField()
    in_confidence = serializers.IntegerField()
    next = serializers.IntegerField(allow_null=True)
    at_once = serializers.IntegerField(help_text="So many come as a file at once; more are made in the background")
    rows = FactOut(many=True)


def definition(figure: Figure) -> dict[str, Any]:
    times = ["month", *(["hour"] if figure.by_hour else [])]
    return {
        "code": figure.code,
        "group": figure.group,
        "label": str(figure.label),
        "unit": figure.unit.value,
        "better": figure.better.value,
        "means": str(figure.means),
        "source": str(figure.source),
        "target": figure.target.value if figure.target else None,
        "target_source": str(figure.target.source) if figure.target else "",
        "by": ["units", "centres", *figure.splits, *times],
        "rows_are": figure.rows_are,
    }


def value(told: Told) -> dict[str, Any]:
    return {"value": _number(told.value), "of": told.of, "rows": told.rows, "few": told.few}


def change(found: Change) -> dict[str, Any]:
    return {"by": _number(found.by), "percent": _number(found.percent), "new": found.new}


def answered(figure: Figure, found: Answer) -> dict[str, Any]:
    return {
        "now": value(found.now),
        "year_before": value(found.year_before),
        "year_change": change(found.year_change),
        "period_before": value(found.period_before),
        "period_change": change(found.period_change),
        "meets_target": meets_target(figure, found.now.value),
    }


def taken_off(found: TakenOff) -> dict[str, Any]:
    other = found.deduction.of
    named = {"code": other.code, "label": str(other.label), "unit": other.unit.value}
    return value(found.told) | named | {"floor": found.deduction.floor, "points": float(found.points)}


def part(found: Part, name: str, key: str) -> dict[str, Any]:
    told = {"key": key, "name": name, "added": float(found.added), "rank": found.rank}
    return value(found.now) | told | {"before": value(found.before), "change": change(found.change)}


def row(found: Row, unit_name: str) -> dict[str, Any]:
    return {
        "id": found.id, "number": found.number, "at": iso(found.at), "unit": code_of(found.place), "unit_name": unit_name, "top": float(found.top),
        "under": float(found.under),
    }  # fmt: skip


def code_of(path: str) -> str:
    """Of the unit at the end of a path."""
    return path.strip("/").rpartition("/")[2]


def _number(found: Any) -> float | None:
    return None if found is None else float(found)
