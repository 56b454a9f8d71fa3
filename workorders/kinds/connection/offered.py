"""Connections as rows of the catalogue: the rates of their own page, how long they take, whose minutes they are, what they save."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import MEAN, SHARE, SUM, Better, Figure, Split, Target, Unit
from command_center.ground.figures.facts import NUMBER, ONE, TableFacts, Window, amount, days_between, one_if
from command_center.ground.figures.words import DOMAIN, LV, MV, OURS, of_choices, voltages
from command_center.ground.organisation.models import AreaKind
from workorders.kinds import BESIDE, PROCESSES
from workorders.kinds.connection.figures import BOOKINGS, TOTAL
from workorders.kinds.connection.models import Appointment, ConnectionCase, OwnedPeriod
from workorders.kinds.connection.owners import Owner
from workorders.kinds.connection.rates import CUSTOMER, RATED, SATISFIED, UTILITY
from workorders.kinds.connection.steps import MEDIUM_KINDS
from workorders.models.aftercare import Callback
from workorders.models.clocks import Clock, Outcome
from workorders.models.orders import Source, WorkOrder

GROUP = "connections"
FREE_SCHEME = "ZERO"
ARTICLE = _("The article, January to July 2022")


def _kinds() -> dict[str, Any]:
    return dict(PROCESSES["CONNECTION"].sub_kinds)


SPLITS = {
    Split.KIND: _kinds, Split.URBAN: of_choices(AreaKind), Split.CHANNEL: of_choices(Source), Split.VOLTAGE: voltages,
}  # fmt: skip
OF_ORDER: dict[str, Any] = {"place": "order__org_path", "number": "order__number"}


def _columns(prefix: str) -> dict[str, str]:
    return {
        Split.KIND: f"{prefix}sub_kind", Split.URBAN: f"{prefix}area_kind", Split.CHANNEL: f"{prefix}source",
        Split.VOLTAGE: "voltage",
    }  # fmt: skip


def _by_voltage(rows: Any, prefix: str = "order__") -> Any:
    """What is not asked for at medium voltage is connected at low voltage."""
    medium = When(**{f"{prefix}sub_kind__in": MEDIUM_KINDS}, then=Value(MV))
    return rows.annotate(voltage=Case(medium, default=Value(LV), output_field=CharField()))


def _booked(window: Window) -> TableFacts:
    """A clock that stands still is due only when it runs again."""
    due = Q(due_at__lt=window.at) | ~Q(outcome="")
    rows = Clock.objects.filter(due, code__in=BOOKINGS, paused_at=None).exclude(outcome=Outcome.VOID)
    return TableFacts(
        rows=_by_voltage(rows), at="due_at", **OF_ORDER, splits=_columns("order__"), top=one_if(Q(outcome=Outcome.MET))
    )


def _kept(window: Window) -> TableFacts:
    moved_in_time = Q(ended_by=CUSTOMER, ended_at__lt=F("starts_at"))
    rows = Appointment.objects.filter(~moved_in_time, ends_at__lte=window.at)
    kept = ~Q(ended_by=UTILITY) & Q(arrived_at__lte=F("ends_at"))
    return TableFacts(rows=_by_voltage(rows), at="ends_at", **OF_ORDER, splits=_columns("order__"), top=one_if(kept))


def _asked(window: Window) -> Any:
    """The last answer of each case that was asked in the period."""
    within = {"at__gte": window.start, "at__lt": window.end}
    later = Callback.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"), **within)
    return Callback.objects.filter(~Exists(later), order__kind="CONNECTION")


def _answers(rows: Any, hit: Q) -> TableFacts:
    return TableFacts(rows=_by_voltage(rows), at="at", **OF_ORDER, splits=_columns("order__"), top=one_if(hit))


def _satisfied(window: Window) -> TableFacts:
    return _answers(_asked(window).filter(satisfaction__in=RATED), Q(satisfaction__in=SATISFIED))


def _reached(window: Window) -> TableFacts:
    return _answers(_asked(window), ~Q(satisfaction="NOT_REACHED"))


def _archived(top: Any) -> TableFacts:
    rows = WorkOrder.objects.filter(kind="CONNECTION", status="ARCHIVED")
    return TableFacts(rows=_by_voltage(rows, ""), at="closed_at", splits=_columns(""), top=top)


def _late(*conditions: Q) -> Exists:
    clocks = Clock.objects.filter(*conditions, order=OuterRef("pk"), outcome=Outcome.MISSED, code__startswith="CONN_")
    # What only the customer can do is no stage of ours.
    return Exists(clocks.exclude(code__in=BESIDE))


def _weighed(condition: Any, weight: str) -> Any:
    return one_if(condition) * Value(Decimal(weight), output_field=NUMBER)


def _conformity(window: Window) -> TableFacts:
    later = Callback.objects.filter(order=OuterRef("order"), pk__gt=OuterRef("pk"))
    last = Callback.objects.filter(~Exists(later), order=OuterRef("pk"))
    parts = (
        _weighed(~Q(_late(~Q(code=TOTAL))), "0.4")
        + _weighed(~Q(_late(Q(code=TOTAL))), "0.3")
        + _weighed(Q(Exists(last.filter(satisfaction__in=SATISFIED))), "0.3")
    )
    return _archived(ExpressionWrapper(parts, output_field=NUMBER))


def _in_time(window: Window) -> TableFacts:
    return _archived(one_if(~Q(_late(~Q(code=TOTAL)))))


def _energised(top: Any, **conditions: Any) -> Callable[[Window], TableFacts]:
    def facts(window: Window) -> TableFacts:
        rows = ConnectionCase.objects.filter(energised_at__isnull=False, **conditions)
        return TableFacts(rows=_by_voltage(rows), at="energised_at", **OF_ORDER, splits=_columns("order__"), top=top)

    return facts


def _low_voltage(window: Window) -> TableFacts:
    rows = ConnectionCase.objects.filter(energised_at__isnull=False).exclude(order__sub_kind__in=MEDIUM_KINDS)
    return TableFacts(rows=_by_voltage(rows), at="energised_at", **OF_ORDER, splits=_columns("order__"), top=DAYS)


class _RangeMinutes(Func):
    template = "EXTRACT(EPOCH FROM (upper(%(expressions)s) - lower(%(expressions)s))) / 60"
    output_field = NUMBER


DAYS = days_between("order__reported_at", "energised_at")
MINUTES = _RangeMinutes(F("during"))


def _minutes_of(owner: Owner) -> Callable[[Window], TableFacts]:
    def facts(window: Window) -> TableFacts:
        rows = OwnedPeriod.objects.filter(order__connection_case__energised_at__isnull=False)
        rows = rows.filter(during__upper_inf=False)
        top = ExpressionWrapper(one_if(Q(owner=owner.value)) * MINUTES, output_field=NUMBER)
        return TableFacts(
            rows=_by_voltage(rows),
            at="order__connection_case__energised_at",
            **OF_ORDER,
            splits=_columns("order__"),
            top=top,
            under=MINUTES,
        )

    return facts


MINUTES_LABELS = {
    Owner.UTILITY: _("Connection minutes of the utility"), Owner.CUSTOMER: _("Connection minutes of the customer"),
    Owner.PERMIT_OFFICE: _("Connection minutes of the permit office"),
    Owner.CONTRACTOR: _("Connection minutes of the contractor"),
}  # fmt: skip

FIGURES = (
    Figure(
        code="booked_percent", group=GROUP, label=_("Appointments made in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, target=Target(99.97, ARTICLE), source=OURS, facts=_booked, splits=SPLITS,
        means=_("Made within the booking limit ÷ due in the period (our reading of 预约及时率)."),
    ),
    Figure(
        code="kept_percent", group=GROUP, label=_("Appointments kept in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, target=Target(99.06, ARTICLE), source=OURS, facts=_kept, splits=SPLITS, by_hour=True,
        means=_("Somebody there by the end of the slot ÷ slots that ended in the period (our reading of 履约及时率)."),
    ),
    Figure(
        code="satisfied_percent", group=GROUP, label=_("Follow-ups satisfied"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, target=Target(99.9, ARTICLE), source=OURS, facts=_satisfied, splits=SPLITS, additive=False,
        means=_("Satisfied or fairly satisfied ÷ follow-ups reached and rated."),
    ),
    Figure(
        code="reached_percent", group=GROUP, label=_("Follow-ups reached"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_reached, splits=SPLITS, additive=False,
        means=_("Reached ÷ follow-ups, the last try of each case."),
    ),
    Figure(
        code="in_time_percent", group=GROUP, label=_("Connections in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=DOMAIN, facts=_in_time, splits=SPLITS,
        means=_("Cases with every stage of the utility in time ÷ cases archived in the period."),
    ),
    Figure(
        code="conformity_percent", group=GROUP, label=_("Connection conformity"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=DOMAIN, facts=_conformity, splits=SPLITS,
        means=_("0.4 × all stages in time + 0.3 × promise kept + 0.3 × customer satisfied, each over the cases archived in the period."),
    ),
    Figure(
        code="days_10kv", group=GROUP, label=_("Average days, medium voltage"), unit=Unit.DAYS, formula=MEAN, better=Better.LESS,
        source=OURS, facts=_energised(DAYS, order__sub_kind__in=MEDIUM_KINDS), splits=SPLITS,
        means=_("Days from the application until power was on, whoever had the case: the mean over medium-voltage cases energised in the period."),
    ),
    Figure(
        code="days_400v", group=GROUP, label=_("Average days, low voltage"), unit=Unit.DAYS, formula=MEAN, better=Better.LESS,
        source=OURS, facts=_low_voltage, splits=SPLITS,
        means=_("Days from the application until power was on, whoever had the case: the mean over low-voltage cases energised in the period."),
    ),
    Figure(
        code="served", group=GROUP, label=_("Residents and small firms connected at no cost of theirs"), unit=Unit.COUNT,
        formula=SUM, better=Better.MORE, source=OURS, facts=_energised(ONE, scheme=FREE_SCHEME), splits=SPLITS,
        means=_("Cases of the scheme 三零 (zero visit, approval, investment) energised in the period."),
    ),
    Figure(
        code="saved_yuan", group=GROUP, label=_("What applicants saved"), unit=Unit.YUAN, formula=SUM, better=Better.MORE,
        source=OURS, splits=SPLITS, facts=_energised(amount("cost_saved"), cost_saved__isnull=False),
        means=_("Sum of what stands in these cases and those of the scheme 三省, energised in the period."),
    ),
    *(
        Figure(
            code=f"minutes_{owner.value.lower()}_percent", group=GROUP, label=label, unit=Unit.PERCENT, formula=SHARE,
            better=Better.LESS if owner is Owner.UTILITY else Better.NEITHER, source=OURS, facts=_minutes_of(owner),
            splits=SPLITS, means=_("Minutes that a case was this side's ÷ all its minutes, over cases energised in the period."),
        )
        for owner, label in MINUTES_LABELS.items()
    ),
)  # fmt: skip
