"""``GET headline-figures/``: the table of figures by which the centre is judged, in one answer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.days import days_asked
from command_center.ground.core.comparing import year_before
from command_center.ground.figures.asking import Inquiry, last_year
from command_center.ground.figures.declaring import UNITS
from command_center.ground.figures.facts import Window
from command_center.ground.figures.reckoning import compared
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures.asked import unit_of
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.headline.definitions import HEADLINES, SOURCE, Headline
from command_center.screens.sheets import Sheet, file_doors
from command_center.screens.words.figures import measure

DAY = "A day such as 2026-07-31"


class HeadlineFigureOut(serializers.Serializer[Any]):
    """``by`` is in the figure's own unit, percentage points of a share; ``percent`` is null of a share and against nothing."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=UNITS)
    now = serializers.FloatField(allow_null=True)
    now_of = serializers.IntegerField(allow_null=True, help_text="How many it was reckoned from")
    before = serializers.FloatField(allow_null=True)
    before_of = serializers.IntegerField(allow_null=True)
    by = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    new = serializers.BooleanField(help_text="There was nothing the year before")
    article = serializers.CharField(allow_blank=True, help_text="As the article printed it; never reckoned here")
    means = serializers.CharField()
    rows = serializers.CharField(allow_blank=True, help_text="The page that shows what it was counted from")


class HeadlineOut(serializers.Serializer[Any]):
    since = serializers.DateField()
    until = serializers.DateField()
    before_since = serializers.DateField()
    before_until = serializers.DateField()
    article = serializers.CharField(help_text="Where the article's figures are from")
    figures = HeadlineFigureOut(many=True)


DAYS = [
    OpenApiParameter("unit", str, description="Code of a unit, with everything under it; one's own area by default"),
    OpenApiParameter("since", date, description=DAY),
    OpenApiParameter("until", date, description=DAY),
]


@described(responses=HeadlineOut, parameters=DAYS, problems=(401, 403, 422))
@api_view(["GET"])
def headline_figures(request: Request) -> Response:
    """The headline table of one's area, or of a unit of it, against the same days of the year before. Without days: from 1 January until today."""
    require(request.user, Right.READ_ORDERS)
    return Response(HeadlineOut(_asked(request)).data)


def headline_sheet(request: Request) -> Sheet:
    """As the page shows it, with what each figure means."""
    require(request.user, Right.READ_ORDERS)
    told = _asked(request)
    heads = [
        _("Figure"), _("Unit of measure"), _("Now"), _("Reckoned from"), _("Year before"), _("Reckoned from"), _("Change"),
        _("Change in %"), _("The article"), _("What it means"),
    ]  # fmt: skip
    return Sheet(
        name="headline-figures", heads=heads, rows=map(_line, told["figures"]), count=len(told["figures"]),
        widths=(34, 12, 14, 14, 14, 14, 14, 14, 18, 80), action="figure_exported", about=("figure", "headline"),
        detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _line(each: dict[str, Any]) -> list[Any]:
    percent = _("new") if each["new"] else each["percent"]
    cells = (
        each["label"], measure(each["unit"]), each["now"], each["now_of"], each["before"], each["before_of"], each["by"],
        percent, each["article"], each["means"],
    )  # fmt: skip
    return ["" if cell is None else cell for cell in cells]


as_csv, as_xlsx = file_doors(headline_sheet, *DAYS, about="The headline table")


def _asked(request: Request) -> dict[str, Any]:
    """Raises ``Invalid`` and ``NotFound``."""
    unit, path = unit_of(request)
    since, until = days_asked(request, "since", "until")
    return headline(request.user, since, until, path=path, unit=unit.code if unit and path else "")


def headline(user: Any, since: date, until: date, *, path: str = "", unit: str = "") -> dict[str, Any]:
    """Of one's whole area, or of the unit at ``path`` within it."""
    before_since, before_until = year_before(since), year_before(until)
    window = Window(user=user, first=since, last=until, at=now(), path=path)
    return {
        "since": since,
        "until": until,
        "before_since": before_since,
        "before_until": before_until,
        "article": str(SOURCE),
        "figures": [_figure(each, window, unit) for each in HEADLINES],
    }


def _figure(of: Headline, window: Window, unit: str) -> dict[str, Any]:
    figure = BY_CODE[of.code]
    asked = Inquiry(figure, window)
    this, last = asked.value(), asked.value(last_year(window))
    change = compared(figure, this.value, last.value)
    return {
        "code": of.code,
        "label": str(figure.label),
        "unit": figure.unit.value,
        "now": _number(this.value),
        "now_of": this.of,
        "before": _number(last.value),
        "before_of": last.of,
        "by": _number(change.by),
        "percent": _number(change.percent),
        "new": change.new,
        "article": str(of.article),
        "means": str(figure.means),
        "rows": f"/figures/{of.code}/?from={window.first}&to={window.last}&rows=1" + (f"&unit={unit}" if unit else ""),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
