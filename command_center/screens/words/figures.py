"""Units of measure and what a change of them is called, for figures on pages, in reports and in files alike."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import Unit
from command_center.ground.figures.words import VOLTAGES

# A count has no word, and per cent is a sign in every language.
PERCENT = "%"
MEASURES: dict[Unit, Any] = {
    Unit.MINUTES: _("min"), Unit.HOURS: _("h"), Unit.DAYS: _("d"),
    Unit.PER_MILLION: _("per million"), Unit.PER_CUSTOMER: _("per customer"), Unit.TIMES: _("times"), Unit.YUAN: _("yuan"),
}  # fmt: skip
# Shares change by points, everything else in its own unit (domain reference §5.4).
CHANGES = {**MEASURES, Unit.PERCENT: _("points")}


def measure(unit: str) -> str:
    """What is written behind a value."""
    return PERCENT if unit == Unit.PERCENT else str(MEASURES.get(Unit(unit), ""))


def measure_of_change(unit: str) -> str:
    return str(CHANGES.get(Unit(unit), ""))


def tables() -> dict[str, dict[Any, Any]]:
    return {"measure": MEASURES, "measure_change": CHANGES, "voltage": VOLTAGES}
