"""``told-times/{table}.csv`` and ``.xlsx``: the tables of told restoration times as files, asked as any figure is."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.api.days import day_parameters
from command_center.ground.core.errors import NotFound
from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.declaring import Split
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.etr.page import DIVIDED, SHOWN, TITLES
from command_center.screens.figures.asked import Asked
from command_center.screens.sheets import Sheet, file_doors
from command_center.screens.words.figures import measure

PARAMETERS = [
    OpenApiParameter("unit", str, description="Code of a unit, with everything under it; one's own area by default"),
    *day_parameters("from", "to"),
]
FIGURES = "figures"


def told_times_sheet(request: Request, table: str) -> Sheet:
    """``figures``, ``cause`` or ``kind`` (who told the time first). Raises ``NotFound`` for another table."""
    require(request.user, Right.READ_ORDERS)
    if table not in (FIGURES, *(each.value for each in DIVIDED)):
        raise NotFound()
    asked = [Asked(request, code).inquiry for code in SHOWN]
    heads, rows = _figures(asked) if table == FIGURES else _parts(asked, Split(table))
    return Sheet(
        name=f"told-times-{table}", heads=heads, rows=rows, count=len(rows), widths=[max(14, len(head) + 4) for head in heads],
        action="figure_exported", about=("figure", f"told-times-{table}"),
        detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _figures(asked: Sequence[Inquiry]) -> tuple[list[str], list[list[Any]]]:
    heads = [
        _("Figure"), _("Unit of measure"), _("Value"), _("Reckoned from"), _("Target"), _("Year before"), _("Change"),
        _("Change in %"), _("What it means"),
    ]  # fmt: skip
    lines = []
    for each in asked:
        figure, found = each.figure, each.answer()
        change = found.year_change
        lines.append([
            str(figure.label), measure(figure.unit), _cell(found.now.value), found.now.rows,
            figure.target.value if figure.target else "", _cell(found.year_before.value), _cell(change.by),
            _("new") if change.new else _cell(change.percent), str(figure.means),
        ])  # fmt: skip
    return heads, lines


def _parts(asked: Sequence[Inquiry], split: Split) -> tuple[list[str], list[list[Any]]]:
    """A line for each cause or author, two columns for each figure: its value and the outages it is of."""
    words = asked[0].figure.splits[split]()
    columns = [{part.key: part.now for part in each.by_split(split) if part.now.rows} for each in asked]
    keys = list(dict.fromkeys(key for column in columns for key in column))
    heads = [str(TITLES[split])]
    for each in asked:
        heads += [str(each.figure.label), _("Reckoned from")]
    return heads, [
        [str(words.get(key) or _("Not told")), *(cell for column in columns for cell in _of(column.get(key)))]
        for key in keys
    ]


def _of(told: Any) -> list[Any]:
    return ["", 0] if told is None else [_cell(told.value), told.rows]


def _cell(value: Any) -> Any:
    return "" if value is None else float(value)


as_csv, as_xlsx = file_doors(
    told_times_sheet, *PARAMETERS, about="A table of told restoration times (figures, cause, kind: who told it first)"
)
