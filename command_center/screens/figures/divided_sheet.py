"""A division of a figure as a table: what the page shows of units, causes, months and hours, with the numbers unrounded by words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.errors import Invalid
from command_center.ground.figures.as_of import DIVIDED
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.figures.asked import Asked
from command_center.screens.figures.dividing import divided
from command_center.screens.sheets import Sheet

BY = OpenApiParameter(
    "by", str, required=True, description="One of what the figure is divided by (`by` of the catalogue)"
)


def divided_sheet(request: Request, code: str) -> Sheet:
    """Raises ``Invalid`` for a ``by`` that this figure does not have, or not as it stood."""
    require(request.user, Right.READ_ORDERS)
    asked = Asked(request, code, "by", "as_of")
    by = request.query_params.get("by", "")
    if by not in shapes.definition(asked.figure)["by"]:
        raise Invalid(_("This figure is not divided so."), pointer="/by")
    if asked.as_of and by not in DIVIDED:
        raise Invalid(_("As it stood earlier a figure is told by unit and month only."), pointer="/as_of")
    heads, rows = _table(divided(asked.inquiry, by, asked.unit), str(asked.figure.label))
    return Sheet(
        name=f"{code}-{by}", heads=heads, rows=rows, count=len(rows), widths=[max(12, len(head) + 4) for head in heads],
        action="figure_exported", about=("figure", code), detail={"asked": dict(request.query_params.items())},
    )  # fmt: skip


def _table(told: Mapping[str, Any], label: str) -> tuple[list[str], Sequence[Sequence[Any]]]:
    value = [label, _("Reckoned from"), _("Rows"), _("Of few")]
    if told["months"]:
        return [_("Month"), *value], [[f"{each['first']:%Y-%m}", *_value(each)] for each in told["months"]]
    if told["cells"]:
        cells = [[each["weekday"], each["hour"], *_value(each)] for each in told["cells"]]
        return [_("Weekday (1 is Monday)"), _("Hour"), *value], cells
    heads = [_("Rank"), _("Name"), _("Identifier"), *value, _("Year before"), _("Change"), _("Change in %"), _("Adds")]
    ranked = sorted(told["parts"], key=lambda part: (part["rank"] is None, part["rank"] or 0, -part["added"]))
    return heads, [_part(each) for each in ranked]


def _part(each: Mapping[str, Any]) -> list[Any]:
    change = each["change"]
    percent = _("new") if change["new"] else _empty(change["percent"])
    before = _empty(each["before"]["value"])
    return [
        _empty(each["rank"]), each["name"], each["key"], *_value(each), before, _empty(change["by"]), percent, each["added"],
    ]  # fmt: skip


def _value(each: Mapping[str, Any]) -> list[Any]:
    return [_empty(each["value"]), _empty(each["of"]), each["rows"], _("yes") if each["few"] else ""]


def _empty(value: Any) -> Any:
    return "" if value is None else value
