"""``GET key-figures/``: the eight figures of the command centre in one answer, each with thirteen months; the same as a file."""

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.days import day_parameters, days_asked
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.api.moments import Day
from command_center.ground.core.errors import Invalid
from command_center.ground.figures.asking import Inquiry, last_year
from command_center.ground.figures.declaring import Figure, Split
from command_center.ground.figures.facts import Window
from command_center.ground.figures.reckoning import compared, meets_target
from command_center.ground.figures.words import VOLTAGES
from command_center.ground.organisation.models import AreaKind
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.figures.asked import unit_of
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.figures.dividing import name_of
from command_center.screens.sheets import Sheet, file_doors
from command_center.screens.words.figures import measure

KEY: Sequence[Figure] = [
    BY_CODE[code]
    for code in (
        "accepted_percent", "arrived_percent", "arrival_minutes", "repair_minutes", "outage_hours", "frequent_feeders",
        "complaints_per_million", "kept_percent",
    )
]  # fmt: skip
NARROWED: dict[Split, dict[str, Any]] = {Split.URBAN: dict(AreaKind.choices), Split.VOLTAGE: VOLTAGES}
PARAMETERS = [
    OpenApiParameter("unit", str, description="Code of a unit, with everything under it; one's own area by default"),
    *day_parameters("from", "to"),
    *(
        OpenApiParameter(each.value, str, enum=list(words), description="Only of this")
        for each, words in NARROWED.items()
    ),
]


class ChoiceOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()


class KeyFigureOut(serializers.Serializer[Any]):
    """``told`` is false where the figure knows nothing of the kind of area or the voltage asked for: then it is not told at all."""

    definition = shapes.FigureDefinitionOut()
    told = serializers.BooleanField()
    now = shapes.FigureValueOut()
    year_before = shapes.FigureValueOut()
    year_change = shapes.FigureChangeOut()
    meets_target = serializers.BooleanField(allow_null=True)
    months = shapes.FigureMonthOut(many=True)


class KeyFiguresOut(serializers.Serializer[Any]):
    """``urban`` and ``voltage``: what the figures may be narrowed to."""

    place = serializers.CharField(allow_blank=True)
    place_name = serializers.CharField(allow_blank=True)
    first = Day()
    last = Day()
    urban = ChoiceOut(many=True)
    voltage = ChoiceOut(many=True)
    figures = KeyFigureOut(many=True)


@described(responses=KeyFiguresOut, parameters=PARAMETERS, problems=(401, 403, 404, 422))
@api_view(["GET"])
def key_figures(request: Request) -> Response:
    """The key figures of a unit and a period against the year before, each with thirteen months. Without days: this year until today."""
    return Response(KeyFiguresOut(told(request)).data)


def told(request: Request) -> dict[str, Any]:
    """Raises ``Invalid`` and ``NotFound``."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {each.name for each in PARAMETERS})
    unit, path = unit_of(request)
    first, last = days_asked(request, "from", "to")
    window = Window(user=request.user, first=first, last=last, at=now(), path=path, only=_only(request))
    return {
        "place": unit.code if unit else "",
        "place_name": name_of(unit) if unit else "",
        "first": first,
        "last": last,
        **{
            each.value: [{"key": key, "name": str(name)} for key, name in words.items()]
            for each, words in NARROWED.items()
        },
        "figures": [_figure(each, window) for each in KEY],
    }


def _only(request: Request) -> dict[str, str]:
    said = {split: request.query_params[split] for split in NARROWED if request.query_params.get(split)}
    for split, value in said.items():
        if value not in NARROWED[split]:
            raise Invalid(_("There is no such kind."), pointer=f"/{split}", known=list(NARROWED[split]))
    return {str(split): value for split, value in said.items()}


def _figure(figure: Figure, window: Window) -> dict[str, Any]:
    if not set(window.only) <= set(map(str, figure.splits)):
        return _untold(figure)
    asked = Inquiry(figure, window)
    this, before = asked.value(), asked.value(last_year(window))
    return {
        "definition": shapes.definition(figure),
        "told": True,
        "now": shapes.value(this),
        "year_before": shapes.value(before),
        "year_change": shapes.change(compared(figure, this.value, before.value)),
        "meets_target": meets_target(figure, this.value),
        "months": [shapes.value(each.told) | {"first": each.first} for each in asked.by_month()],
    }


def _untold(figure: Figure) -> dict[str, Any]:
    nothing = {"value": None, "of": None, "rows": 0, "few": False}
    return {
        "definition": shapes.definition(figure), "told": False, "now": nothing, "year_before": nothing,
        "year_change": {"by": None, "percent": None, "new": False}, "meets_target": None, "months": [],
    }  # fmt: skip


def key_figures_sheet(request: Request) -> Sheet:
    """As the page shows them, with what each means."""
    found = told(request)
    months: list[Any] = next((each["months"] for each in found["figures"] if each["told"]), [])
    heads = [
        _("Figure"), _("Unit of measure"), _("Now"), _("Reckoned from"), _("Target"), _("Year before"), _("Change"),
        _("Change in %"), *(f"{month['first']:%Y-%m}" for month in months), _("What it means"),
    ]  # fmt: skip
    return Sheet(
        name="key-figures", heads=heads, rows=[_line(each, len(months)) for each in found["figures"]],
        count=len(found["figures"]), widths=(28, 12, 12, 12, 10, 12, 10, 12, *[10] * len(months), 80),
        action="figure_exported", about=("figure", "key-figures"), detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _line(each: dict[str, Any], months: int) -> list[Any]:
    definition, change = each["definition"], each["year_change"]
    course = [month["value"] for month in each["months"]] or [None] * months
    cells = [
        definition["label"], measure(definition["unit"]), each["now"]["value"], each["now"]["of"], definition["target"],
        each["year_before"]["value"], change["by"], _("new") if change["new"] else change["percent"], *course,
        definition["means"],
    ]  # fmt: skip
    return ["" if cell is None else cell for cell in cells]


as_csv, as_xlsx = file_doors(key_figures_sheet, *PARAMETERS, about="The key figures, a column for each month,")
