"""The matters behind every number of the complaint figures, over HTTP."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.kinds import PROCESSES, label_of
from workorders.kinds.complaint.figures import causes
from workorders.kinds.complaint.figures.api import PERIOD
from workorders.kinds.complaint.figures.asked import (
    TOP_ROWS,
    TREE,
    TRIGGER,
    Asked,
    kind_of,
    of_trigger,
    top_of,
    trigger_of,
)
from workorders.kinds.complaint.figures.selectors import Told
from workorders.kinds.complaint.figures.tally import Tally, figures_of
from workorders.kinds.complaint.figures.triggers import TRIGGER_WORDS, Triggers, category_names, triggers_of, unit_names
from workorders.kinds.complaint.figures.units import Place

MOST_ROWS = 500
# Every figure behind which rows stand.
FIGURES = ("told", "alleged", *Tally.__dataclass_fields__)
UNNAMED = "-"
"""How an address asks for those that name no unit."""


class ComplaintRowOut(serializers.Serializer[Any]):
    """One matter behind a number. ``goes_on``: the order with which a reopened one goes on. ``trigger``: what set it off, if it may be seen."""

    id = serializers.IntegerField(help_text="`GET work-orders/?id=` takes several")
    number = serializers.CharField()
    goes_on = serializers.CharField(allow_blank=True)
    reported_at = Moment()
    kind = serializers.CharField()
    state = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    trigger = serializers.CharField(allow_blank=True)
    trigger_kind = serializers.CharField(allow_blank=True)
    trigger_words = serializers.CharField(allow_blank=True)


class ComplaintRowsOut(serializers.Serializer[Any]):
    """``rows``: the newest first, 500 at most; ``of`` counts them all. ``in_confidence``: those that count and are not shown."""

    of = serializers.IntegerField()
    in_confidence = serializers.IntegerField()
    rows = ComplaintRowOut(many=True)


BEHIND = [
    OpenApiParameter(
        "figure", str, enum=list(FIGURES), description="The number behind which they stand; without: alleged"
    ),
    OpenApiParameter("centre", str, description="Code of a centre of `complaint-figures/units/`"),
    OpenApiParameter("unit", str, description="Code of a unit of it; `-`: those that name none"),
    OpenApiParameter("by", str, enum=list(causes.DIMENSIONS), description="A dimension of `complaint-figures/causes/`"),
    OpenApiParameter("key", str, description="A row of that dimension"),
]


@described(responses=ComplaintRowsOut, parameters=[*PERIOD, TREE, *BEHIND, TRIGGER, TOP_ROWS], problems=(401, 403, 422))
@api_view(["GET"])
def figure_rows(request: Request) -> Response:
    """The matters behind a number of the complaint figures, of a unit or of a cause."""
    return Response(rows_told(request, MOST_ROWS))


def rows_told(request: Request, most: int) -> dict[str, Any]:
    """As ``ComplaintRowsOut``, so many rows at most. Raises ``Invalid``."""
    require(request.user, Right.READ_ORDERS)
    params = request.query_params
    refuse_unknown(request, {"since", "until", "tree", "figure", "centre", "unit", "by", "key", "trigger", "top"})
    asked, figure, trigger, top = Asked(request), params.get("figure", "alleged"), trigger_of(request), top_of(request)
    if figure not in FIGURES:
        raise Invalid(_("There is no such figure."), pointer="/figure")
    counted = [each for each in asked.now() if figure in figures_of(each.row, asked.counts_as)]
    rows = [each for each in counted if not each.sealed and _is_of(each.place, params)]
    found = triggers_of(request.user, rows)
    if trigger:
        rows = [each for each in rows if kind_of(found.causes[each.pk]) == trigger]
    if by := params.get("by"):
        rows = _behind_cause(asked, rows, found, by, params.get("key", ""), trigger, top)
    # Of one unit or one cause it is not said: there it would say whom somebody complained about in confidence.
    whole = not (trigger or params.keys() & {"centre", "unit", "by"})
    hidden = sum(each.sealed for each in counted) if whole else 0
    newest = sorted(rows, key=lambda each: (each.reported_at, each.pk), reverse=True)[:most]
    return {"of": len(rows), "in_confidence": hidden, "rows": _told(newest, found)}


def _is_of(place: Place, params: Mapping[str, str]) -> bool:
    centre, unit = params.get("centre", ""), params.get("unit", "")
    return (not centre or place.centre == centre) and (not unit or place.unit == ("" if unit == UNNAMED else unit))


def _behind_cause(
    asked: Asked, rows: list[Told], found: Triggers, by: str, key: str, trigger: str, top: int
) -> list[Told]:
    """Those in one row of the board. Which rows have a name depends on the year before too, so it is asked the same way."""
    if by not in causes.DIMENSIONS:
        raise Invalid(_("There is no such dimension."), pointer="/by")
    shown: list[str] = []
    if key == causes.OTHERS:
        now, before = (asked.alleged(period) for period in asked.periods())
        board = triggers_of(asked.user, [*now, *before])
        this, last = (of_trigger(period, board, trigger) for period in (now, before))
        shown = [row.key for row in causes.counted(this, last, by, top=top) if row.key not in causes.REST]
    return [each for each in rows if causes.is_counted_in(found.causes[each.pk], by, key, shown)]


def _told(rows: list[Told], found: Triggers) -> list[dict[str, Any]]:
    labels = category_names()
    names = unit_names({each.place.unit for each in rows})
    return [
        {
            "id": each.pk,
            "number": each.number,
            "goes_on": each.goes_on,
            "reported_at": iso(each.reported_at),
            "kind": str(PROCESSES[each.row.kind].label),
            "state": label_of(each.row.kind, each.status),
            "category": labels.get(each.row.category, ""),
            "unit": names.get(each.place.unit, ("", ""))[0],
            **_trigger_told(found.causes[each.pk].trigger),
        }
        for each in rows
    ]


def _trigger_told(trigger: causes.Trigger) -> dict[str, str]:
    words = str(TRIGGER_WORDS.get(trigger.kind, ""))
    return {"trigger": trigger.number, "trigger_kind": trigger.kind if trigger.number else "", "trigger_words": words}
