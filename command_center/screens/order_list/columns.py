"""The columns that a list of orders can show. The page and the exported table read this one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, kw_only=True)
class Column:
    """``field`` is the path in the row (``crew.name``), ``type`` how its value is written, ``ordering`` what sorts by it."""

    name: str
    label: Any
    field: str
    type: str = "text"
    ordering: str = ""
    shown: bool = False
    """Without a choice of the reader's own."""
    personal: bool = False
    """Masked, unless it was asked for with a reason."""


COLUMNS = (
    Column(name="number", label=_("Number"), field="number", ordering="number", shown=True),
    Column(name="kind", label=_("Kind"), field="order_kind", type="kind", shown=True),
    Column(name="sub_kind", label=_("Sub-type"), field="sub_kind", type="sub_kind"),
    Column(name="state", label=_("State"), field="status", type="state", shown=True),
    Column(name="grade", label=_("Grade"), field="grade", type="grade", ordering="grade", shown=True),
    Column(name="title", label=_("What was said"), field="title", shown=True),
    Column(name="place", label=_("Place"), field="place", type="name", shown=True, personal=True),
    Column(name="caller", label=_("Caller"), field="customer.name", shown=True, personal=True),
    Column(name="phone", label=_("Phone"), field="customer.phone", shown=True, personal=True),
    Column(name="customer_number", label=_("Customer number"), field="customer_number"),
    Column(name="centre", label=_("Centre"), field="centre", type="name"),
    Column(name="unit", label=_("Unit"), field="unit", type="name", shown=True),
    Column(name="crew", label=_("Crew"), field="crew.name", type="name"),
    Column(name="source", label=_("Channel"), field="source", type="source"),
    Column(
        name="reported_at", label=_("Reported"), field="reported_at", type="moment", ordering="reported_at", shown=True
    ),
    Column(name="due_at", label=_("Due"), field="next_due_at", type="moment", ordering="next_due_at", shown=True),
    Column(name="due_code", label=_("What is due"), field="next_due_code", type="clock"),
    Column(name="closed_at", label=_("Closed"), field="closed_at", type="moment", ordering="closed_at"),
    Column(name="updated_at", label=_("Changed"), field="updated_at", type="moment", ordering="updated_at"),
    Column(name="urges", label=pgettext_lazy("column", "Urges"), field="urge_count", type="number"),
    Column(name="hazard", label=_("Danger"), field="hazard", type="yes_no"),
    Column(name="attention", label=_("To be looked at"), field="attention", type="reason"),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
SHOWN = tuple(column.name for column in COLUMNS if column.shown)
ORDERINGS = tuple(dict.fromkeys(column.ordering for column in COLUMNS if column.ordering))


def chosen(names: Iterable[str]) -> list[Column]:
    """The columns of these names in their order; the usual ones for none."""
    return [BY_NAME[name] for name in (tuple(names) or SHOWN)]


def value_of(row: dict[str, Any], column: Column) -> Any:
    """What stands in a row under the column's path; None where a part of the way is missing."""
    value: Any = row
    for part in column.field.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value
