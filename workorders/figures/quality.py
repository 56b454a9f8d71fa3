"""The service quality index: what is recorded of it, and in words what is not.

Domain reference §5.3, rules of about 2016: (1 − events with three calls or more ÷ business handled) × 100 %, less a point for each
point of satisfaction under 95 %, and for untrue orders, negative media, proven fraud, 三指定 and bypassed 95598 calls. Nothing here
records that last group, so nothing is taken off for it and the definition says so: this index is never below that of the rules.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import Better, Deduction, Figure, Formula, Over, Split, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if
from command_center.ground.figures.words import OURS
from workorders.figures import callbacks
from workorders.models.orders import WorkOrder

# All but faults, praise and what was answered at once, which makes no order; an alarm and a supervision come from nobody outside.
BUSINESS = ("COMPLAINT", "OPINION", "SERVICE_REQ", "CONSULT", "CONNECTION")
THREE_CALLS = Q(urge_count__gte=2)
SATISFIED_AT_LEAST = 95
SATISFIED = next(each for each in callbacks.FIGURES if each.code == "callbacks_satisfied_percent")


def _handled(window: Window) -> TableFacts:
    """Business told in the period, none told in confidence."""
    rows = WorkOrder.objects.filter(kind__in=BUSINESS, gate="", parent=None)
    columns: dict[str, str] = {Split.KIND: "kind", Split.CHANNEL: "source", Split.URBAN: "area_kind"}
    return TableFacts(rows=rows, at="reported_at", splits=columns, top=one_if(THREE_CALLS))


FIGURES = (
    Figure(
        code="service_quality_percent", group=callbacks.GROUP, label=_("Service quality index"), unit=Unit.PERCENT,
        formula=Formula(Over.FACTS, 100, rest=True), better=Better.MORE, source=OURS, facts=_handled,
        less=(Deduction(SATISFIED, SATISFIED_AT_LEAST),), splits=callbacks.SPLITS,
        means=_("100 % less the share of matters about which customers called three times or more, over complaints, opinions, service requests, consultations and connections told in the period; less a point for each point by which satisfaction when called back is under 95 %. The rules of about 2016 also take off for untrue orders, negative media, proven fraud, naming of suppliers and calls that bypassed 95598: nothing here records those, so nothing is taken off for them."),
    ),
)  # fmt: skip
