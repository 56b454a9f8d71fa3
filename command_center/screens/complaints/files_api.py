"""``complaint-figures/{table}.csv`` and ``.xlsx``: the boards of the complaint figures, and the matters behind a number, as files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from command_center.ground.core.errors import Invalid, NotFound
from command_center.screens.sheets import Sheet, file_doors
from workorders.kinds.complaint.figures.api import PERIOD, figures_told
from workorders.kinds.complaint.figures.asked import TOP_ROWS, TREE, TRIGGER
from workorders.kinds.complaint.figures.causes_api import causes_told
from workorders.kinds.complaint.figures.rows_api import BEHIND, rows_told
from workorders.kinds.complaint.figures.units import RATES
from workorders.kinds.complaint.figures.units_api import units_told

MOST = 50_000
# The columns of a tally, as the page calls them.
COUNTS: dict[str, Any] = {
    "told": gettext_lazy("Told"), "alleged": gettext_lazy("Alleged"), "complaints": gettext_lazy("Complaints"),
    "opinions": gettext_lazy("Opinions"), "withdrawn": gettext_lazy("Withdrawn"), "downgraded": gettext_lazy("Downgraded"),
    "liable": gettext_lazy("Justified"), "partly": gettext_lazy("Partly justified"),
    "not_liable": gettext_lazy("Not justified"), "undecided": gettext_lazy("Not decided yet"),
    "reopened": gettext_lazy("Reopened"), "by_hotline_95598": gettext_lazy("By 95598"),
    "by_hotline_12345": gettext_lazy("By 12345"), "by_hotline_12398": gettext_lazy("By 12398"),
    "by_other_channel": gettext_lazy("By other ways"),
}  # fmt: skip
PER_MILLION: dict[str, Any] = {
    "per_million": gettext_lazy("Complaints per million customers"),
    "liable_per_million": gettext_lazy("Justified per million customers"),
}
DIMENSIONS: dict[str, Any] = {
    "trigger": gettext_lazy("What set them off"), "feeder": gettext_lazy("Feeder"), "county": gettext_lazy("Centre"),
    "grid": gettext_lazy("Service grid (villages)"), "transformer": gettext_lazy("Transformer area"),
    "unit": gettext_lazy("Unit of the trigger"), "unit_kind": gettext_lazy("Kind of unit"),
    "category": gettext_lazy("Category alleged"),
}  # fmt: skip
Table = tuple[list[str], list[list[Any]]]


def _versions(request: Request) -> Table:
    """A line for each figure, three columns for each version of the tree."""
    trees = figures_told(request)["trees"]
    heads = [_("Figure")]
    for tree in trees:
        heads += [f"{tree['tree']} {words}" for words in (_("Now"), _("Year before"), _("Change in %"))]
    lines = [
        [str(words), *(cell for tree in trees for cell in _counted(tree["now"][name], tree["last_year"][name]))]
        for name, words in COUNTS.items()
    ]
    rates = [
        [str(words), *(cell for tree in trees for cell in (_empty(tree[name]), "", ""))]
        for name, words in PER_MILLION.items()
    ]
    return heads, lines + rates


def _counted(now: int, before: int) -> list[Any]:
    return [now, before, round(100 * (now - before) / before, 2) if before else ""]


def _units(request: Request) -> Table:
    """A line for each unit, one of what was told in confidence, one of all together."""
    told = units_told(request)
    rates = [_("%(figure)s in %%") % {"figure": COUNTS[name]} for name in RATES]
    heads = [
        _("Rank"), _("Centre"), _("Unit"), _("Identifier"), *map(str, COUNTS.values()), *rates,
        *(f"{rate} · {_('Year before')}" for rate in rates), *(f"{words} · {_('Year before')}" for words in COUNTS.values()),
    ]  # fmt: skip
    names = {each["centre"]: each["name"] for each in told["centres"]}
    lines = [
        [_empty(each["rank"]), names.get(each["centre"], each["centre"]), each["name"], each["unit"], *_cell(each)]
        for each in told["units"]
    ]
    if told["in_confidence"]:
        lines.append(["", "", _("Told in confidence"), "", *_cell(told["in_confidence"])])
    return heads, [*lines, ["", "", _("All together"), "", *_cell(told["total"])]]


def _cell(each: dict[str, Any]) -> list[Any]:
    rates = [each["rates"][name] for name in RATES]
    return [
        *(each["now"][name] for name in COUNTS), *(_empty(rate["percent"]) for rate in rates),
        *(_empty(rate["before"]) for rate in rates), *(each["last_year"][name] for name in COUNTS),
    ]  # fmt: skip


def _causes(request: Request) -> Table:
    """The rows of each dimension, which add up to what was alleged."""
    heads = [_("Divided by"), _("Name"), _("Identifier"), _("Now"), _("Year before"), _("Change in %")]
    dimensions = causes_told(request)["dimensions"]
    return heads, [
        [str(DIMENSIONS[dimension["code"]]), row["name"], row["key"], *_counted(row["now"], row["last_year"])]
        for dimension in dimensions
        for row in dimension["rows"]
    ]


def _rows(request: Request) -> Table:
    """The matters behind one number. Raises ``Invalid`` where there are more than a file at once holds."""
    told = rows_told(request, MOST)
    if told["of"] > MOST:
        words = _("More than %(most)d rows stand behind this: ask for a shorter period or a smaller area.")
        raise Invalid(words % {"most": MOST}, most=MOST)
    heads = [
        _("Number"), _("Goes on with"), _("Moment"), _("Kind"), _("State"), _("Category"), _("Unit"), _("What set them off"),
        _("Number of that"),
    ]  # fmt: skip
    return heads, [
        [
            each["number"], each["goes_on"], _moment(each["reported_at"]), each["kind"], each["state"], each["category"],
            each["unit"], each["trigger_words"], each["trigger"],
        ]
        for each in told["rows"]
    ]  # fmt: skip


def _moment(said: str) -> Any:
    at = parse_datetime(said)
    return localtime(at) if at else ""


def _empty(value: Any) -> Any:
    return "" if value is None else value


TABLES: dict[str, Callable[[Request], Table]] = {
    "versions": _versions, "units": _units, "causes": _causes, "rows": _rows,
}  # fmt: skip


def complaint_sheet(request: Request, table: str) -> Sheet:
    """Raises ``NotFound`` for a table that is none of these."""
    if table not in TABLES:
        raise NotFound()
    heads, rows = TABLES[table](request)
    return Sheet(
        name=f"complaints-{table}", heads=heads, rows=rows, count=len(rows), widths=_widths(heads),
        action="figure_exported", about=("figure", f"complaints-{table}"),
        detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _widths(heads: Sequence[str]) -> list[int]:
    return [max(12, len(head) + 4) for head in heads]


as_csv, as_xlsx = file_doors(
    complaint_sheet, *PERIOD, TREE, *BEHIND, TRIGGER, TOP_ROWS,
    about="A table of the complaint figures (versions, units, causes) or the matters behind a number (rows)",
)  # fmt: skip
