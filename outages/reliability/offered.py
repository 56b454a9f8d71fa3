"""Reliability as rows of the catalogue: summed from the daily figures, with the ledger's rows behind them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, Func, Max, Min, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.values import CHINA, china_day
from command_center.ground.figures.declaring import MEAN, SUM, Better, Customers, Figure, Formula, Over, Split, Unit
from command_center.ground.figures.facts import (
    NUMBER,
    ONE,
    Fact,
    Row,
    Summed,
    TableFacts,
    Window,
    WorkedOut,
    amount,
    divided_by,
)
from command_center.ground.figures.words import DOMAIN, LV, MV, of_choices, voltages
from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.models import AreaKind
from outages.ledger.models import Interruption
from outages.life.choices import CauseClass, OutageKind
from outages.life.models import Outage
from outages.life.states import SET_ASIDE
from outages.reliability.frequency import find
from outages.reliability.frequency_rules import Entity
from outages.reliability.indices.interruptions import SUSTAINED_OVER_SECONDS
from outages.reliability.models.figures import Band, Counted, DailyFigure, ServedCustomers
from outages.reliability.selectors.figures import BASES, Basis
from outages.reliability.selectors.frequency_rules import rules_of_set
from outages.reliability.selectors.outage_days import outage_days

GROUP = "outages"
SPLITS = {
    Split.CAUSE: of_choices(CauseClass), Split.KIND: of_choices(OutageKind), Split.URBAN: of_choices(AreaKind),
    Split.VOLTAGE: voltages,
}  # fmt: skip
DAILY: dict[str, str] = {
    Split.CAUSE: "cause_class", Split.KIND: "kind", Split.URBAN: "area_kind", Split.VOLTAGE: "voltage",
}  # fmt: skip
LEDGER: dict[str, str] = {
    Split.CAUSE: "outage__cause_class", Split.KIND: "kind", Split.URBAN: "area_kind", Split.VOLTAGE: "basis",
}  # fmt: skip
# At which voltage a customer takes power: what is counted of him in the daily figures, and the basis in the ledger.
COUNTED = {MV: Counted.MV_CUSTOMER, LV: Counted.LV_CUSTOMER}
OF_CUSTOMERS = Case(*(When(counted=each, then=Value(code)) for code, each in COUNTED.items()), output_field=CharField())
# Three times in two months (domain reference §4.7 A); other rules give other feeders.
RULE_SET = RULE = "A"
LOOKED_BACK = timedelta(days=70)  # the rule looks at two months


class _Seconds(Func):
    """Whole ones, as the daily figures add them up."""

    template = "ROUND(EXTRACT(EPOCH FROM (%(expressions)s)))"
    output_field = NUMBER


LASTED = _Seconds(F("on_at") - F("off_at"))


def _summed(daily: Q, ledger: Q, *, top: Any, behind: Any, under: Any = ONE) -> Summed:
    """Of service points of every kind; an interruption that is not over counts once it is."""
    rows = DailyFigure.objects.filter(daily, counted__in=BASES[Basis.ALL]).exclude(band=Band.OPEN)
    rows = rows.annotate(voltage=OF_CUSTOMERS)
    counted = TableFacts(
        rows=rows, at="day", by_day=True, top=top, under=under, splits=DAILY, rows_of=Sum("interruptions")
    )
    ended: QuerySet[Interruption] = Interruption.objects.standing().filter(on_at__isnull=False)
    listed = ended.annotate(lasted=LASTED).filter(ledger)
    return Summed(
        counted=counted,
        behind=TableFacts(rows=listed, at="off_at", top=behind, number="outage__number", splits=LEDGER),
    )


def _hours(window: Window) -> Summed:
    return _summed(Q(), Q(), top=divided_by("seconds", 3600), behind=divided_by("lasted", 3600))


def _times(window: Window) -> Summed:
    return _summed(Q(), Q(), top=amount("interruptions"), behind=ONE)


def _sustained_minutes(window: Window) -> Summed:
    longer = Q(on_at__gt=F("off_at") + timedelta(seconds=SUSTAINED_OVER_SECONDS))
    return _summed(
        Q(band=Band.SUSTAINED), longer, top=divided_by("seconds", 60), under=amount("interruptions"),
        behind=divided_by("lasted", 60),
    )  # fmt: skip


def _outages(window: Window) -> TableFacts:
    rows = Outage.objects.exclude(status__in=sorted(state.value for state in SET_ASIDE))
    return TableFacts(rows=rows, at="started_at", splits={Split.CAUSE: "cause_class", Split.KIND: "kind"})


def _feeders(window: Window) -> WorkedOut:
    """The feeders that meet the rule on the last day of the window."""
    return _feeders_on(window, [window.last])


def _feeders_on(window: Window, lasts: Sequence[date]) -> WorkedOut:
    """The same on each of these days, a fact at the end of each. The ledger is read once."""
    rules = [rule for rule in rules_of_set(RULE_SET) if (rule.code, rule.entity) == (RULE, Entity.FEEDER)]
    days = outage_days("FEEDER", first=lasts[0] - LOOKED_BACK, until=lasts[-1], at=window.at, major=True)
    met = {(last, match.entity) for last in lasts for rule in rules for match in find(rule, days, until=last)}
    nodes = window.within(SupplyNode.objects.filter(pk__in={pk for _, pk in met}))
    known = {pk: (code, path) for pk, code, path in nodes.values_list("pk", "code", "org_path")}
    return WorkedOut([_met(pk, last, *known[pk]) for last, pk in sorted(met) if pk in known])


def _met(pk: int, last: date, code: str, path: str) -> Fact:
    at, one = datetime.combine(last + timedelta(days=1), time(), CHINA) - timedelta(seconds=1), Decimal(1)
    return Fact(Row(pk, code, at, path, one, one), {})


def served(window: Window) -> Mapping[str, float]:
    """Customers by place: the mean of the counts within the days, else the last one before, else the first after."""
    rows = ServedCustomers.objects.filter(counted__in=BASES[Basis.ALL])
    if window.as_of:
        rows = rows.filter(day__lte=china_day(window.as_of))
    if urban := window.only.get(Split.URBAN):
        rows = rows.filter(area_kind=urban)
    if voltage := window.only.get(Split.VOLTAGE):
        rows = rows.filter(counted=COUNTED[voltage])
    days = list(rows.filter(day__range=(window.first, window.last)).values_list("day", flat=True).distinct())
    if not days:
        nearest = rows.aggregate(before=Max("day", filter=Q(day__lt=window.first)), first=Min("day"))
        days = [day] if (day := nearest["before"] or nearest["first"]) else []
    within = window.within(rows.filter(day__in=days)).order_by().values_list("org_path")
    return {path: total / len(days) for path, total in within.annotate(total=Sum("customers"))}


def served_hours(window: Window) -> Mapping[str, float]:
    """The same × hours of the window: what there was to be supplied."""
    hours = 24 * ((window.last - window.first).days + 1)
    return {path: hours * customers for path, customers in served(window).items()}


FIGURES = (
    Figure(
        code="outage_hours", group=GROUP, label=_("Average outage time"), unit=Unit.HOURS, formula=Formula(Over.CUSTOMERS),
        better=Better.LESS, customers=Customers(served, of_days=True), source=DOMAIN, facts=_hours, splits=SPLITS,
        means=_("AIHC-1 of DL/T 836: hours without power of all customers ÷ customers, short interruptions included."),
        rows_are="outage",
    ),
    Figure(
        code="outage_times", group=GROUP, label=_("Interruptions per customer"), unit=Unit.PER_CUSTOMER,
        formula=Formula(Over.CUSTOMERS), better=Better.LESS, customers=Customers(served, of_days=True), source=DOMAIN,
        means=_("AITC-1 of DL/T 836: interruptions of all customers ÷ customers, short ones included."), facts=_times,
        splits=SPLITS, rows_are="outage",
    ),
    Figure(
        code="supplied_percent", group=GROUP, label=_("Reliability of supply"), unit=Unit.PERCENT,
        formula=Formula(Over.CUSTOMERS, 100, rest=True), better=Better.MORE, source=DOMAIN, facts=_hours,
        customers=Customers(served_hours, of_days=True), splits={each: SPLITS[each] for each in (Split.URBAN, Split.VOLTAGE)}, rows_are="outage",
        means=_("RS-1 of DL/T 836: 100 % less hours without power ÷ customers × hours of the period. Promised: 99.9 % urban, 99.8 % rural."),
    ),
    Figure(
        code="interruption_minutes", group=GROUP, label=_("Mean interruption"), unit=Unit.MINUTES, formula=MEAN,
        better=Better.LESS, source=DOMAIN, facts=_sustained_minutes, splits=SPLITS, rows_are="outage",
        means=_("CAIDI of IEEE 1366: minutes without power ÷ interruptions of customers, those longer than five minutes."),
    ),
    Figure(
        code="outages", group=GROUP, label=_("Outages begun"), unit=Unit.COUNT, formula=SUM, better=Better.LESS,
        source=DOMAIN, facts=_outages, splits={each: SPLITS[each] for each in (Split.CAUSE, Split.KIND)}, by_hour=True,
        means=_("Outages that began in the period, of every kind; without those dismissed or merged into another."),
        rows_are="outage",
    ),
    Figure(
        code="frequent_feeders", group=GROUP, label=_("Frequent-outage feeders"), unit=Unit.COUNT, formula=SUM,
        better=Better.LESS, source=DOMAIN, facts=_feeders, splits={}, standing=_feeders_on, rows_are="feeder",
        means=_("Feeders that meet the rule of set A on the last day of the period, in a month on its last day. Other rules give other feeders."),
    ),
)  # fmt: skip
