"""Complaints by the unit that they are about, over HTTP."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.kinds.complaint.figures.api import PERIOD, TallyOut, as_number, in_figures
from workorders.kinds.complaint.figures.asked import TREE, Asked
from workorders.kinds.complaint.figures.selectors import Told
from workorders.kinds.complaint.figures.triggers import unit_names
from workorders.kinds.complaint.figures.units import FEWEST, IN_CONFIDENCE, Cell, Place, added, by_centre, cells, ranks


class ComplaintRateOut(serializers.Serializer[Any]):
    """A share in percent, null of nothing. ``few``: of fewer than ``fewest``, too small to compare with others."""

    percent = serializers.FloatField(allow_null=True)
    of = serializers.IntegerField()
    few = serializers.BooleanField()
    before = serializers.FloatField(allow_null=True, help_text="The same days of the year before")
    few_before = serializers.BooleanField()


class ComplaintRatesOut(serializers.Serializer[Any]):
    """``withdrawn``, ``downgraded`` and ``reopened`` of what was alleged, ``liable`` and ``partly`` of the complaints."""

    withdrawn = ComplaintRateOut()
    downgraded = ComplaintRateOut()
    liable = ComplaintRateOut()
    partly = ComplaintRateOut()
    reopened = ComplaintRateOut()


class ComplaintCellOut(serializers.Serializer[Any]):
    now = TallyOut()
    last_year = TallyOut()
    rates = ComplaintRatesOut()


class ConcernedUnitOut(ComplaintCellOut):
    """A unit that complaints are about; ``unit`` "" are those of the centre that name none. ``rank`` by the withdrawal rate."""

    centre = serializers.CharField(help_text="Code")
    unit = serializers.CharField(help_text="Code", allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    level = serializers.CharField(allow_blank=True)
    rank = serializers.IntegerField(allow_null=True, help_text="null: of too few, or no unit is named")


class ConcernedCentreOut(ComplaintCellOut):
    """A centre with everything below it."""

    centre = serializers.CharField(help_text="Code")
    name = serializers.CharField()


class UnitFiguresOut(serializers.Serializer[Any]):
    """``total`` is the sum of ``units`` and ``in_confidence``, and what ``GET complaint-figures/`` tells under this tree.

    ``in_confidence``: what this reader may not hear of, without a place; null where there is nothing of it.
    """

    since = serializers.DateField()
    until = serializers.DateField()
    before_since = serializers.DateField()
    before_until = serializers.DateField()
    tree = serializers.CharField()
    trees = serializers.ListField(child=serializers.CharField())
    fewest = serializers.IntegerField(help_text="A rate of fewer is `few`; assumed")
    total = ComplaintCellOut()
    in_confidence = ComplaintCellOut(allow_null=True)
    centres = ConcernedCentreOut(many=True)
    units = ConcernedUnitOut(many=True)


@described(responses=UnitFiguresOut, parameters=[*PERIOD, TREE], problems=(401, 403, 422))
@api_view(["GET"])
def unit_figures(request: Request) -> Response:
    """Complaints by the unit that they are about, with the rates of withdrawn, downgraded, justified and reopened ones, against last year."""
    return Response(units_told(request))


def units_told(request: Request) -> dict[str, Any]:
    """As ``UnitFiguresOut``. Raises ``Invalid``."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {"since", "until", "tree"})
    asked = Asked(request)
    now, before = asked.periods()
    found = cells(_placed(now), _placed(before), asked.counts_as)
    sealed = found.pop(IN_CONFIDENCE, None)
    centres = by_centre(found)
    names = unit_names({code for place in found for code in place} | set(centres))
    rank = ranks(found)
    return {
        **asked.told,
        "fewest": FEWEST,
        "total": _cell(added([*found.values(), *([sealed] if sealed else [])])),
        "in_confidence": _cell(sealed) if sealed else None,
        "centres": [
            {"centre": code, "name": names[code][0], **_cell(cell)} for code, cell in sorted(centres.items())
        ],
        "units": [
            {
                "centre": place.centre, "unit": place.unit, "name": names.get(place.unit, ("", ""))[0],
                "level": names.get(place.unit, ("", ""))[1], "rank": rank.get(place), **_cell(cell),
            }
            for place, cell in sorted(found.items())
        ],
    }  # fmt: skip


def _placed(rows: Iterable[Told]) -> Iterable[tuple[Place, Any]]:
    return ((each.place, each.row) for each in rows)


def _cell(cell: Cell) -> dict[str, Any]:
    before = cell.rates_before
    return {
        "now": in_figures(cell.now),
        "last_year": in_figures(cell.before),
        "rates": {
            name: {
                "percent": as_number(rate.percent), "of": rate.of, "few": rate.few,
                "before": as_number(before[name].percent), "few_before": before[name].few,
            }
            for name, rate in cell.rates.items()
        },
    }  # fmt: skip
