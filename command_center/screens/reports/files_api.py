"""``weekly-report/{table}.csv`` and ``.xlsx``: the tables of a stored weekly report as files, with the numbers as they were then."""

from collections.abc import Callable
from typing import Any

from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.errors import NotFound
from command_center.ground.figures.models import WeeklyReport
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.reports.finding import asked_unit, asked_week
from command_center.screens.reports.making import week_due
from command_center.screens.reports.told import week_name
from command_center.screens.sheets import Sheet, file_doors
from command_center.screens.words.figures import measure

PARAMETERS = [
    OpenApiParameter("unit", str, description="Code of the province or a centre; the nearest by default"),
    OpenApiParameter("week", str, description="A week such as 2026-W31; the last one that is due by default"),
]
Table = tuple[list[str], list[list[Any]]]


def _figures(body: dict[str, Any], lang: str) -> Table:
    heads = [
        _("Figure"), _("Unit of measure"), _("This week"), _("Reckoned from"), _("Of few"), _("Week before"), _("Change"),
        _("Change in %"), _("Year before"), _("Change"), _("Change in %"), _("What it means"),
    ]  # fmt: skip
    return heads, [
        [
            each["label"][lang], measure(each["unit"]), _cell(each["now"]["value"]), _cell(each["now"]["of"]),
            _("yes") if each["now"]["few"] else "", _cell(each["week_before"]["value"]), *_changed(each["week_change"]),
            _cell(each["year_before"]["value"]), *_changed(each["year_change"]), each["means"][lang],
        ]
        for each in body["figures"]
    ]  # fmt: skip


def _course(body: dict[str, Any], lang: str) -> Table:
    courses = body["course"]
    heads = [_("First day"), *(f"{each['label'][lang]} {measure(each['unit'])}".strip() for each in courses)]
    weeks = zip(*(each["weeks"] for each in courses), strict=True)
    return heads, [[week[0]["first"], *(_cell(each["value"]) for each in week)] for week in weeks]


def _causes(body: dict[str, Any], lang: str) -> Table:
    heads = [_("By cause"), body["causes"]["label"][lang]]
    return heads, [[each["label"][lang], each["value"]] for each in body["causes"]["rows"]]


def _ranking(body: dict[str, Any], lang: str) -> Table:
    ranking = body["ranking"]
    heads = [_("Rank"), _("Unit"), ranking["label"][lang], _("Reckoned from"), _("Of few")]
    return heads, [
        [_cell(each["rank"]), each[lang], _cell(each["value"]), _cell(each["of"]), _("yes") if each["few"] else ""]
        for each in ranking["rows"]
    ]


def _feeders(body: dict[str, Any], lang: str) -> Table:
    return [_("Identifier"), _("Name")], [[each["code"], each["name"]] for each in body["feeders"]]


TABLES: dict[str, Callable[[dict[str, Any], str], Table]] = {
    "figures": _figures, "weeks": _course, "causes": _causes, "ranking": _ranking, "feeders": _feeders,
}  # fmt: skip


def report_sheet(request: Request, table: str) -> Sheet:
    """Raises ``NotFound`` for a table, unit or week that is not there."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {each.name for each in PARAMETERS})
    unit = asked_unit(request.query_params.get("unit", ""), request.user)
    first = asked_week(request.query_params.get("week", "")) or week_due(now())
    row = WeeklyReport.objects.filter(unit=unit, first=first).first()
    if row is None or table not in TABLES:
        raise NotFound()
    heads, rows = TABLES[table](row.body, "en" if (get_language() or "").startswith("en") else "zh")
    name = f"weekly-{row.body['unit']['code']}-{week_name(first)}-{table}"
    return Sheet(
        name=name, heads=heads, rows=rows, count=len(rows), widths=[max(14, len(head) + 4) for head in heads],
        action="report_downloaded", about=("weekly_report", name),
    )  # fmt: skip


def _changed(change: dict[str, Any]) -> list[Any]:
    return [_cell(change["by"]), _("new") if change["new"] else _cell(change["percent"])]


def _cell(value: Any) -> Any:
    return "" if value is None else value


as_csv, as_xlsx = file_doors(
    report_sheet, *PARAMETERS, about=f"A table of a weekly report ({', '.join(TABLES)}), as it was made,"
)
