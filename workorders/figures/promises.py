"""Whether promises were kept, by the clocks: what is open and overdue stands in the denominator, so that hiding helps nobody."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SHARE, Better, Figure, Split, Target, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if, text_of
from command_center.ground.figures.words import DOMAIN, LV, MV, OURS, of_choices, voltages
from command_center.ground.organisation.models import AreaKind
from workorders.clocks import codes
from workorders.models.clocks import Clock, Outcome
from workorders.models.orders import Source

GROUP = "promises"
ANSWERS = ("C_ANSWER", "OPINION", "CONSULT", "SR_HANDLE", "SR_REPLY", "RECONNECT", "METER_TEST")
ARTICLE = _("The article, January to July 2022")
SPLITS = {Split.URBAN: of_choices(AreaKind), Split.CHANNEL: of_choices(Source)}
OF_REPAIRS = {**SPLITS, Split.VOLTAGE: voltages}
COLUMNS: dict[str, str] = {
    Split.URBAN: "order__area_kind", Split.CHANNEL: "order__source", Split.KIND: "code", Split.VOLTAGE: "voltage",
}  # fmt: skip


def _clocks(*of: str) -> Callable[[Window], TableFacts]:
    """Clocks by their start that have ended, or stand in nobody's way and are overdue. None of an order told in confidence."""

    def facts(window: Window) -> TableFacts:
        counted = Q(paused_at=None, due_at__lt=window.at) | ~Q(outcome="")
        rows = Clock.objects.filter(counted, code__in=of, order__gate="").exclude(outcome=Outcome.VOID)
        rows = rows.annotate(voltage=text_of("order__fault_kind", MV, LV))
        return TableFacts(
            rows=rows, at="started_at", place="order__org_path", number="order__number", splits=COLUMNS,
            top=one_if(Q(outcome=Outcome.MET)),
        )  # fmt: skip

    return facts


def _answers() -> dict[str, Any]:
    return {code: codes.WORDS[code] for code in ANSWERS}


FIGURES = (
    Figure(
        code="accepted_percent", group=GROUP, label=_("Acceptance in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, target=Target(100, ARTICLE), source=DOMAIN, facts=_clocks(codes.ClockCode.ACCEPT), splits=OF_REPAIRS,
        means=_("Fault orders accepted within the limit ÷ received in the period; open overdue ones are in the denominator."),
        by_hour=True,
    ),
    Figure(
        code="arrived_percent", group=GROUP, label=_("Arrival in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=DOMAIN, facts=_clocks(codes.ClockCode.ARRIVE), splits=OF_REPAIRS, by_hour=True,
        means=_("Crews at the door within 45 (urban), 90 (rural) or 120 minutes (remote) ÷ arrivals due; open overdue ones are in the denominator."),
    ),
    Figure(
        code="handled_percent", group=GROUP, label=_("Handling in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, target=Target(100, ARTICLE), source=DOMAIN, facts=_clocks(codes.ClockCode.RESTORE), splits=OF_REPAIRS,
        means=_("Repairs restored within the limit ÷ those restored and those overdue and open."), by_hour=True,
    ),
    Figure(
        code="answered_percent", group=GROUP, label=_("Matters answered in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_clocks(*ANSWERS), splits={**SPLITS, Split.KIND: _answers},
        means=_("Complaints, opinions, consultations and requests answered or done within their limits ÷ those done and those overdue and open."),
    ),
)  # fmt: skip
