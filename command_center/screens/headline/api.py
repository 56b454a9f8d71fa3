"""``GET headline-figures/``: the table of figures by which the centre is judged, in one answer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
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
from command_center.screens.figures.catalogue import BY_CODE
from command_center.screens.headline.definitions import HEADLINES, SOURCE, Headline
from command_center.screens.sheets import CSV, XLSX, Sheet, answered
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


DAYS = [OpenApiParameter("since", date, description=DAY), OpenApiParameter("until", date, description=DAY)]


@described(responses=HeadlineOut, parameters=DAYS, problems=(401, 403, 422))
@api_view(["GET"])
def headline_figures(request: Request) -> Response:
    """The headline table of one's area against the same days of the year before. Without days: from 1 January until today."""
    require(request.user, Right.READ_ORDERS)
    since, until = days_asked(request, "since", "until")
    return Response(HeadlineOut(headline(request.user, since, until)).data)


def _described_file(media_type: str) -> Any:
    return described(responses={(200, media_type): OpenApiTypes.BINARY}, parameters=DAYS, problems=(401, 403, 422))


@_described_file(CSV)
@api_view(["GET"])
def as_csv(request: Request) -> HttpResponseBase:
    """The headline table as CSV."""
    return answered(request, headline_sheet(request), "csv")


@_described_file(XLSX)
@api_view(["GET"])
def as_xlsx(request: Request) -> HttpResponseBase:
    """The same as an Excel workbook."""
    return answered(request, headline_sheet(request), "xlsx")


def headline_sheet(request: Request) -> Sheet:
    """As the page shows it, with what each figure means."""
    require(request.user, Right.READ_ORDERS)
    told = headline(request.user, *days_asked(request, "since", "until"))
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


def headline(user: Any, since: date, until: date) -> dict[str, Any]:
    at = now()
    before_since, before_until = year_before(since), year_before(until)
    window = Window(user=user, first=since, last=until, at=at)
    return {
        "since": since,
        "until": until,
        "before_since": before_since,
        "before_until": before_until,
        "article": str(SOURCE),
        "figures": [_figure(each, window) for each in HEADLINES],
    }


def _figure(of: Headline, window: Window) -> dict[str, Any]:
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
        "rows": f"/figures/{of.code}/?from={window.first}&to={window.last}&rows=1",
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
