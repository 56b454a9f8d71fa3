"""``figures/{code}/rows.csv``, ``parts.csv`` and the same as ``.xlsx``: the rows behind a figure, and a table of it, as files."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import api_view
from rest_framework.request import Request

from command_center.ground.core.api.bodies import described
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.figures.asked import AS_OF, PARAMETERS, Asked
from command_center.screens.figures.divided_sheet import BY, divided_sheet
from command_center.screens.sheets import CSV, XLSX, Sheet, answered

MOST = 50_000
WIDTHS = (22, 17, 16, 16, 16)


def _described(media_type: str, *more: Any) -> Any:
    return described(
        responses={(200, media_type): OpenApiTypes.BINARY}, parameters=[*PARAMETERS, *more], problems=(401, 403, 404, 422)
    )  # fmt: skip


@_described(CSV)
@api_view(["GET"])
def as_csv(request: Request, code: str) -> HttpResponseBase:
    """The rows behind the figure of the same address as CSV."""
    return answered(request, rows_sheet(request, code, MOST), "csv")


@_described(XLSX)
@api_view(["GET"])
def as_xlsx(request: Request, code: str) -> HttpResponseBase:
    """The same as an Excel workbook."""
    return answered(request, rows_sheet(request, code, MOST), "xlsx")


@_described(CSV, BY, AS_OF)
@api_view(["GET"])
def parts_as_csv(request: Request, code: str) -> HttpResponseBase:
    """One table of the figure as CSV: the ranking of units or centres, a split, the months, the hours of the week."""
    return answered(request, divided_sheet(request, code), "csv")


@_described(XLSX, BY, AS_OF)
@api_view(["GET"])
def parts_as_xlsx(request: Request, code: str) -> HttpResponseBase:
    """The same as an Excel workbook."""
    return answered(request, divided_sheet(request, code), "xlsx")


def rows_sheet(request: Request, code: str, most: int) -> Sheet:
    """Raises ``Invalid`` where more rows than ``most`` stand behind it: a file that was cut looks like the whole."""
    require(request.user, Right.READ_ORDERS)
    asked = Asked(request, code)
    facts = asked.inquiry.facts()
    count = facts.count()
    if count > most:
        words = _("More than %(most)d rows stand behind this: ask for a shorter period or a smaller area.")
        raise Invalid(words % {"most": most}, most=most)
    heads = [_("Number"), _("Moment"), _("Unit"), _("Numerator"), _("Denominator")]
    return Sheet(
        name=code, heads=heads, rows=map(_line, facts.walked()), count=count, widths=WIDTHS, action="figure_exported",
        about=("figure", code), detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _line(row: Any) -> list[Any]:
    top, under = (int(each) if each == int(each) else float(each) for each in (row.top, row.under))
    return [row.number, localtime(row.at), shapes.code_of(row.place), top, under]
