"""How fast repairs go and how well: figures over fault orders and proactive repairs told in the period."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import MEAN, SHARE, SUM, Better, Figure, Split, Unit
from command_center.ground.figures.facts import ONE, TableFacts, Window, minutes_between, one_if, text_of
from command_center.ground.figures.words import DOMAIN, LV, MV, OURS, of_choices, voltages
from command_center.ground.organisation.models import AreaKind
from workorders.kinds.fault.states import Status
from workorders.models.orders import FaultKind, FaultReport, Source, StatusChange, WorkOrder

GROUP = "repairs"
A_DAY = timedelta(days=1)
SPLITS = {
    Split.URBAN: of_choices(AreaKind), Split.CHANNEL: of_choices(Source), Split.KIND: of_choices(FaultKind),
    Split.VOLTAGE: voltages,
}  # fmt: skip
COLUMNS: dict[str, str] = {
    Split.URBAN: "area_kind", Split.CHANNEL: "source", Split.KIND: "fault_kind", Split.VOLTAGE: "voltage",
}  # fmt: skip


def repairs(*conditions: Q, top: Any, **fields: Any) -> TableFacts:
    """Repairs by the moment they were told. What was told in confidence is in no figure of repairs."""
    rows = (
        WorkOrder.objects.repairs()
        .filter(*conditions, gate="", **fields)
        .annotate(voltage=text_of("fault_kind", MV, LV))
    )
    return TableFacts(rows=rows, at="reported_at", top=top, splits=COLUMNS)


def _arrived(window: Window) -> TableFacts:
    return repairs(Q(arrived_at__isnull=False), top=minutes_between("reported_at", "arrived_at"))


def _repaired(window: Window) -> TableFacts:
    both = Q(arrived_at__isnull=False, restored_at__isnull=False)
    return repairs(both, top=minutes_between("arrived_at", "restored_at"))


def _told(top: Any, *conditions: Q) -> Callable[[Window], TableFacts]:
    return lambda window: repairs(*conditions, top=top)


def _first_visit(window: Window) -> TableFacts:
    """Not reworked, and nobody told another fault of the same supply within a day after it was repaired."""
    again = WorkOrder.objects.repairs().filter(
        ~Q(pk=OuterRef("pk")), service_point=OuterRef("service_point"), reported_at__gte=OuterRef("restored_at"),
        reported_at__lt=OuterRef("restored_at") + A_DAY,
    )  # fmt: skip
    reworked = StatusChange.objects.filter(order=OuterRef("pk"), new=Status.REWORK.value)
    done = Q(arrived_at__isnull=False, restored_at__isnull=False)
    return repairs(done, top=one_if(~Q(Exists(again)) & ~Q(Exists(reworked))))


def _one_crew(window: Window) -> TableFacts:
    """The first order of each supply for which two calls or more came within a day, and to which a crew came.

    A call after the repair is another fault.
    """
    told, done = OuterRef("reported_at"), Coalesce(OuterRef("restored_at"), OuterRef("reported_at") + A_DAY)
    at_supply = WorkOrder.objects.repairs().filter(~Q(pk=OuterRef("pk")), service_point=OuterRef("service_point"))
    again = at_supply.filter(reported_at__gte=told, reported_at__lte=told + A_DAY, reported_at__lt=done)
    unrepaired = Q(restored_at=None) | Q(restored_at__gt=told)
    before = at_supply.filter(unrepaired, reported_at__lt=told, reported_at__gte=told - A_DAY)
    urged = FaultReport.objects.filter(order=OuterRef("pk"), urge=True, received_at__lte=told + A_DAY)
    urged = urged.filter(received_at__lt=done)
    return repairs(
        Q(Exists(urged)) | Q(Exists(again)), ~Q(Exists(before)), arrived_at__isnull=False, service_point__isnull=False,
        top=one_if(~Q(Exists(again.filter(arrived_at__isnull=False)))),
    )  # fmt: skip


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
    Figure(
        code="straight_percent", group=GROUP, label=_("Dispatched straight"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, means=_("Repairs that passed through two hands at most ÷ repairs passed on to a crew."),
        source=DOMAIN, splits=SPLITS, facts=_told(one_if(Q(custodian_count__lte=2)), Q(accepted_at__isnull=False)),
    ),
    Figure(
        code="first_visit_percent", group=GROUP, label=_("Repaired at the first visit"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=DOMAIN, facts=_first_visit, splits=SPLITS,
        means=_("Never reworked, and no other fault told of the same supply within 24 hours after it ÷ repairs with arrival and restoration."),
    ),
    Figure(
        code="one_crew_percent", group=GROUP, label=_("One household, one crew"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_one_crew, splits=SPLITS,
        means=_("Supplies for which two calls or more came within 24 hours and to which one crew came ÷ those to which any crew came."),
    ),
    Figure(
        code="merged_percent", group=GROUP, label=_("Merged"), unit=Unit.PERCENT, formula=SHARE, better=Better.NEITHER,
        means=_("Orders that follow another one ÷ all repairs told in the period."), source=DOMAIN, splits=SPLITS,
        facts=_told(one_if(Q(parent__isnull=False))),
    ),
    Figure(
        code="three_calls", group=GROUP, label=_("Called three times or more"), unit=Unit.COUNT, formula=SUM,
        better=Better.LESS, means=_("Repairs about which customers called three times or more: the report and two urges."),
        source=DOMAIN, splits=SPLITS, facts=_told(ONE, Q(urge_count__gte=2)),
    ),
    Figure(
        code="returned_percent", group=GROUP, label=_("Returned upstream"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.LESS, means=_("Returned to whoever sent them ÷ repairs told in the period that are closed."), source=DOMAIN,
        splits=SPLITS, facts=_told(one_if(Q(status=Status.RETURNED_UPSTREAM.value)), Q(closed_at__isnull=False)),
    ),
    Figure(
        code="proactive_percent", group=GROUP, label=_("Repaired before anybody called"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, means=_("Proactive repairs ÷ proactive and reported ones, without those merged into another."),
        source=DOMAIN, splits=SPLITS, facts=_told(one_if(Q(kind="PROACTIVE")), Q(parent=None)),
    ),
)  # fmt: skip
