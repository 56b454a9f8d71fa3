"""``figures/{code}/rows.csv`` and ``.xlsx``: the rows behind a figure as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import api_view
from rest_framework.request import Request

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import described
from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.look_ups import count_export
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.figures.asked import PARAMETERS, Asked
from command_center.screens.sheets import CSV, XLSX, csv_of, workbook_of

MOST = 50_000
WIDTHS = (22, 17, 16, 16, 16)


def _described(media_type: str) -> Any:
    return described(
        responses={(200, media_type): OpenApiTypes.BINARY}, parameters=PARAMETERS, problems=(401, 403, 404, 422)
    )


@_described(CSV)
@api_view(["GET"])
def as_csv(request: Request, code: str) -> HttpResponseBase:
    """The rows behind the figure of the same address as CSV."""
    pieces = csv_of(_heads(), _lines(request, code, "csv"))
    return StreamingHttpResponse(pieces, content_type=f"{CSV}; charset=utf-8", headers=_headers(code, "csv"))


@_described(XLSX)
@api_view(["GET"])
def as_xlsx(request: Request, code: str) -> HttpResponseBase:
    """The same as an Excel workbook."""
    book = workbook_of(_heads(), _lines(request, code, "xlsx"), WIDTHS)
    return FileResponse(book, content_type=XLSX, headers=_headers(code, "xlsx"))


def _heads() -> list[str]:
    return [_("Number"), _("Moment"), _("Unit"), _("Numerator"), _("Denominator")]


def _lines(request: Request, code: str, form: str) -> Iterator[list[Any]]:
    """Raises ``Invalid`` where too much is asked for: a file that was cut looks like the whole."""
    require(request.user, Right.READ_ORDERS)
    asked = Asked(request, code)
    facts = asked.inquiry.facts()
    count = facts.count()
    if count > MOST:
        words = _("More than %(most)d rows stand behind this: ask for a shorter period or a smaller area.")
        raise Invalid(words % {"most": MOST}, most=MOST)
    count_export(request, revealed=False)
    audit.record(
        actor=request.user, action="figure_exported", object_kind="figure", object_ref=code, form=form, rows=count,
        asked=dict(request.query_params.items()),
    )  # fmt: skip
    return map(_line, facts.listed())


def _line(row: Any) -> list[Any]:
    top, under = (int(each) if each == int(each) else float(each) for each in (row.top, row.under))
    return [row.number, localtime(row.at), shapes.code_of(row.place), top, under]


def _headers(code: str, form: str) -> dict[str, str]:
    name = f"{code}-{localtime():%Y%m%d-%H%M}.{form}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
