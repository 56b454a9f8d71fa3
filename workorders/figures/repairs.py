"""How fast repairs go and how well: figures over fault orders and proactive repairs told in the period."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import MEAN, Better, Figure, Split, Unit
from command_center.ground.figures.facts import TableFacts, Window, minutes_between
from command_center.ground.figures.words import DOMAIN, OURS, of_choices
from command_center.ground.organisation.models import AreaKind
from workorders.models.orders import FaultKind, Source, WorkOrder

GROUP = "repairs"
SPLITS = {Split.URBAN: of_choices(AreaKind), Split.CHANNEL: of_choices(Source), Split.KIND: of_choices(FaultKind)}
COLUMNS: dict[str, str] = {Split.URBAN: "area_kind", Split.CHANNEL: "source", Split.KIND: "fault_kind"}


def repairs(*conditions: Q, top: Any) -> TableFacts:
    """Repairs by the moment they were told. What was told in confidence is in no figure of repairs."""
    rows = WorkOrder.objects.repairs().filter(*conditions, gate="")
    return TableFacts(rows=rows, at="reported_at", top=top, splits=COLUMNS)


def _arrived(window: Window) -> TableFacts:
    return repairs(Q(arrived_at__isnull=False), top=minutes_between("reported_at", "arrived_at"))


def _repaired(window: Window) -> TableFacts:
    both = Q(arrived_at__isnull=False, restored_at__isnull=False)
    return repairs(both, top=minutes_between("arrived_at", "restored_at"))


FIGURES = (
    Figure(
        code="arrival_minutes", group=GROUP, label=_("Mean arrival"), unit=Unit.MINUTES, formula=MEAN, better=Better.LESS,
        means=_("From the report to the crew on site, over the repairs told in the period that a crew reached."),
        source=DOMAIN, facts=_arrived, splits=SPLITS, by_hour=True,
    ),
    Figure(
        code="repair_minutes", group=GROUP, label=_("Mean repair"), unit=Unit.MINUTES, formula=MEAN, better=Better.LESS,
        means=_("From the crew on site to power restored. The article does not say where its clock starts: this is our reading."),
        source=OURS, facts=_repaired, splits=SPLITS, by_hour=True,
    ),
)  # fmt: skip
